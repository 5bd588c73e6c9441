// What CVAT's own API says about a job, handed on by whoever can ask it: facts and annotations.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/timestamp.h"
#include "http/handlers.h"
#include "http/json.h"
#include "http/resource_ref.h"
#include "ingest/ingest.h"
#include "report/annotations.h"
#include "retally/error.h"
#include "store/store.h"

namespace retally::http {

namespace {

[[noreturn]] void refuse(std::string_view key, std::string_view expected) {
  throw Error(ErrorKind::invalid_input, std::string(key) + ": expected " + std::string(expected));
}

// null is taken as "not given": CVAT writes it where it has nothing to say. (But see project_in.)
const JsonInput* find(const JsonInput& object, std::string_view key) {
  const auto value = object.find(key);
  return value == object.end() || value->is_null() ? nullptr : &*value;
}

std::optional<std::int64_t> id_in(const JsonInput& object, std::string_view key) {
  const JsonInput* const value = find(object, key);
  if (value == nullptr) return std::nullopt;
  return parse_id(key, value->dump());
}

// Of a task that belongs to no project CVAT says null; then it is 0.
std::optional<std::int64_t> project_in(const JsonInput& object) {
  constexpr std::string_view kKey = "project_id";
  if (!object.contains(kKey)) return std::nullopt;
  return id_in(object, kKey).value_or(0);
}

std::optional<std::string> type_in(const JsonInput& object) {
  const JsonInput* const value = find(object, "type");
  if (value == nullptr) return std::nullopt;
  if (*value != "annotation" && *value != "ground_truth" && *value != "consensus_replica")
    refuse("type", "annotation, ground_truth or consensus_replica");
  return value->get<std::string>();
}

std::optional<TimePoint> time_in(const JsonInput& object, std::string_view key) {
  const JsonInput* const value = find(object, key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> ms =
      value->is_string() ? parse_timestamp(value->get_ref<const std::string&>()) : std::nullopt;
  if (!ms) refuse(key, "a time such as \"2024-06-10T09:00:00.000Z\"");
  return TimePoint{Millis{*ms}};
}

JobFacts facts_in(const JsonInput& object, std::int64_t job) {
  if (id_in(object, "id").value_or(job) != job) refuse("id", "the job of the address, or no id");
  return {.job = job,
          .task = id_in(object, "task_id"),
          .project = project_in(object),
          .type = type_in(object),
          .updated = time_in(object, "updated_date")};
}

}  // namespace

Response put_job(Context& context, const Request& request) {
  const JobFacts facts = facts_in(parse_object(request.body), parse_id("job", request.params[0]));
  const std::vector<ResourceId> roots = context.services.store.put_job_facts(facts);
  context.services.ingest.touch(roots);
  return json_response(200, {{"job_id", facts.job}, {"touched", json_targets(roots)}});
}

Response put_annotations(Context& context, const Request& request) {
  const std::int64_t job = parse_id("job", request.params[0]);
  AnnotationCount count = count_annotations(request.body);
  count.received = context.services.clock.now();
  const std::vector<ResourceId> roots = context.services.store.put_annotations(job, count);
  context.services.ingest.touch(roots);
  return json_response(200, {{"job_id", job},
                             {"tags", count.tags},
                             {"shapes", count.shapes},
                             {"track_frames", count.track_frames},
                             {"total", count.total()},
                             {"touched", json_targets(roots)}});
}

}  // namespace retally::http
