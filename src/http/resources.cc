// /api/projects, /api/tasks, /api/jobs: what retally knows of.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/handlers.h"
#include "http/json.h"
#include "http/paging.h"
#include "http/query.h"
#include "http/resource_ref.h"
#include "ingest/ingest.h"
#include "retally/error.h"
#include "retally/schedule.h"

namespace retally::http {

namespace {

constexpr std::size_t kMaxSearchBytes = 200;

Json to_json(const Resource& resource) {
  Json json{{"id", resource.id.id}, {"name", resource.name}};
  if (resource.id.kind == ResourceKind::job) {
    json["type"] = resource.type;
    json["task_id"] = json_id(resource.parent);
    json["project_id"] = json_id(resource.project);
  } else if (resource.id.kind == ResourceKind::task) {
    json["project_id"] = json_id(resource.parent);
  }
  json["deleted"] = resource.deleted;
  json["version"] = resource.version;
  json["report"] = {{"created", json_time(resource.report_created)},
                    {"fresh", resource.report_version == resource.version}};
  return json;
}

// The filter by what the resources are in, of tasks and jobs.
std::int64_t parent_in(const Query& query, ResourceKind kind) {
  const std::string_view name = kind == ResourceKind::job ? "task_id" : "project_id";
  const std::optional<std::string_view> text = kind == ResourceKind::project ? std::nullopt : query.get(name);
  if (!text) return ResourceQuery::kAnyParent;
  return *text == "none" ? 0 : parse_id(name, *text);
}

ResourceQuery resource_query(const Query& query, ResourceKind kind) {
  const std::string_view search = query.get("search").value_or("");
  if (search.size() > kMaxSearchBytes) {
    throw Error(ErrorKind::invalid_input,
                "search: longer than " + std::to_string(kMaxSearchBytes) + " bytes");
  }
  return {.kind = kind,
          .search = std::string(search),
          .parent = parent_in(query, kind),
          .after = query.number("after", 0, INT64_MAX, 0),
          .limit = static_cast<std::size_t>(query.number("page_size", 1, kMaxPage, kDefaultPage))};
}

}  // namespace

template <ResourceKind kKind>
Response list_resources(Context& context, const Request& request) {
  ResourceQuery query = resource_query(Query(request.query), kKind);
  const std::size_t page_size = query.limit;
  ++query.limit;  // one more tells whether there is a next page
  std::vector<Resource> found = context.services.store.read()->resources(query);
  const bool more = found.size() > page_size;
  if (more) found.resize(page_size);

  Json results = Json::array();
  for (const Resource& resource : found) results.push_back(to_json(resource));
  return json_response(
      200, {{"results", std::move(results)}, {"next", more ? Json(found.back().id.id) : Json(nullptr)}});
}

// A deleted one is shown too: it says so, and can be restored.
template <ResourceKind kKind>
Response get_resource(Context& context, const Request& request) {
  const ResourceId id{kKind, parse_id(name_of(kKind), request.params[0])};
  const std::unique_ptr<Reader> reader = context.services.store.read();
  const std::optional<Resource> resource = reader->resource(id);
  if (!resource) return error_response(404, target_of(id) + " was never seen");
  Json json = to_json(*resource);
  const ResourceId root = reader->root(id).value_or(id);
  const std::optional<TimePoint> due = context.services.schedule.due(target_of(root));
  json["report"]["due"] = json_time(due.value_or(TimePoint{}));
  return json_response(200, json);
}

template <ResourceKind kKind>
Response restore_resource(Context& context, const Request& request) {
  const ResourceId id{kKind, parse_id(name_of(kKind), request.params[0])};
  const std::vector<ResourceId> roots = context.services.store.restore(id, context.services.clock.now());
  context.services.ingest.touch(roots);
  return json_response(200, {{"restored", target_of(id)}, {"touched", json_targets(roots)}});
}

template Response list_resources<ResourceKind::project>(Context&, const Request&);
template Response list_resources<ResourceKind::task>(Context&, const Request&);
template Response list_resources<ResourceKind::job>(Context&, const Request&);
template Response get_resource<ResourceKind::project>(Context&, const Request&);
template Response get_resource<ResourceKind::task>(Context&, const Request&);
template Response get_resource<ResourceKind::job>(Context&, const Request&);
template Response restore_resource<ResourceKind::project>(Context&, const Request&);
template Response restore_resource<ResourceKind::task>(Context&, const Request&);
template Response restore_resource<ResourceKind::job>(Context&, const Request&);

}  // namespace retally::http
