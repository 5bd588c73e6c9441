#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "report/annotation_speed.h"
#include "report/annotators.h"
#include "report/average_annotation_speed.h"
#include "report/text.h"

namespace retally {

namespace {

// As a JSON string; bytes that are no UTF-8 become U+FFFD, since one bad name must not cost the answer.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_bound(std::string& out, std::string_view key, Day day, Day open) {
  fmt::format_to(std::back_inserter(out), R"("{}":)", key);
  if (day == open) {
    out += "null,";
    return;
  }
  out += '"';
  append_date(out, day);
  out += "\",";
}

void append_figures(std::string& out, const AnnotatorDay& day) {
  const std::int64_t object_count = day.created - day.deleted;
  fmt::format_to(std::back_inserter(out),
                 R"("created":{},"updated":{},"deleted":{},"object_count":{},"working_time":)", day.created,
                 day.updated, day.deleted, object_count);
  append_float(out, hours_of(day.working_ms));
  out += R"(,"annotation_speed":)";
  append_float(out, speed_of(object_count, day.working_ms));
}

void append_day(std::string& out, const AnnotatorDay& day) {
  out += R"({"date":")";
  append_date(out, day.day);
  out += "\",";
  append_figures(out, day);
  out += '}';
}

void append_annotator(std::string& out, const Annotator& annotator) {
  out += R"({"user_id":)";
  out += annotator.user == 0 ? "null" : std::to_string(annotator.user);
  fmt::format_to(std::back_inserter(out), R"(,"user_name":{},)", quoted(annotator.name));
  append_figures(out, annotator.total);
  out += R"(,"days":[)";
  for (const AnnotatorDay& day : annotator.days) {
    if (out.back() != '[') out += ',';
    append_day(out, day);
  }
  out += "]}";
}

}  // namespace

std::string to_json(const AnnotatorsReport& report) {
  std::string out = fmt::format(R"({{"target":"{0}","{0}_id":{1},)", name_of(report.id.kind), report.id.id);
  append_bound(out, "start_date", report.period.from, Day::min());
  append_bound(out, "end_date", report.period.to, Day::max());
  out += R"("annotators":[)";
  for (const Annotator& annotator : report.annotators) {
    if (out.back() != '[') out += ',';
    append_annotator(out, annotator);
  }
  out += "]}";
  return out;
}

}  // namespace retally
