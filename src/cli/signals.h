// SIGTERM and SIGINT as something that can be waited for; and SIGHUP, where it is to end nothing.
#pragma once

#include <csignal>
#include <functional>

#include "retally/clock.h"

namespace retally {

// Make one before any other thread begins: threads take the signal mask of the one that starts them. While it
// lives the two signals interrupt nothing, and a peer that hangs up raises no SIGPIPE.
class StopSignals {
 public:
  StopSignals();

  // Has wait() take SIGHUP, too. Like the constructor before any other thread begins.
  void take_hangups();

  // Blocks until one of the two has come. From then on another ends the program at once, as it would have
  // without us: who asks twice does not want to wait for the rest.
  // Meanwhile each SIGHUP that is taken calls `on_hangup`, which must throw nothing.
  void wait(const std::function<void()>& on_hangup = [] {});

  // The same, but not longer than `timeout`, and without hangups. Returns whether one has come.
  bool wait_for(Millis timeout);

 private:
  void stop_catching();

  sigset_t signals_{};
};

}  // namespace retally
