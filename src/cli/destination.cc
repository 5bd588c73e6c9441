#include "cli/destination.h"

#include <fmt/format.h>

#include <algorithm>

namespace retally {

Taken StoreDestination::apply(const LogBatch& batch) {
  const ChangeSet* const set = &batch.changes;
  const Store::Result result = store_->apply({&set, 1});
  return {result.applied.front().fresh, result.applied.front().known, batch.changes.no_interest, {}};
}

Taken ServerDestination::apply(const LogBatch& batch) {
  if (batch.json.empty()) return {};
  const std::string body = post(batch.json);
  const Json answer = Json::parse(body, nullptr, false);
  try {
    return parse(answer);
  } catch (const Json::exception&) {
    throw Error(ErrorKind::unavailable,
                fmt::format("{} took the events but did not say how many: is that a retally server?",
                            client_.server()));
  }
}

Taken ServerDestination::parse(const Json& answer) {
  Taken taken{answer.at("new"), answer.at("known"), answer.at("no_interest"), {}};
  for (const Json& reject : answer.at("rejects"))
    taken.rejected.push_back({reject.at("line"), reject.at("reason")});
  if (answer.at("rejected") != taken.rejected.size())
    throw Error(ErrorKind::unavailable,
                "the server does not tell of all that it rejects; is it one of this version?");
  return taken;
}

std::string ServerDestination::post(const std::string& body) {
  const std::string path = "/api/events" + query({{"rejects", std::to_string(kMostEvents)}});
  std::string why;
  Millis delay = kFirstDelay;
  for (int attempt = 1;; ++attempt) {
    try {
      return client_.post_ok(path, body);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::unavailable || attempt == kAttempts) throw;
      why = error.what();
    }
    sleep_(delay, why);
    delay = std::min(delay * 2, kLongestDelay);
  }
}

}  // namespace retally
