#include "http/dispatcher.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <utility>

#include "http/json.h"
#include "retally/error.h"

namespace retally::http {

namespace {

// The answer to what was thrown, inside a catch.
Response response_to_exception(const Request& request) {
  try {
    throw;
  } catch (const Error& error) {
    return error_response(error);
  } catch (const std::exception& error) {
    // Nobody outside can mend this: tell the operator, and the client no more than that.
    spdlog::error("{} {}: {}", name_of(request.method), request.path, error.what());
    return error_response(500, "internal error; the server's log says more");
  }
}

}  // namespace

Dispatcher::Dispatcher(Context& context, std::span<const Route> routes, Access access,
                       prometheus::Registry& metrics, Aside aside)
    : context_(context),
      router_(routes),
      access_(std::move(access)),
      metrics_(metrics, routes),
      aside_(std::move(aside)) {}

std::optional<Response> Dispatcher::admit(Request& request) noexcept {
  std::optional<Response> refused;
  try {
    refused = refuse(request);
  } catch (...) {
    refused = response_to_exception(request);
  }
  if (refused) count_refused(request, refused->status);
  return refused;
}

std::optional<Response> Dispatcher::refuse(Request& request) const {
  Router::Match match = router_.find(request.method, request.path);
  request.route = match.route;
  request.params = std::move(match.params);
  // Whoever may not come in learns no more than that, not even what there is; a path that is unknown asks for
  // no scope.
  if (std::optional<Response> refused =
          access_.refuse(request, match.route ? match.route->scope : Scope::open))
    return refused;
  if (match.route != nullptr) return std::nullopt;
  if (match.allowed.empty()) return error_response(404, "no such address; GET / tells what there is");
  Response response = error_response(405, "this address takes " + match.allowed);
  response.headers.add("Allow", match.allowed);
  return response;
}

void Dispatcher::count_refused(const Request& request, int status) {
  metrics_.count(request.route, status);
}

bool Dispatcher::runs_here(const Route& route) const {
  return route.runs == Runs::here || (route.runs == Runs::reads && !context_.services.remote);
}

void Dispatcher::handle(Request& request, const Respond& respond) noexcept {
  const auto begin = std::chrono::steady_clock::now();
  const Respond counted = [this, begin, route = request.route, respond](Response response) {
    metrics_.count(route, response.status);
    metrics_.observe(route, std::chrono::steady_clock::now() - begin);
    respond(std::move(response));
  };
  if (runs_here(*request.route)) return handle_counted(request, counted);
  aside_([this, &request, counted] { handle_counted(request, counted); });
}

void Dispatcher::handle_counted(Request& request, const Respond& respond) {
  Response response;
  try {
    if (const auto* const later = std::get_if<AsyncHandler>(&request.route->handler))
      return (*later)(context_, request, respond);
    response = std::get<Handler>(request.route->handler)(context_, request);
  } catch (...) {
    response = response_to_exception(request);
  }
  respond(std::move(response));
}

}  // namespace retally::http
