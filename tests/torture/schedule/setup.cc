#include "tests/torture/schedule/setup.h"

#include <map>
#include <thread>

#include "retally/error.h"
#include "retally/redis_schedule.h"

namespace retally::torture {
namespace {

// Three attempts, so that some targets fail for good and are asked for again.
ScheduleOptions to_options(const Policy& policy) {
  return {.policy = policy,
          .retry = {.max_attempts = 3, .first_delay = Millis(50), .max_delay = Millis(200)}};
}

}  // namespace

Setup read_setup(int count, char** words) {
  std::map<std::string, std::string> options;
  for (int i = 0; i + 1 < count; i += 2) {
    options[words[i]] = words[i + 1];
  }
  const auto text = [&](const char* name) {
    if (!options.contains(name)) {
      throw Error(ErrorKind::invalid_input, std::string("schedule_actor: say ") + name);
    }
    return options[name];
  };
  const auto time = [&](const char* name) { return Millis(std::stoll(text(name))); };
  return {.url = text("--schedule"),
          .truth = text("--truth"),
          .journal = text("--journal"),
          .seed = std::stoull(text("--seed")),
          .targets = std::stoull(text("--targets")),
          .policy = {time("--quiet"), time("--max-wait")},
          .lease = time("--lease")};
}

std::unique_ptr<Schedule> join_schedule(const Setup& setup, Clock& clock) {
  for (;;) {
    try {
      return make_redis_schedule(redis_options(setup.url), to_options(setup.policy), clock);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::unavailable) {
        throw;
      }
      rest_after_error();
    }
  }
}

std::string name_of(std::size_t target) {
  return "project:" + std::to_string(target);
}

std::size_t number_of(const std::string& target) {
  return std::stoull(target.substr(target.find(':') + 1));
}

std::int64_t here() {
  return ms(SystemClock().now());
}

void rest_after_error() {
  std::this_thread::sleep_for(Millis(50));
}

}  // namespace retally::torture
