// An update that somebody waits for.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/http_client.h"
#include "retally/clock.h"
#include "store/resource.h"

namespace retally {

// How the waiting looks at the server, and at the time.
struct RequestLooks {
  // Polls the request: 201, 202, 400 or 404. Throws Error for every other answer.
  std::function<HttpAnswer()> poll;
  // Whether the report has been renewed since it was asked for.
  std::function<bool()> renewed;
  std::function<void(Millis)> sleep;
  Clock& clock;
};

// Waits for the end of the request. Returns why the update failed; none if the report is renewed. A server
// that is busy or away is asked again for kRequestPatience, then Error(unavailable) is thrown.
std::optional<std::string> wait_for_report(const RequestLooks& looks);

inline constexpr Millis kRequestPatience{30'000};

// Asks a server for the report of a resource now.
class ReportRequest {
 public:
  // Throws Error(not_found) for a resource that was never seen. `client` must outlive it.
  ReportRequest(HttpClient& client, ResourceId id, const std::string& user);

  // Of the request. It is the same for all who ask for the report at a time.
  const std::string& id() const { return rq_id_; }

  // As wait_for_report().
  std::optional<std::string> wait();

 private:
  std::string created();

  HttpClient& client_;
  const ResourceId id_;
  const std::string created_before_;  // when the report was; empty if it was not, or may not be read
  std::string rq_id_;
};

}  // namespace retally
