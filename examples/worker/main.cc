// Runs what is due on a queue on Redis: worker redis://127.0.0.1:6379. Start as many as you like, anywhere;
// what they run, examples/touch.py touches.
#include <cstdio>
#include <stop_token>

#include <retally/error.h>
#include <retally/redis_schedule.h>

int main(int argc, char** argv) try {
  using namespace std::chrono_literals;
  retally::SystemClock clock;
  const auto schedule =
      retally::make_redis_schedule(retally::redis_options(argc > 1 ? argv[1] : "redis://127.0.0.1"),
                                   {.policy = {.quiet = 2s, .max_wait = 10s}}, clock);
  const std::stop_source stop;
  while (schedule->wait(stop.get_token())) {
    for (const retally::Run& run : schedule->claim(1, 30s)) {
      std::printf("%s after %d changes\n", run.target.c_str(), static_cast<int>(run.touches));
      std::fflush(stdout);
      schedule->finish(run, retally::Outcome::success());
    }
  }
} catch (const retally::Error& error) {
  std::fprintf(stderr, "worker: %s\n", error.what());
  return 1;
}
