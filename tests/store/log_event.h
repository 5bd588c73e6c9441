// Events as the store's tests tell them: each is put into a change set as ingest does it.
#pragma once

#include <string>
#include <vector>

#include "store/store.h"

namespace retally::support {

inline constexpr std::int64_t kDayMs = 86'400'000;

// All that one event says. Equal ones are the same event.
struct LogEvent {
  std::int64_t time_ms = 0;
  ChangeKind kind = ChangeKind::noted;
  bool sighting_only = false;  // of no interest but for what it says in passing
  std::int64_t job = 0;
  std::int64_t task = 0;
  std::int64_t project = 0;
  std::int64_t user = 0;
  Action action = Action::create;
  ObjectKind object = ObjectKind::shape;
  std::int64_t count = 0;
  std::int64_t working_ms = 0;
  std::string text{};       // a state
  std::string type{};       // of the job
  std::string name{};       // of the lowest of project, task (a job has none)
  std::string user_name{};  // of the user
};

void add(ChangeSet& set, const LogEvent& event);
ChangeSet set_of(const std::vector<LogEvent>& events);
Store::Result apply(Store& store, const std::vector<LogEvent>& events);

inline ResourceId job(std::int64_t id) {
  return {ResourceKind::job, id};
}
inline ResourceId task(std::int64_t id) {
  return {ResourceKind::task, id};
}
inline ResourceId project(std::int64_t id) {
  return {ResourceKind::project, id};
}

// `count` shapes made in a job of a task of a project, on a day from 0.
LogEvent shapes(std::int64_t count, std::int64_t job, std::int64_t task, std::int64_t project,
                std::int64_t day = 0, std::int64_t user = 1);
LogEvent removed(ResourceId id, std::int64_t time_ms);
LogEvent state(std::string text, std::int64_t job, std::int64_t time_ms);

// Everything that a store answers about what it knows, but for versions: one line a fact.
std::string dump(Store& store);

}  // namespace retally::support
