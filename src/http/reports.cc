// /api/analytics: reports and the figures per annotator.

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "http/accepts.h"
#include "http/handlers.h"
#include "http/json.h"
#include "http/period.h"
#include "http/query.h"
#include "http/resource_ref.h"
#include "report/annotators.h"
#include "report/report.h"
#include "retally/schedule.h"

namespace retally::http {

namespace {

using std::chrono::seconds;

constexpr seconds kSoon{1};
// What is stale and waits nowhere is scheduled again by the reconciliation, whose beat is a minute unless
// somebody has set another: at once where its update was cancelled, after ten minutes where it has failed.
constexpr seconds kReconciled{60};

bool is_asked_for(Schedule& schedule, ResourceId id) {
  const std::optional<retally::Request> request = schedule.find_request(request_id(target_of(id)));
  return request && (request->state == RequestState::queued || request->state == RequestState::started);
}

// Says when the first report will be there, by the clock and in seconds from now.
void add_due(Response& response, Context& context, Reader& reader, ResourceId id) {
  Schedule& schedule = context.services.schedule;
  const std::string root = target_of(reader.root(id).value_or(id));
  const std::optional<TimePoint> due = schedule.due(root);
  if (due) response.headers.add("X-Retally-Due", to_text(*due));
  seconds wait = due ? std::chrono::ceil<seconds>(*due - context.services.clock.now()) : kReconciled;
  if (is_asked_for(schedule, id) || schedule.states(std::span(&root, 1)).front().running) wait = kSoon;
  response.headers.add("Retry-After", std::to_string(std::max(kSoon, wait).count()));
}

Response no_report_yet(Context& context, Reader& reader, ResourceId id, TimePoint now) {
  Response response = text_response(200, "application/json", to_json(empty_report(id, now)));
  add_due(response, context, reader, id);
  return response;
}

// None if the stored one can't be read.
ReportCache::Text render(Reader& reader, ResourceId id, const Period& period) {
  const std::optional<StoredReport> stored = reader.report(id);
  if (!stored) throw Error(ErrorKind::unavailable, "report of " + target_of(id) + ": can't be read");
  std::optional<Report> report = read_stored(*stored);
  if (!report) return nullptr;
  keep_period(*report, period);
  return std::make_shared<const std::string>(to_json(*report));
}

// The state of a request, in CVAT's statuses. Being told of the end ends it.
Response poll(Context& context, std::string_view rq_id) {
  Schedule& schedule = context.services.schedule;
  const std::optional<retally::Request> found = schedule.find_request(rq_id);
  if (!found) return error_response(404, "Unknown request id");
  switch (found->state) {
    case RequestState::queued:
    case RequestState::started:
      return {.status = 202};
    case RequestState::finished:
      schedule.forget_request(rq_id);
      return json_response(201, {{"rq_id", rq_id}});
    case RequestState::failed:
      break;
  }
  schedule.forget_request(rq_id);
  return error_response(400, found->error);
}

bool wants_csv(const Query& query, const Request& request) {
  const std::optional<std::string_view> format = query.get("format");
  if (format && *format != "csv" && *format != "json")
    throw Error(ErrorKind::invalid_input, "format: expected json or csv");
  if (format) return *format == "csv";
  const std::string_view accept = request.headers.get("accept");
  return weight_of(accept, "text/csv") > weight_of(accept, "application/json");
}

}  // namespace

Response get_report(Context& context, const Request& request) {
  const Query query(request.query);
  const TimePoint now = context.services.clock.now();
  const ResourceId id = resource_in(query);
  const Period period = period_of(query, now, last_30_days(now));

  const std::unique_ptr<Reader> reader = context.services.store.read();
  const Resource resource = known_resource(*reader, id);
  if (resource.report_version == 0) return no_report_yet(context, *reader, id, now);
  const ReportCache::Key key{id, resource.report_version, resource.report_created, period.from, period.to};
  ReportCache::Text text = context.reports.find(key);
  if (!text) {
    text = render(*reader, id, period);
    if (!text) {
      // It is not stale, so that only a request for it renews it.
      context.services.schedule.request(target_of(id), "");
      return no_report_yet(context, *reader, id, now);
    }
    context.reports.add(key, text);
  }
  return {.body = std::move(text)};
}

Response post_report(Context& context, const Request& request) {
  const Query query(request.query);
  if (const std::optional<std::string_view> rq_id = query.get("rq_id")) return poll(context, *rq_id);
  const JsonInput body = parse_object(request.body);
  const ResourceId id = resource_in(body);
  known_resource(*context.services.store.read(), id);
  return json_response(202, {{"rq_id", context.services.schedule.request(target_of(id), "")}});
}

Response get_annotators(Context& context, const Request& request) {
  const Query query(request.query);
  const ResourceId id = resource_in(query);
  const bool csv = wants_csv(query, request);
  const Period period = period_of(query, context.services.clock.now(), Period{});

  const std::unique_ptr<Reader> reader = context.services.store.read();
  known_resource(*reader, id);
  const AnnotatorsReport report = make_annotators(*reader, id, period);
  return csv ? text_response(200, "text/csv; charset=utf-8", to_csv(report))
             : text_response(200, "application/json", to_json(report));
}

}  // namespace retally::http
