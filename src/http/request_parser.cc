#include "http/request_parser.h"

#include <algorithm>
#include <climits>
#include <exception>
#include <utility>

#include "http/ascii.h"
#include "http/exact_room.h"

namespace retally::http {

namespace {

// A body grows as it comes: a length that a client merely claims takes no memory. It begins with this.
constexpr std::size_t kFirstBodyBytes = 64u << 10;

// What a field costs beside its text: ": " and the line end.
constexpr std::size_t kFieldBytes = 4;

Method method_of(unsigned method) {
  switch (method) {
    case HTTP_GET:
      return Method::get;
    case HTTP_HEAD:
      return Method::head;
    case HTTP_POST:
      return Method::post;
    case HTTP_PUT:
      return Method::put;
    case HTTP_DELETE:
      return Method::remove;
    default:
      return Method::other;
  }
}

}  // namespace

template <class Step>
int RequestParser::call(http_parser* parser, Step step) noexcept {
  RequestParser& self = *static_cast<RequestParser*>(parser->data);
  try {
    return step(self);
  } catch (const std::exception&) {
    self.error_status_ = 503;  // there is no memory for it, nor for many words
    return -1;
  }
}

const http_parser_settings RequestParser::kSettings = [] {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_url = [](http_parser* parser, const char* at, std::size_t size) {
    return call(parser, [=](RequestParser& self) { return self.on_target({at, size}); });
  };
  settings.on_header_field = [](http_parser* parser, const char* at, std::size_t size) {
    return call(parser, [=](RequestParser& self) { return self.on_field_name({at, size}); });
  };
  settings.on_header_value = [](http_parser* parser, const char* at, std::size_t size) {
    return call(parser, [=](RequestParser& self) { return self.on_field_value({at, size}); });
  };
  settings.on_headers_complete = [](http_parser* parser) {
    return call(parser, [](RequestParser& self) { return self.on_head(); });
  };
  settings.on_body = [](http_parser* parser, const char* at, std::size_t size) {
    return call(parser, [=](RequestParser& self) { return self.on_body({at, size}); });
  };
  settings.on_message_complete = [](http_parser* parser) {
    return call(parser, [](RequestParser& self) { return self.on_complete(); });
  };
  return settings;
}();

RequestParser::RequestParser(const Limits& limits) : limits_(limits) {
  reset();
}

void RequestParser::reset() {
  http_parser_init(&parser_, HTTP_REQUEST);
  parser_.data = this;
  // Not a new Request: its strings keep their room from request to request, but for the body's.
  request_.method = Method::get;
  request_.path.clear();
  request_.query.clear();
  request_.headers.clear();
  request_.params.clear();
  request_.route = nullptr;
  request_.holder.reset();
  request_.drop_body();
  target_.clear();
  field_name_.clear();
  field_value_.clear();
  in_value_ = head_done_ = complete_ = false;
  head_bytes_ = 0;
}

RequestParser::Fed RequestParser::feed(std::string_view bytes) {
  if (error_status_ != 0) return {State::refused, 0};
  const bool had_head = head_done_;
  http_parser_pause(&parser_, 0);
  const std::size_t taken = http_parser_execute(&parser_, &kSettings, bytes.data(), bytes.size());
  const http_errno error = HTTP_PARSER_ERRNO(&parser_);
  if (error == HPE_HEADER_OVERFLOW) refuse(431, "the header is too long");
  if (error != HPE_OK && error != HPE_PAUSED && error_status_ == 0)
    refuse(400, std::string("no HTTP request: ") + http_errno_description(error));
  if (error_status_ != 0) return {State::refused, taken};
  if (complete_) return {State::complete, taken};
  return {head_done_ && !had_head ? State::head : State::more, taken};
}

bool RequestParser::has_body() const {
  const bool has_length = parser_.content_length != ULLONG_MAX && parser_.content_length > 0;
  return has_length || (parser_.flags & F_CHUNKED) != 0;
}

bool RequestParser::expects_continue() const {
  return same_name(request_.headers.get("expect"), "100-continue") && !http_1_0();
}

bool RequestParser::limit_body(std::size_t bytes) {
  max_body_bytes_ = std::min(bytes, limits_.max_body_bytes);
  return check_length() == 0;
}

bool RequestParser::http_1_0() const {
  return parser_.http_major < 1 || (parser_.http_major == 1 && parser_.http_minor == 0);
}

// A client that wants another protocol is answered in this one, and then left: what it sends next is none of
// ours.
bool RequestParser::keep_alive() const {
  return parser_.upgrade == 0 && http_should_keep_alive(&parser_) != 0;
}

int RequestParser::on_target(std::string_view bytes) {
  return add_head_bytes(target_, bytes);
}

int RequestParser::on_field_name(std::string_view bytes) {
  end_field();
  return add_head_bytes(field_name_, bytes);
}

int RequestParser::on_field_value(std::string_view bytes) {
  in_value_ = true;
  return add_head_bytes(field_value_, bytes);
}

int RequestParser::add_head_bytes(std::string& to, std::string_view bytes) {
  head_bytes_ += bytes.size();
  if (head_bytes_ > limits_.max_header_bytes) {
    return refuse(431, "the header is longer than " + std::to_string(limits_.max_header_bytes) + " bytes");
  }
  to.append(bytes);
  return 0;
}

// Fields come in pieces; one ends where the next begins. Those that follow a chunked body are read over.
void RequestParser::end_field() {
  if (!in_value_) return;
  in_value_ = false;
  head_bytes_ += kFieldBytes;
  std::ranges::transform(field_name_, field_name_.begin(), to_lower);
  if (!head_done_) request_.headers.add(std::move(field_name_), std::move(field_value_));
  field_name_.clear();
  field_value_.clear();
}

int RequestParser::on_head() {
  end_field();
  head_done_ = true;
  const std::size_t question = target_.find('?');
  request_.method = method_of(parser_.method);
  request_.path.assign(target_, 0, question);
  request_.query = question == std::string::npos ? std::string{} : target_.substr(question + 1);
  if (!http_1_0() && !request_.headers.has("host"))
    return refuse(400, "no HTTP request: it has no Host field");
  max_body_bytes_ = limits_.max_body_bytes;
  http_parser_pause(&parser_, 1);
  return check_length();
}

// Since the head is read, and the body not yet begun.
int RequestParser::check_length() {
  const bool has_length = parser_.content_length != ULLONG_MAX;
  if (has_length && parser_.content_length > max_body_bytes_) return refuse_length();
  expected_body_bytes_ = has_length ? parser_.content_length : max_body_bytes_;
  return 0;
}

int RequestParser::on_body(std::string_view bytes) {
  if (bytes.size() > max_body_bytes_ - request_.body.size()) return refuse_length();
  std::string& body = request_.body;
  if (const std::size_t size = body.size() + bytes.size(); size > body.capacity()) {
    const std::size_t room = std::max({size, kFirstBodyBytes, 2 * body.capacity()});
    reserve_exactly(body, std::min(room, expected_body_bytes_));
  }
  body.append(bytes);
  return 0;
}

int RequestParser::on_complete() {
  complete_ = true;
  http_parser_pause(&parser_, 1);
  return 0;
}

int RequestParser::refuse_length() {
  return refuse(413, "the body is longer than " + std::to_string(max_body_bytes_) + " bytes");
}

int RequestParser::refuse(int status, std::string why) {
  error_status_ = status;
  error_ = std::move(why);
  return -1;
}

}  // namespace retally::http
