// SIGTERM and SIGINT as something that can be waited for.
#pragma once

#include <csignal>

#include "retally/clock.h"

namespace retally {

// Make one before any other thread begins: threads take the signal mask of the one that starts them. While it
// lives the two signals interrupt nothing, and a peer that hangs up raises no SIGPIPE.
class StopSignals {
 public:
  StopSignals();

  // Blocks until one of the two has come. From then on another ends the program at once, as it would have
  // without us: who asks twice does not want to wait for the rest.
  void wait();

  // The same, but not longer than `timeout`. Returns whether one has come.
  bool wait_for(Millis timeout);

 private:
  void stop_catching();

  sigset_t signals_{};
};

}  // namespace retally
