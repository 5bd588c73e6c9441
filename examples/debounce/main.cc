// Debounces its own work: a thousand changes of two documents, and each document is indexed once.
#include <cstdio>
#include <latch>
#include <thread>

#include <retally/memory_schedule.h>

int main() {
  using namespace std::chrono_literals;
  retally::SystemClock clock;
  // Index a document when it has been left alone for 100 ms, and at the latest a second after its first
  // change.
  const auto schedule = retally::make_memory_schedule({.policy = {.quiet = 100ms, .max_wait = 1s}}, clock);

  for (int change = 0; change < 1000; ++change) {
    schedule->touch(change % 2 == 0 ? "document:1" : "document:2");
  }

  std::latch indexed(2);
  std::jthread worker([&](const std::stop_token& stop) {
    while (schedule->wait(stop)) {
      for (const retally::Run& run : schedule->claim(1, 30s)) {
        std::printf("index %s once for %d changes\n", run.target.c_str(), static_cast<int>(run.touches));
        schedule->finish(run, retally::Outcome::success());
        indexed.count_down();
      }
    }
  });
  indexed.wait();
}
