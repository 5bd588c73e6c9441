#include "log_event.h"

#include <fmt/format.h>

namespace retally::support {

namespace {

std::uint64_t hash_of(const LogEvent& event) {
  return std::hash<std::string>{}(
      fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", event.time_ms, static_cast<int>(event.kind),
                  event.job, event.task, event.project, event.user, static_cast<int>(event.action),
                  static_cast<int>(event.object), event.count, event.working_ms, event.text, event.type,
                  event.name, event.user_name, event.sighting_only));
}

ResourceId lowest(const LogEvent& event) {
  if (event.job != 0) return job(event.job);
  if (event.task != 0) return task(event.task);
  return project(event.project);
}

void see(ChangeSet& set, const LogEvent& event) {
  const auto dated = [&](auto value) { return Dated<decltype(value)>{value, event.time_ms}; };
  if (event.project != 0) set.resources[project(event.project)];
  if (event.task != 0) {
    Sighting& seen = set.resources[task(event.task)];
    if (event.project != 0) seen.parent.merge(dated(event.project));
  }
  if (event.job != 0) {
    Sighting& seen = set.resources[job(event.job)];
    if (event.task != 0) seen.parent.merge(dated(event.task));
    if (!event.type.empty()) seen.type.merge(dated(event.type));
    seen.last_event_ms = std::max(seen.last_event_ms, event.time_ms);
  }
  if (!event.name.empty()) set.resources[lowest(event)].name.merge(dated(event.name));
  if (event.user != 0 && !event.user_name.empty()) set.users[event.user].merge(dated(event.user_name));
}

std::string text_of(const Tally& tally) {
  std::string text;
  for (const auto& kinds : tally.objects) text += fmt::format("{}/{}/{} ", kinds[0], kinds[1], kinds[2]);
  return text + fmt::format("events {}/{}/{} working {}", tally.events[0], tally.events[1], tally.events[2],
                            tally.working_ms);
}

std::string text_of(Day day) {
  return std::to_string(day.time_since_epoch().count());
}

std::string days_text(const std::string& prefix, const std::vector<DayTally>& days) {
  std::string text;
  for (const DayTally& day : days)
    text += fmt::format("{} day {}: {}\n", prefix, text_of(day.day), text_of(day.tally));
  return text;
}

std::string job_text(Reader& reader, std::int64_t id) {
  const JobRecord record = reader.job(id).value();
  const std::string prefix = fmt::format("job:{}", id);
  std::string text = days_text(prefix, record.days);
  for (const StateChange& change : record.states)
    text += fmt::format("{} state {} at {}\n", prefix, change.state, change.time_ms);
  text += fmt::format("{} last event {}\n", prefix, record.last_event_ms.value_or(-1));
  return text;
}

std::string resource_text(Reader& reader, const Resource& resource) {
  const std::string target = target_of(resource.id);
  std::string text = fmt::format("{} '{}' {} in {} of project {}{} root {}\n", target, resource.name,
                                 resource.type, resource.parent, resource.project,
                                 resource.deleted ? " deleted" : "", target_of(*reader.root(resource.id)));
  if (resource.id.kind == ResourceKind::job) {
    text += job_text(reader, resource.id.id);
  } else {
    text += days_text(target, reader.rollup(resource.id).value().days);
    for (const JobSummary& summary : reader.summaries(resource.id))
      text += fmt::format("{} includes job {} of task {}\n", target, summary.job, summary.task);
  }
  for (const UserDayTally& day : reader.user_days(resource.id, Day::min(), Day::max()))
    text += fmt::format("{} user {} day {}: {}\n", target, day.user, text_of(day.day), text_of(day.tally));
  return text;
}

}  // namespace

void add(ChangeSet& set, const LogEvent& event) {
  see(set, event);
  if (event.sighting_only) {
    ++set.no_interest;
    return;
  }
  Change change;
  change.identity = {event.time_ms, hash_of(event)};
  change.kind = event.kind;
  change.action = event.action;
  change.object = event.object;
  change.job = event.job;
  change.user = event.user;
  change.count = event.count;
  change.working_ms = event.working_ms;
  change.text = event.text;
  if (event.kind == ChangeKind::removed) change.resource = lowest(event);
  set.changes.push_back(change);
}

ChangeSet set_of(const std::vector<LogEvent>& events) {
  ChangeSet set;
  for (const LogEvent& event : events) add(set, event);
  return set;
}

Store::Result apply(Store& store, const std::vector<LogEvent>& events) {
  const ChangeSet set = set_of(events);
  const ChangeSet* const sets[] = {&set};
  return store.apply(sets);
}

LogEvent shapes(std::int64_t count, std::int64_t job, std::int64_t task, std::int64_t project,
                std::int64_t day, std::int64_t user) {
  return {.time_ms = day * kDayMs + 1000 + count,  // so that events of different counts are different ones
          .kind = ChangeKind::objects,
          .job = job,
          .task = task,
          .project = project,
          .user = user,
          .count = count};
}

LogEvent removed(ResourceId id, std::int64_t time_ms) {
  LogEvent event{.time_ms = time_ms, .kind = ChangeKind::removed};
  if (id.kind == ResourceKind::job) event.job = id.id;
  if (id.kind == ResourceKind::task) event.task = id.id;
  if (id.kind == ResourceKind::project) event.project = id.id;
  return event;
}

LogEvent state(std::string text, std::int64_t job, std::int64_t time_ms) {
  return {.time_ms = time_ms, .kind = ChangeKind::state, .job = job, .text = std::move(text)};
}

std::string dump(Store& store) {
  const auto reader = store.read();
  std::string text;
  for (const ResourceKind kind : {ResourceKind::job, ResourceKind::task, ResourceKind::project}) {
    for (const Resource& resource : reader->resources({.kind = kind, .limit = 10'000}))
      text += resource_text(*reader, resource);
  }
  for (std::int64_t user = 1; user <= 10; ++user) {
    const std::int64_t users[] = {user};
    for (const UserName& name : reader->user_names(users))
      text += fmt::format("user {} '{}'\n", user, name.name);
  }
  return text + fmt::format("{} events\n", reader->counts().events);
}

}  // namespace retally::support
