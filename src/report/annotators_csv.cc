#include <fmt/format.h>

#include <iterator>

#include "report/annotation_speed.h"
#include "report/annotators.h"
#include "report/average_annotation_speed.h"
#include "report/csv_text.h"
#include "report/text.h"

namespace retally {

namespace {

void append_line(std::string& out, const Annotator& annotator, const AnnotatorDay& day) {
  append_date(out, day.day);
  out += ',';
  if (annotator.user != 0) append_integer(out, annotator.user);
  out += ',';
  append_csv_text(out, annotator.name);
  const std::int64_t object_count = day.created - day.deleted;
  fmt::format_to(std::back_inserter(out), ",{},{},{},{},", day.created, day.updated, day.deleted,
                 object_count);
  append_float(out, hours_of(day.working_ms));
  out += ',';
  append_float(out, speed_of(object_count, day.working_ms));
  out += "\r\n";
}

}  // namespace

std::string to_csv(const AnnotatorsReport& report) {
  std::string out =
      "date,user_id,user_name,created,updated,deleted,object_count,working_time_hours,annotation_speed\r\n";
  for (const Annotator& annotator : report.annotators)
    for (const AnnotatorDay& day : annotator.days) append_line(out, annotator, day);
  return out;
}

}  // namespace retally
