#include "feed/observed_schedule.h"

#include <exception>
#include <utility>

namespace retally {

// What was done was done: that it could not be told must not look to the caller as if it had failed.
template <class Write>
void ObservedSchedule::tell(Write write) noexcept {
  if (!feed_.wanted()) return;
  Events events;
  try {
    write(events);
    if (!events.empty()) feed_.publish(events);
  } catch (const std::exception&) {
    const FeedEvent reload;
    feed_.publish({&reload, 1});
  }
}

// It may be claimed by now; then that is told, and this need not be.
void ObservedSchedule::write_pending(std::string_view target, Events& events) {
  if (const std::optional<TimePoint> due = schedule_.due(target))
    events.push_back(
        {.kind = FeedKind::pending, .target = std::string(target), .at = clock_.now(), .due = *due});
}

std::vector<Touched> ObservedSchedule::touch(std::span<const Touch> touches) {
  std::vector<Touched> touched = schedule_.touch(touches);
  tell([&](Events& events) {
    for (std::size_t i = 0; i < touches.size(); ++i) {
      if (touched[i].result != TouchResult::scheduled) continue;
      events.push_back({.kind = FeedKind::pending,
                        .target = std::string(touches[i].target),
                        .at = touched[i].at,
                        .due = touched[i].due});
    }
  });
  return touched;
}

std::vector<Run> ObservedSchedule::claim(std::size_t max, Millis lease) {
  std::vector<Run> runs = schedule_.claim(max, lease);
  tell([&](Events& events) {
    for (const Run& run : runs) {
      events.push_back({.kind = FeedKind::running,
                        .target = run.target,
                        .at = run.started,
                        .due = run.due,
                        .run = run.kind,
                        .user = run.user,
                        .attempt = run.attempt,
                        .touches = run.touches});
    }
  });
  return runs;
}

std::vector<bool> ObservedSchedule::finish(std::span<const Ending> endings) {
  std::vector<bool> ended = schedule_.finish(endings);
  tell([&](Events& events) {
    for (std::size_t i = 0; i < endings.size(); ++i) {
      if (!ended[i]) continue;
      const Ending& ending = endings[i];
      events.push_back({.kind = ending.error ? FeedKind::failed : FeedKind::renewed,
                        .target = std::string(ending.target),
                        .at = clock_.now(),
                        .error = ending.error.value_or("")});
      if (ending.error) write_pending(ending.target, events);
    }
  });
  return ended;
}

std::string ObservedSchedule::request(std::string_view target, std::string_view user) {
  std::string id = schedule_.request(target, user);
  tell([&](Events& events) {
    events.push_back({.kind = FeedKind::requested,
                      .target = std::string(target),
                      .at = clock_.now(),
                      .user = std::string(user)});
  });
  return id;
}

bool ObservedSchedule::cancel(std::string_view target) {
  const bool found = schedule_.cancel(target);
  if (found) {
    tell([&](Events& events) {
      events.push_back({.kind = FeedKind::cancelled, .target = std::string(target), .at = clock_.now()});
    });
  }
  return found;
}

bool ObservedSchedule::retry(std::string_view target) {
  const bool found = schedule_.retry(target);
  if (found) tell([&](Events& events) { write_pending(target, events); });
  return found;
}

}  // namespace retally
