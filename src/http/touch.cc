// /api/touch: somebody knows that something has changed, or wants its report renewed in the usual way.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/handlers.h"
#include "http/json.h"
#include "http/resource_ref.h"
#include "retally/error.h"
#include "retally/schedule.h"

namespace retally::http {

namespace {

constexpr std::size_t kMaxTargets = 10'000;
// Unknown targets that an error lists, so that it can be read.
constexpr std::size_t kMaxListed = 20;

std::vector<ResourceId> targets_in(const JsonInput& body) {
  const auto list = body.find("targets");
  if (list == body.end() || !list->is_array() || list->empty() || list->size() > kMaxTargets) {
    throw Error(ErrorKind::invalid_input, "targets: expected a list of 1 to " + std::to_string(kMaxTargets) +
                                              " such as [\"project:7\"]");
  }
  std::vector<ResourceId> targets;
  targets.reserve(list->size());
  for (const JsonInput& item : *list)
    targets.push_back(parse_target(item.is_string() ? item.get<std::string>() : item.dump()));
  return targets;
}

// The target that is scheduled for each: its project, or its task where that is in none.
std::vector<std::string> roots_of(Store& store, const std::vector<ResourceId>& targets) {
  const std::unique_ptr<Reader> reader = store.read();
  std::vector<std::string> roots;
  std::string unknown;
  std::size_t unknown_count = 0;
  for (const ResourceId target : targets) {
    if (const std::optional<ResourceId> root = reader->root(target)) {
      roots.push_back(target_of(*root));
    } else if (++unknown_count <= kMaxListed) {
      unknown += (unknown.empty() ? "" : ", ") + target_of(target);
    }
  }
  if (unknown_count > kMaxListed) unknown += " and " + std::to_string(unknown_count - kMaxListed) + " more";
  if (unknown_count > 0)
    throw Error(ErrorKind::not_found, "touch: never seen, so none was touched: " + unknown);
  return roots;
}

std::string_view name_of(TouchResult result) {
  switch (result) {
    case TouchResult::scheduled:
      return "scheduled";
    case TouchResult::merged:
      return "merged";
    case TouchResult::postponed:
      break;
  }
  return "postponed";
}

}  // namespace

Response post_touch(Context& context, const Request& request) {
  const std::vector<ResourceId> targets = targets_in(parse_object(request.body));
  const std::vector<std::string> roots = roots_of(context.services.store, targets);
  const std::vector<Touched> touched = context.services.schedule.touch(roots);

  Json results = Json::array();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    results.push_back({{"target", target_of(targets[i])},
                       {"scheduled_as", roots[i]},
                       {"result", name_of(touched[i].result)},
                       {"due", to_text(touched[i].due)}});
  }
  return json_response(200, {{"results", std::move(results)}});
}

}  // namespace retally::http
