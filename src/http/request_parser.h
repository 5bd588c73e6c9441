// From bytes to a Request: HTTP/1.1 as http-parser reads it, within limits.
#pragma once

#include <http_parser.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "http/message.h"

namespace retally::http {

class RequestParser {
 public:
  struct Limits {
    std::size_t max_header_bytes = 0;  // of the request line and the header fields
    std::size_t max_body_bytes = 0;
  };

  enum class State {
    more,      // all bytes are taken, and more are needed
    head,      // the request is known but for its body; told once
    complete,  // the request is whole; bytes after it are left
    refused,   // nothing more of this connection can be read: see error_status()
  };

  struct Fed {
    State state;
    std::size_t taken;  // how many of the bytes
  };

  explicit RequestParser(const Limits& limits);

  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Reads on. After `head` and `complete`, feed the bytes that were not taken.
  Fed feed(std::string_view bytes);

  // Begins the next request.
  void reset();

  Request& request() { return request_; }

  // Since `head`:
  bool has_body() const;
  bool expects_continue() const;  // the client waits for "100 Continue" before it sends the body
  bool http_1_0() const;
  // Allows the body so many bytes, or its limit if that is less. False: it says that it is longer, and the
  // request is refused.
  bool limit_body(std::size_t bytes);
  // Since `complete`: whether another request may follow.
  bool keep_alive() const;

  // Since `refused`: 400, 413, 431 or 503, and why.
  int error_status() const { return error_status_; }
  std::string_view error() const { return error_; }

 private:
  static const http_parser_settings kSettings;

  // Calls a step from http-parser's C code, through which nothing may be thrown.
  template <class Step>
  static int call(http_parser* parser, Step step) noexcept;

  int on_target(std::string_view bytes);
  int on_field_name(std::string_view bytes);
  int on_field_value(std::string_view bytes);
  int add_head_bytes(std::string& to, std::string_view bytes);
  int on_head();
  int on_body(std::string_view bytes);
  int on_complete();
  void end_field();
  int check_length();
  int refuse_length();
  int refuse(int status, std::string why);

  Limits limits_;
  http_parser parser_{};
  Request request_;
  std::string target_;  // path and query
  std::string field_name_;
  std::string field_value_;
  bool in_value_ = false;
  bool head_done_ = false;
  bool complete_ = false;
  std::size_t head_bytes_ = 0;
  std::size_t max_body_bytes_ = 0;       // of this request
  std::size_t expected_body_bytes_ = 0;  // at most
  int error_status_ = 0;
  std::string error_;
};

}  // namespace retally::http
