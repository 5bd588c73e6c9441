#include "redis/reply.h"

#include "retally/error.h"

namespace retally::redis {

bool is_error(const Reply& reply, std::string_view code) {
  return reply->type == REDIS_REPLY_ERROR && std::string_view(reply->str, reply->len).starts_with(code);
}

std::size_t ReplyReader::size() const {
  return reply_->type == REDIS_REPLY_ARRAY ? reply_->elements : 1;
}

std::int64_t ReplyReader::integer() {
  return value(REDIS_REPLY_INTEGER).integer;
}

std::string ReplyReader::text() {
  const redisReply& text = value(REDIS_REPLY_STRING);
  return {text.str, text.len};
}

ReplyReader ReplyReader::array() {
  return ReplyReader(std::shared_ptr<const redisReply>(reply_, &value(REDIS_REPLY_ARRAY)));
}

const redisReply& ReplyReader::value(int type) {
  const redisReply* value =
      done() ? nullptr : (reply_->type == REDIS_REPLY_ARRAY ? reply_->element[next_] : reply_.get());
  if (value == nullptr || value->type != type) {
    throw Error(ErrorKind::unavailable,
                "redis: an answer is not of the form that this version of retally knows; use one version "
                "everywhere");
  }
  ++next_;
  return *value;
}

}  // namespace retally::redis
