// The figures of a report, per annotator.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/report.h"

namespace retally {

struct AnnotatorDay {
  Day day;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t deleted = 0;
  std::int64_t working_ms = 0;
};

struct Annotator {
  std::int64_t user = 0;  // 0: the events named nobody
  std::string name;
  std::vector<AnnotatorDay> days;  // ascending
  AnnotatorDay total;              // its day is of no meaning

  // (created - deleted) / working hours; 0 without working time.
  double speed() const;
};

struct AnnotatorsReport {
  ResourceId id;
  Period period;
  std::vector<Annotator> annotators;  // most working time first, then by user
};

// `days` by user, then day, as Reader::user_days gives them.
AnnotatorsReport make_annotators(ResourceId id, const Period& period, std::span<const UserDayTally> days,
                                 std::span<const UserName> names);
// The same, of what `reader` knows of a resource.
AnnotatorsReport make_annotators(Reader& reader, ResourceId id, const Period& period);

std::string to_json(const AnnotatorsReport& report);
// One line an annotator and day; RFC 4180, and text that a spreadsheet would run as a formula is quoted with
// a leading '.
std::string to_csv(const AnnotatorsReport& report);

}  // namespace retally
