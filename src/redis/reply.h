// A server's answer, read from its beginning to its end.
#pragma once

#include <hiredis/hiredis.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "retally/clock.h"

namespace retally::redis {

struct FreeReply {
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

// Whether the answer is an error that begins with this word.
bool is_error(const Reply& reply, std::string_view code);

// Reads the values of an array one by one; any other answer is read as an array of one. Throws
// Error(unavailable) where a value is of another kind than it is read as: the other side is of another
// version.
class ReplyReader {
 public:
  explicit ReplyReader(std::shared_ptr<const redisReply> reply) : reply_(std::move(reply)) {}

  bool done() const { return next_ == size(); }
  std::int64_t integer();
  std::string text();
  ReplyReader array();
  TimePoint time() { return TimePoint(Millis(integer())); }
  // The values of the array that there are, or that there may be: for reserve().
  std::size_t size() const;

 private:
  const redisReply& value(int type);

  std::shared_ptr<const redisReply> reply_;
  std::size_t next_ = 0;
};

}  // namespace retally::redis
