#include "cli/signals.h"

#include <pthread.h>

#include <ctime>

namespace retally {

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void StopSignals::wait() {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0) {
  }
  stop_catching();
}

bool StopSignals::wait_for(Millis timeout) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(timeout);
  const std::chrono::nanoseconds rest = timeout - seconds;
  const timespec limit{static_cast<std::time_t>(seconds.count()), static_cast<long>(rest.count())};
  if (sigtimedwait(&signals_, nullptr, &limit) < 0) return false;
  stop_catching();
  return true;
}

void StopSignals::stop_catching() {
  // A shell that starts us in the background has them ignored: "at once" holds there, too.
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace retally
