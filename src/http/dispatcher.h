// From a request to its answer: the one way in, whatever brought the request.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "http/access.h"
#include "http/context.h"
#include "http/message.h"
#include "http/route_metrics.h"
#include "http/router.h"

namespace retally::http {

class Dispatcher {
 public:
  // Runs a function in another thread, soon.
  using Aside = std::function<void(std::function<void()>)>;

  // `context` and the routes must outlive it.
  Dispatcher(Context& context, std::span<const Route> routes, Access access, prometheus::Registry& metrics,
             Aside aside);

  // Looks at a request of which the body is not read yet, and notes its route in it. Returns the answer if it
  // is refused: then the body need not be read.
  std::optional<Response> admit(Request& request) noexcept;

  // Has an admitted request answered. `respond` is called exactly once, before this returns or later, in this
  // thread or another; the request must live until then.
  void handle(Request& request, const Respond& respond) noexcept;

  // Counts an answer that no handler gave.
  void count_refused(const Request& request, int status);

 private:
  std::optional<Response> refuse(Request& request) const;
  bool runs_here(const Route& route) const;
  void handle_counted(Request& request, const Respond& respond);

  Context& context_;
  Router router_;
  Access access_;
  RouteMetrics metrics_;
  Aside aside_;
};

}  // namespace retally::http
