#include "cli/destination.h"

#include <fmt/format.h>

#include <algorithm>

namespace retally {

Taken StoreDestination::apply(const LogBatch& batch) {
  const ChangeSet* const set = &batch.changes;
  const Store::Result result = store_->apply({&set, 1});
  return {result.applied.front().fresh, result.applied.front().known, 0};
}

Taken ServerDestination::apply(const LogBatch& batch) {
  if (batch.json.empty()) return {};
  const std::string body = post(batch.json);
  const Json answer = Json::parse(body, nullptr, false);
  try {
    return {answer.at("new"), answer.at("known"), answer.at("rejected")};
  } catch (const Json::exception&) {
    throw Error(ErrorKind::unavailable,
                fmt::format("{} took the events but did not say how many: is that a retally server?",
                            client_.server()));
  }
}

std::string ServerDestination::post(const std::string& body) {
  Millis delay = kFirstDelay;
  for (int attempt = 1;; ++attempt) {
    try {
      return client_.post_ok("/api/events", body);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::unavailable || attempt == kAttempts) throw;
    }
    sleep_(delay);
    delay = std::min(delay * 2, kLongestDelay);
  }
}

}  // namespace retally
