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

void StopSignals::take_hangups() {
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignals::wait(const std::function<void()>& on_hangup) {
  for (int signal = 0; signal != SIGTERM && signal != SIGINT;) {
    if (sigwait(&signals_, &signal) == 0 && signal == SIGHUP) on_hangup();
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
  if (sigismember(&signals_, SIGHUP) == 1) std::signal(SIGHUP, SIG_IGN);  // there is nothing to read again
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace retally
