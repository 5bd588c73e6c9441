// Which handler answers a request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/message.h"
#include "http/tokens.h"

namespace retally::http {

struct Context;

// Answers at once. May throw: an Error gets the status of its kind.
using Handler = Response (*)(Context&, const Request&);
// Answers later, with a copy of `respond`. May throw as long as nobody has that.
using AsyncHandler = void (*)(Context&, Request&, const Respond& respond);

// Where a handler runs.
enum class Runs {
  here,   // in the connection's own thread: quick, or never waits
  reads,  // asks the store or the schedule: here as long as these are in this process, else aside
  aside,  // in a thread for what waits for the disk, so that others' reads don't wait too
};

// How long the body of a request may be, if the server takes such long ones at all.
inline constexpr std::size_t kSmallBody = 64u << 10;  // some words
inline constexpr std::size_t kListBody = 1u << 20;    // a list of names
inline constexpr std::size_t kAnyBody = SIZE_MAX;     // data: whatever the server takes

struct Route {
  Method method;
  std::string_view path;  // "/api/jobs/{id}/annotations"; a {…} stands for one segment
  Scope scope;
  std::variant<Handler, AsyncHandler> handler;
  Runs runs = Runs::here;
  std::size_t max_body = kSmallBody;
};

class Router {
 public:
  // The routes must outlive it.
  explicit Router(std::span<const Route> routes);

  struct Match {
    const Route* route = nullptr;     // none: see `allowed`
    std::vector<std::string> params;  // decoded
    std::string allowed;              // the methods of that path, "GET, HEAD"; empty: there is no such path
  };

  // HEAD goes wherever GET does. Throws Error(invalid_input) for broken percent-encoding.
  Match find(Method method, std::string_view path) const;

  std::span<const Route> routes() const { return routes_; }

 private:
  std::span<const Route> routes_;
  std::vector<std::vector<std::string_view>> segments_;  // of each route
};

}  // namespace retally::http
