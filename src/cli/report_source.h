// Where a report comes from: a store, in which it is renewed first, or a running server.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/day.h"
#include "cli/place.h"
#include "report/report.h"
#include "worker/updater.h"

namespace retally {

// The days that a person asked for, both inclusive.
struct AskedPeriod {
  std::optional<Day> from;
  std::optional<Day> to;

  Period period() const { return {from.value_or(Day::min()), to.value_or(Day::max())}; }
};

// What stands above a report.
struct ReportHead {
  std::string name;  // empty: not known
  std::string note;  // what the reader should know of its age; empty: nothing
};

// All throw Error(not_found) for a resource that was never seen, or was deleted.
class ReportSource {
 public:
  virtual ~ReportSource() = default;

  // The answer of GET /api/analytics/reports for the period; without one, of all days.
  virtual std::string report_json(ResourceId id, const AskedPeriod& period) = 0;
  // The answer of GET /api/analytics/annotators.
  virtual std::string annotators_json(ResourceId id, const AskedPeriod& period) = 0;
  virtual std::string annotators_csv(ResourceId id, const AskedPeriod& period) = 0;
  virtual ReportHead head(ResourceId id) = 0;
};

std::unique_ptr<ReportSource> open_report_source(const Place& place, const std::string& token);

// The report that such an answer holds. Throws Error(unavailable) when it is none: then whoever answered is
// no retally server.
Report parse_report(ResourceId id, const std::string& json);

}  // namespace retally
