#include "cli/report_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace retally {
namespace {

// An update takes milliseconds: so the first looks come quickly, the later ones are for what waits in a
// queue.
constexpr Millis kFirstLook{20};
constexpr Millis kLongestLook{1000};

constexpr auto kReports = "/api/analytics/reports";

struct Ended {
  std::optional<std::string> failure;
};

// None while the request waits or runs. All who ask for the same report share one request, and the first who
// is told of its end is the only one. So where it is not known any more the report tells how it ended.
std::optional<Ended> look(const RequestLooks& looks) {
  const HttpAnswer answer = looks.poll();
  if (answer.status == 202) return std::nullopt;
  if (answer.status == 201) return Ended{};
  if (answer.status != 404) return Ended{detail_of(answer)};
  if (looks.renewed()) return Ended{};
  return Ended{
      "the update has ended, and the report was not renewed; see `retally schedule list --state history`"};
}

}  // namespace

std::optional<std::string> wait_for_report(const RequestLooks& looks) {
  std::optional<TimePoint> away_since;
  for (Millis pause = kFirstLook;; pause = std::min(pause * 2, kLongestLook)) {
    try {
      if (const std::optional<Ended> ended = look(looks)) return ended->failure;
      away_since.reset();
    } catch (const Error& error) {
      if (!away_since) away_since = looks.clock.now();
      const bool for_long = looks.clock.now() - *away_since >= kRequestPatience;
      if (error.kind() != ErrorKind::unavailable || for_long) throw;
    }
    looks.sleep(pause);
  }
}

ReportRequest::ReportRequest(HttpClient& client, ResourceId id, const std::string& user)
    : client_(client), id_(id), created_before_(created()) {
  const Json answer = client_.post_json("/api/schedule/" + target_of(id) + "/run", {{"user", user}});
  rq_id_ = answer.at("rq_id");
}

std::optional<std::string> ReportRequest::wait() {
  SystemClock clock;
  const auto poll = [this] {
    HttpAnswer answer = client_.post(kReports + query({{"rq_id", rq_id_}}), "{}");
    if (answer.status != 400 && answer.status != 404) client_.expect_ok(answer, kReports);
    return answer;
  };
  return wait_for_report({poll, [this] { return created() != created_before_; },
                          [](Millis pause) { std::this_thread::sleep_for(pause); }, clock});
}

std::string ReportRequest::created() {
  const std::string path = fmt::format("/api/{}s/{}", name_of(id_.kind), id_.id);
  const HttpAnswer answer = client_.get(path);
  // To ask for an update takes no leave to read: who has none is told of it when it is needed.
  if (rq_id_.empty() && (answer.status == 401 || answer.status == 403)) return "";
  const Json created = Json::parse(client_.expect_ok(answer, path)).at("report").at("created");
  return created.is_string() ? created.get<std::string>() : "";
}

}  // namespace retally
