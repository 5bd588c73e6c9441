// A client of retally's own REST API.
#pragma once

#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "retally/clock.h"
#include "retally/error.h"

namespace retally {

using Json = nlohmann::ordered_json;

struct HttpAnswer {
  long status = 0;
  std::string body;
};

// The kind of error that a status stands for, of those from 300.
ErrorKind kind_of_status(long status);

// What an error answer says to people.
std::string detail_of(const HttpAnswer& answer);

// "?project_id=7&format=csv", escaped; parameters with an empty value are left out.
std::string query(std::initializer_list<std::pair<std::string_view, std::string>> parameters);

// Keeps its connection from call to call. For one thread.
class HttpClient {
 public:
  // How long an answer may take.
  static constexpr Millis kPatience{60'000};

  // `server` is http://HOST:PORT. `token`: empty for none. Throws Error(invalid_input) for another URL.
  HttpClient(std::string server, const std::string& token, Millis patience = kPatience);
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // For messages.
  std::string server() const;

  // Any answer that came. Throws Error(unavailable) naming the server when none did.
  HttpAnswer get(const std::string& path);
  HttpAnswer post(const std::string& path, std::string_view body,
                  const std::string& type = "application/json");

  // The body of an answer from 200 to 299: throws Error by kind_of_status() and detail_of() for any other.
  // `what` was asked for.
  std::string expect_ok(const HttpAnswer& answer, std::string_view what) const;
  // Ask, and expect that.
  std::string get_ok(const std::string& path);
  std::string post_ok(const std::string& path, std::string_view body);
  // The same, as the JSON that it is.
  Json get_json(const std::string& path);
  Json post_json(const std::string& path, const Json& body);

 private:
  struct Handle;

  HttpAnswer perform(const std::string& path);
  Json parse(const std::string& body) const;

  std::string server_;
  std::unique_ptr<Handle> handle_;
};

// Whether a server answers there within `limit`.
bool server_answers(const std::string& server, Millis limit);

}  // namespace retally
