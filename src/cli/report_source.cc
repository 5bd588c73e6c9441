#include "cli/report_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/json_time.h"
#include "cli/shown_url.h"
#include "report/annotators.h"
#include "report/text.h"
#include "retally/error.h"
#include "store/store_url.h"

namespace retally {
namespace {

std::string plain_name(ResourceId id) {
  return fmt::format("{} {}", name_of(id.kind), id.id);
}

class StoreReports final : public ReportSource {
 public:
  explicit StoreReports(const std::string& url)
      : url_(url), store_(open_store(url)), updater_(*store_, clock_) {}

  std::string report_json(ResourceId id, const AskedPeriod& period) override {
    renew(id, false);
    std::optional<Report> report = stored(id);
    if (!report) {
      renew(id, true);
      report = stored(id);
    }
    if (!report)
      throw Error(ErrorKind::unavailable, fmt::format("report: that of {} is gone", plain_name(id)));
    keep_period(*report, period.period());
    return to_json(*report);
  }

  std::string annotators_json(ResourceId id, const AskedPeriod& period) override {
    return to_json(annotators(id, period.period()));
  }
  std::string annotators_csv(ResourceId id, const AskedPeriod& period) override {
    return to_csv(annotators(id, period.period()));
  }

  ReportHead head(ResourceId id) override { return {known(*store_->read(), id).name, ""}; }

 private:
  // With `again` also if nothing has changed.
  void renew(ResourceId id, bool again) {
    if (updater_.renew(id, again, [] { return true; }).result == Renewal::missing)
      known(*store_->read(), id);  // says what it is
  }

  // None if there is none that can be read.
  std::optional<Report> stored(ResourceId id) {
    const std::optional<StoredReport> found = store_->read()->report(id);
    return found ? read_stored(*found) : std::nullopt;
  }

  Resource known(Reader& reader, ResourceId id) const {
    std::optional<Resource> resource = reader.resource(id);
    if (!resource)
      throw Error(ErrorKind::not_found,
                  fmt::format("report: {} was never seen in {}; import a log that names it", plain_name(id),
                              shown_url(url_)));
    if (resource->deleted)
      throw Error(ErrorKind::not_found, fmt::format("report: {} is deleted", plain_name(id)));
    return *std::move(resource);
  }

  AnnotatorsReport annotators(ResourceId id, const Period& period) {
    const std::unique_ptr<Reader> reader = store_->read();
    known(*reader, id);
    return make_annotators(*reader, id, period);
  }

  const std::string url_;
  SystemClock clock_;
  std::unique_ptr<Store> store_;
  Updater updater_;
};

class ServerReports final : public ReportSource {
 public:
  explicit ServerReports(HttpClient client) : client_(std::move(client)) {}

  // A report without dates would be that of the last 30 days: so both are always given.
  std::string report_json(ResourceId id, const AskedPeriod& asked) override {
    const std::string path = query({{key(id), std::to_string(id.id)},
                                    {"start_date", asked.from ? format_day(*asked.from) : "1970-01-01"},
                                    {"end_date", asked.to ? format_day(*asked.to) : "2299-12-31"}});
    return client_.get_ok("/api/analytics/reports" + path);
  }

  std::string annotators_json(ResourceId id, const AskedPeriod& period) override {
    return annotators(id, period, "json");
  }
  std::string annotators_csv(ResourceId id, const AskedPeriod& period) override {
    return annotators(id, period, "csv");
  }

  ReportHead head(ResourceId id) override {
    const Json resource = client_.get_json(fmt::format("/api/{}s/{}", name_of(id.kind), id.id));
    const Json report = resource.value("report", Json::object());
    ReportHead head{resource.value("name", ""), ""};
    if (const auto due = report.find("due"); due != report.end() && due->is_string())
      head.note = fmt::format("Renewed {}, with what has changed since.", relative_time_of(*due));
    return head;
  }

 private:
  static std::string key(ResourceId id) { return std::string(name_of(id.kind)) + "_id"; }

  std::string annotators(ResourceId id, const AskedPeriod& asked, const std::string& format) {
    return client_.get_ok("/api/analytics/annotators" +
                          query({{key(id), std::to_string(id.id)},
                                 {"start_date", asked.from ? format_day(*asked.from) : ""},
                                 {"end_date", asked.to ? format_day(*asked.to) : ""},
                                 {"format", format}}));
  }

  HttpClient client_;
};

// Nobody wants a new store for a report: its path is mistyped, or nothing has been imported yet.
void expect_store(const std::string& url) {
  const std::optional<std::string_view> path = sqlite_path(url);
  if (!path || *path == ":memory:" || std::filesystem::exists(*path)) return;
  throw Error(
      ErrorKind::not_found,
      fmt::format("report: there is no store {}; import a log into it, or say --store or --server", url));
}

DataSeries parse_series(const std::string& key, const Json& points) {
  DataSeries series{key, {}};
  for (const Json& point : points)
    series.points.push_back(
        {parse_day(point.at("date").get<std::string>()), point.at("value").get<double>()});
  return series;
}

}  // namespace

std::unique_ptr<ReportSource> open_report_source(const Place& place, const std::string& token) {
  if (place.kind == Place::Kind::store) {
    expect_store(place.url);
    return std::make_unique<StoreReports>(place.url);
  }
  return std::make_unique<ServerReports>(HttpClient(place.url, token));
}

Report parse_report(ResourceId id, const std::string& json) {
  try {
    const Json answer = Json::parse(json);
    Report report{id, json_time(answer.at("created_date")), {}};
    for (const Json& statistic : answer.at("statistics")) {
      Statistic& parsed = report.statistics.emplace_back();
      parsed.name = statistic.at("name").get<std::string>();
      for (const auto& [key, points] : statistic.at("data_series").items())
        parsed.series.push_back(parse_series(key, points));
    }
    return report;
  } catch (const std::exception& error) {
    throw Error(ErrorKind::unavailable, fmt::format("report: the answer is no report: {}", error.what()));
  }
}

}  // namespace retally
