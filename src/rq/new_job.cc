#include "rq/new_job.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "rq/serializer.h"

namespace retally::rq {
namespace {

// As CVAT has it for what somebody waits for.
constexpr std::chrono::seconds kRequestKept{120};
// RQ's own for results; a failure is looked into on the next day at most.
constexpr std::chrono::seconds kResultKept{500};
constexpr std::chrono::seconds kFailureKept = std::chrono::hours(24);

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

std::string id_of(const Run& run) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id = run.kind == RunKind::request ? kRequestId : kUpdateId;
  for (const char c : run.target) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ':') {
      id += '-';
    } else if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) {
      id += c;
    } else {
      id += {'_', kDigits[byte / 16], kDigits[byte % 16]};
    }
  }
  return id + '-' + std::to_string(run.due.time_since_epoch().count());
}

Fields arguments_of(const std::string& target) {
  const std::size_t colon = target.find(':');
  const std::string kind = target.substr(0, colon);
  if (colon != std::string::npos && (kind == "project" || kind == "task" || kind == "job")) {
    if (const auto id = whole_number(std::string_view(target).substr(colon + 1)))
      return {{"cvat_" + kind + "_id", *id}};
  }
  return {{"target", target}};
}

// As RQ describes a call. A target is printed as Python would, for it has no quotes or backslashes that
// matter to a reader.
std::string description_of(const std::string& function, const Fields& arguments) {
  const auto& [name, value] = arguments.front();
  const auto* const number = std::get_if<std::int64_t>(&value);
  return function + "(" + name + "=" +
         (number ? std::to_string(*number) : "'" + std::get<std::string>(value) + "'") + ")";
}

Fields meta_of(const Run& run) {
  if (run.kind != RunKind::request) {
    return {{"target", run.target},
            {"attempt", std::int64_t{run.attempt}},
            {"touches", static_cast<std::int64_t>(run.touches)}};
  }
  Fields meta = {{"user_id", run.user}, {"job_type", "custom_analytics_check"}};
  // A number stays one: CVAT's ids of users are.
  if (const auto user = whole_number(run.user)) meta.front().second = *user;
  return meta;
}

}  // namespace

NewJob job_of(const Run& run, const DeliveryOptions& options) {
  const Fields arguments = arguments_of(run.target);
  const bool request = run.kind == RunKind::request;
  const auto seconds = [](auto time) {
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count());
  };
  return {run.target,
          id_of(run),
          {"status",
           "queued",  //
           "origin",
           options.queue,  //
           "data",
           write_call(options.function, arguments, options.serializer),  //
           "description",
           description_of(options.function, arguments),  //
           "meta",
           write_dict(meta_of(run), options.serializer),  //
           "timeout",
           seconds(options.timeout),  //
           "result_ttl",
           seconds(request ? kRequestKept : kResultKept),  //
           "failure_ttl",
           seconds(request ? kRequestKept : kFailureKept),  //
           "success_callback_name",
           "",
           "failure_callback_name",
           "",  //
           "started_at",
           "",
           "ended_at",
           "",
           "last_heartbeat",
           "",
           "worker_name",
           ""}};
}

}  // namespace retally::rq
