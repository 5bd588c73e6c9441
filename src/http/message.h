// A request and its answer, as the handlers see them: plain values, no socket.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/memory_budget.h"
#include "http/stream.h"
#include "http/tokens.h"

namespace retally::http {

enum class Method { get, head, post, put, remove, other };

// "GET", "POST", …
std::string_view name_of(Method method);

// Header fields in the order they came, names in lower case. A handful: a search is quicker than a map.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  void clear() { fields_.clear(); }

  // The value of the first field of that name (in lower case); empty if there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Route;

struct Request {
  Method method = Method::get;
  std::string path = {};   // as it was sent: still percent-encoded
  std::string query = {};  // likewise, without the '?'
  Headers headers = {};
  std::string body = {};
  std::string peer = {};                  // the client's address
  MemoryBudget::Share* memory = nullptr;  // what the body takes is held here

  // Frees the body, as soon as nobody needs it any more.
  void drop_body() {
    std::string().swap(body);  // an assignment would keep its room
    if (memory != nullptr) memory->hold(0);
  }

  // Filled in when the request is admitted.
  const Route* route = nullptr;
  std::vector<std::string> params = {};  // what stands for the route's {…}, decoded
  std::optional<Holder> holder = {};     // of the token, where one was needed
};

struct Response {
  int status = 200;
  std::string_view type = "application/json";  // outlives the response: a literal
  std::string_view cache = "no-store";  // Cache-Control, likewise: a figure of a moment ago is worth nothing
  std::shared_ptr<const std::string> body = {};  // none: empty. Shared, so that a cache need not copy it
  std::shared_ptr<Stream> stream = {};           // a body that does not end by itself, in place of that
  Headers headers = {};
};

// Takes the answer to a request, once, from any thread.
using Respond = std::function<void(Response)>;

Response text_response(int status, std::string_view type, std::string body);

}  // namespace retally::http
