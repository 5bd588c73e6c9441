// GET /api/session: what a page needs to know about its reader and its server before it shows anything.

#include "http/handlers.h"
#include "http/json.h"

namespace retally::http {

Response get_session(Context& context, const Request& request) {
  const std::optional<Holder>& holder = request.holder;
  Json scopes = Json::array();
  for (const Scope scope : kGivenScopes) {
    if (!holder || holder->scopes.has(scope)) scopes.push_back(name_of(scope));
  }
  const Policy& policy = context.services.policy;
  return json_response(200, {{"token_needed", holder.has_value()},
                             {"name", holder ? Json(holder->name) : Json(nullptr)},
                             {"scopes", scopes},
                             {"version", RETALLY_VERSION},
                             {"quiet_ms", policy.quiet.count()},
                             {"max_wait_ms", policy.max_wait.count()}});
}

}  // namespace retally::http
