#include "http/access.h"

#include <string_view>
#include <utility>

#include "http/address.h"
#include "http/ascii.h"
#include "http/json.h"
#include "retally/error.h"

namespace retally::http {

namespace {

// "localhost:8460" -> "localhost", "[::1]:8460" -> "[::1]".
std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

bool names_loopback(std::string_view host) {
  if (same_name(host, "localhost")) return true;
  try {
    return Address::parse(host).loopback();
  } catch (const Error&) {
    return false;
  }
}

bool changes_nothing(Method method) {
  return method == Method::get || method == Method::head;
}

bool same_origin(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (starts_with_name(origin, scheme) && same_name(origin.substr(scheme.size()), host)) return true;
  }
  return false;
}

}  // namespace

Access Access::by_token(std::shared_ptr<const TokenBook> tokens) {
  Access access(Kind::token);
  access.tokens_ = std::move(tokens);
  return access;
}

Access Access::on_loopback(std::string listen_host) {
  Access access(Kind::loopback);
  access.listen_host_ = std::move(listen_host);
  return access;
}

Access Access::for_events() {
  return Access(Kind::events);
}

std::optional<Response> Access::refuse(Request& request, Scope scope) const {
  switch (kind_) {
    case Kind::token:
      return refuse_token(request, scope);
    case Kind::loopback:
      return refuse_page(request);
    case Kind::events:
      break;
  }
  if (request.headers.has("origin"))
    return error_response(403, "this listener takes no requests from browsers");
  return std::nullopt;
}

std::optional<Response> Access::refuse_token(Request& request, Scope scope) const {
  if (scope == Scope::open) return std::nullopt;
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.headers.get("authorization");
  request.holder =
      starts_with_name(given, kScheme) ? tokens_->find(given.substr(kScheme.size())) : std::nullopt;
  if (!request.holder) {
    Response response = error_response(401, "a known token is needed: send 'Authorization: Bearer TOKEN'");
    response.headers.add("WWW-Authenticate", "Bearer");
    return response;
  }
  if (request.holder->scopes.has(scope)) return std::nullopt;
  return error_response(403, "the token has not the scope '" + std::string(name_of(scope)) + "'");
}

std::optional<Response> Access::refuse_page(const Request& request) const {
  const std::string_view host = request.headers.get("host");
  const std::string_view name = without_port(host);
  if (request.headers.has("host") && !names_loopback(name) && !same_name(name, listen_host_)) {
    return error_response(403,
                          "Host: without tokens only names of this machine are answered, such as localhost");
  }
  if (!changes_nothing(request.method) && request.headers.has("origin") &&
      !same_origin(request.headers.get("origin"), host)) {
    return error_response(403, "Origin: a page from elsewhere may change nothing here");
  }
  return std::nullopt;
}

}  // namespace retally::http
