// Hears which keys have changed, from the server itself: so nobody has to ask it again and again.
//
// RQ and rq-scheduler publish nothing. But a server of Redis 6 and later tells its clients which keys have
// changed, so that they can keep copies (CLIENT TRACKING with BCAST), and costs nobody else anything. That
// it tells the very connection which asked is not in its manual, and works since version 6: a redirection to
// oneself. The other way, its keyspace notifications, needs a setting of the server that is off by default.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "redis/listener.h"
#include "rq/server.h"

namespace retally::rq {

class KeyWatcher {
 public:
  // The keys that have changed; none: some may have, it is not known which.
  using Changed = std::function<void(const std::vector<std::string>& keys)>;

  // Calls `changed` from a thread of its own for each change of a key with one of these prefixes, of which
  // none may begin with another; and with no keys when it begins to hear, at first and after each
  // interruption. Both must outlive it.
  KeyWatcher(Server& server, std::vector<std::string> prefixes, Changed changed);

  // Whether changes are heard now. False: the server is away, too old, or does not allow it.
  bool hears() const { return hears_; }

 private:
  void hear(redis::Connection& connection, const std::stop_token& stop);
  void subscribe(redis::Connection& connection);

  Server& server_;
  const std::vector<std::string> prefixes_;
  const Changed changed_;
  std::atomic<bool> hears_ = false;
  redis::Listener listener_;
};

}  // namespace retally::rq
