#include "report/report.h"
#include "report/text.h"

namespace retally {

std::string to_csv(const Report& report) {
  std::string out = "date,metric,series,value\r\n";
  for (const Statistic& statistic : report.statistics) {
    for (const DataSeries& series : statistic.series) {
      for (const DataPoint& point : series.points) {
        append_date(out, point.day);
        out.append(",").append(statistic.name).append(",").append(series.key).append(",");
        append_float(out, point.value);
        out += "\r\n";
      }
    }
  }
  return out;
}

}  // namespace retally
