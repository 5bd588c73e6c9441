// /api/schedule: what waits, runs, has failed and has been done.

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "http/handlers.h"
#include "http/json.h"
#include "http/paging.h"
#include "http/query.h"
#include "http/resource_ref.h"
#include "retally/error.h"
#include "retally/schedule.h"

namespace retally::http {

namespace {

struct StateName {
  std::string_view name;
  ListState state;
};
constexpr std::array<StateName, 4> kStates{{{"pending", ListState::pending},
                                            {"running", ListState::running},
                                            {"failed", ListState::failed},
                                            {"history", ListState::history}}};

StateName state_in(const Query& query) {
  const std::string_view wanted = query.get("state").value_or("pending");
  for (const StateName& known : kStates) {
    if (known.name == wanted) return known;
  }
  throw Error(ErrorKind::invalid_input, "state: expected pending, running, failed or history");
}

Json to_json(const ListEntry& entry) {
  Json json{{"target", entry.target}, {"kind", entry.kind == RunKind::request ? "request" : "update"}};
  json["user"] = entry.user.empty() ? Json(nullptr) : Json(entry.user);
  json["first_touch"] = json_time(entry.first_touch);
  json["due"] = json_time(entry.due);
  json["started"] = json_time(entry.started);
  json["lease_until"] = json_time(entry.lease_until);
  json["ended"] = json_time(entry.ended);
  json["attempt"] = entry.attempt;
  json["touches"] = entry.touches;
  json["error"] = entry.error.empty() ? Json(nullptr) : Json(entry.error);
  return json;
}

// Says what time it is as well: a reader's clock need not be right for a countdown to be.
Json stats_now(Context& context) {
  const Stats stats = context.services.schedule.stats();
  return {{"now", json_time(context.services.clock.now())},
          {"counts",
           {{"pending", stats.pending},
            {"running", stats.running},
            {"failed", stats.failed},
            {"requests", stats.requests}}},
          {"oldest_pending", json_time(stats.oldest_pending.value_or(TimePoint{}))},
          {"next_due", json_time(stats.next_due.value_or(TimePoint{}))},
          {"totals",
           {{"touches", stats.touches},
            {"merges", stats.merges},
            {"runs", stats.runs},
            {"failures", stats.failures},
            {"orphans", stats.orphans}}}};
}

// Who asks: `user` of the query or of the body; nobody says so, nobody is noted.
std::string user_in(const Request& request) {
  std::string user(Query(request.query).get("user").value_or(""));
  if (user.empty() && !request.body.empty()) {
    const JsonInput given = parse_object(request.body).value("user", JsonInput());
    if (!given.is_string() && !given.is_null())
      throw Error(ErrorKind::invalid_input, "user: expected a text, or null for nobody");
    if (given.is_string()) user = given.get<std::string>();
  }
  if (user.size() > kMaxUserBytes) {
    throw Error(ErrorKind::invalid_input, "user: longer than " + std::to_string(kMaxUserBytes) + " bytes");
  }
  return user;
}

}  // namespace

Response get_schedule(Context& context, const Request& request) {
  const Query query(request.query);
  const StateName state = state_in(query);
  const auto page = static_cast<std::size_t>(query.number("page", 1, kMaxPageNumber, 1));
  const auto page_size = static_cast<std::size_t>(query.number("page_size", 1, kMaxPage, kDefaultPage));
  const Listing listing = context.services.schedule.list(state.state, (page - 1) * page_size, page_size);

  Json json = stats_now(context);
  json["state"] = state.name;
  json["total"] = listing.total;
  json["page"] = page;
  json["page_size"] = page_size;
  Json& results = json["results"] = Json::array();
  for (const ListEntry& entry : listing.entries) results.push_back(to_json(entry));
  return json_response(200, json);
}

Response get_schedule_stats(Context& context, const Request& /*request*/) {
  return json_response(200, stats_now(context));
}

Response run_target(Context& context, const Request& request) {
  const ResourceId id = parse_target(request.params[0]);
  const std::string user = user_in(request);
  known_resource(*context.services.store.read(), id);
  const std::string target = target_of(id);
  return json_response(202, {{"target", target}, {"rq_id", context.services.schedule.request(target, user)}});
}

Response cancel_target(Context& context, const Request& request) {
  const std::string target = target_of(parse_target(request.params[0]));
  if (!context.services.schedule.cancel(target))
    throw Error(ErrorKind::not_found, "cancel " + target + ": it is neither pending nor failed");
  return json_response(200, {{"target", target}, {"cancelled", true}});
}

Response retry_target(Context& context, const Request& request) {
  const std::string target = target_of(parse_target(request.params[0]));
  if (!context.services.schedule.retry(target))
    throw Error(ErrorKind::not_found, "retry " + target + ": it has not failed");
  return json_response(200, {{"target", target}, {"retried", true}});
}

}  // namespace retally::http
