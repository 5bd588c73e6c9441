#include "ingest/translate.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "events/text.h"
#include "retally/error.h"

namespace retally {

namespace {

[[noreturn]] void refuse(const Event& event, std::string_view reason) {
  throw Error(ErrorKind::invalid_input, fmt::format("{}: {}", quote(event.scope), reason));
}

// 0 when there is none.
std::int64_t id_of(const Event& event, std::string_view column, std::optional<std::uint64_t> id) {
  if (!id) return 0;
  if (*id == 0 || *id > INT64_MAX) refuse(event, fmt::format("{}: {} is not an id", column, *id));
  return static_cast<std::int64_t>(*id);
}

// What an event says of one resource by name.
struct Naming {
  ResourceId resource;
  std::string_view name;  // of a project or task
  std::string_view type;  // of a job
};

// An event that has been checked: what it asks for, before any of it is added.
struct Meaning {
  std::int64_t project = 0;
  std::int64_t task = 0;
  std::int64_t job = 0;
  std::int64_t user = 0;
  std::optional<Change> change;
  std::optional<Naming> naming;
  bool lacks_count = false;
};

std::optional<Action> action_of(std::string_view word) {
  if (word == "create") return Action::create;
  if (word == "update") return Action::update;
  if (word == "delete") return Action::remove;
  return std::nullopt;
}

std::optional<ObjectKind> object_of(std::string_view word) {
  if (word == "tags") return ObjectKind::tag;
  if (word == "shapes") return ObjectKind::shape;
  if (word == "tracks") return ObjectKind::track;
  return std::nullopt;
}

std::optional<ResourceKind> resource_kind_of(std::string_view word) {
  if (word == "job") return ResourceKind::job;
  if (word == "task") return ResourceKind::task;
  if (word == "project") return ResourceKind::project;
  return std::nullopt;
}

Change change_of_kind(ChangeKind kind) {
  Change change;
  change.kind = kind;
  return change;
}

void count_objects(const Event& event, Action action, ObjectKind object, Meaning& meaning) {
  if (meaning.job == 0) return;
  const std::uint64_t count = event.count.value_or(0);
  if (count > kMaxObjectCount)
    refuse(event, fmt::format("count: {} is more than {}", count, kMaxObjectCount));
  meaning.lacks_count = !event.count;
  Change& change = meaning.change.emplace(change_of_kind(ChangeKind::objects));
  change.action = action;
  change.object = object;
  change.count = static_cast<std::int64_t>(count);
}

std::int64_t column_id(ResourceKind kind, const Meaning& meaning) {
  switch (kind) {
    case ResourceKind::job:
      return meaning.job;
    case ResourceKind::task:
      return meaning.task;
    case ResourceKind::project:
      return meaning.project;
  }
  return 0;
}

// obj_id is the resource itself where it is created or deleted. In an update it is the new value of the
// changed field.
ResourceId resource_of(const Event& event, ResourceKind kind, Action action, const Meaning& meaning) {
  std::int64_t id = action == Action::update ? 0 : id_of(event, "obj_id", event.obj_id);
  if (id == 0) id = column_id(kind, meaning);
  if (id == 0) refuse(event, fmt::format("does not say which {} it is about", name_of(kind)));
  return {kind, id};
}

// The type is bound for the store, which takes no NUL.
std::string_view job_type_of(const Event& event) {
  const std::string_view type = event.payload.job_type;
  return type.size() <= kMaxStateBytes && type.find('\0') == std::string_view::npos ? type
                                                                                    : std::string_view{};
}

void note_creation(const Event& event, ResourceKind kind, Meaning& meaning) {
  Naming& naming = meaning.naming.emplace();
  naming.resource = resource_of(event, kind, Action::create, meaning);
  if (kind == ResourceKind::job) {
    naming.type = job_type_of(event);
  } else {
    naming.name = cut_characters(event.obj_name, kMaxNameCharacters);
  }
  meaning.change = change_of_kind(ChangeKind::noted);
}

// obj_name is the name of the field that was changed, obj_val its new value.
void note_update(const Event& event, ResourceKind kind, Meaning& meaning) {
  if (kind == ResourceKind::job) {
    if (event.obj_name != "state" || meaning.job == 0) return;
    meaning.change = change_of_kind(ChangeKind::state);
    meaning.change->text = cut_bytes(event.obj_val, kMaxStateBytes);
  } else if (event.obj_name == "name") {
    Naming& naming = meaning.naming.emplace();
    naming.resource = resource_of(event, kind, Action::update, meaning);
    naming.name = cut_characters(event.obj_val, kMaxNameCharacters);
    meaning.change = change_of_kind(ChangeKind::noted);
  }
}

void note_resource(const Event& event, Action action, ResourceKind kind, Meaning& meaning) {
  switch (action) {
    case Action::create:
      note_creation(event, kind, meaning);
      break;
    case Action::update:
      note_update(event, kind, meaning);
      break;
    case Action::remove:
      meaning.change = change_of_kind(ChangeKind::removed);
      meaning.change->resource = resource_of(event, kind, action, meaning);
      break;
  }
}

void read_scope(const Event& event, Meaning& meaning) {
  const std::size_t colon = event.scope.find(':');
  if (colon == std::string_view::npos) return;
  const auto action = action_of(event.scope.substr(0, colon));
  if (!action) return;
  const std::string_view what = event.scope.substr(colon + 1);
  if (const auto object = object_of(what)) {
    count_objects(event, *action, *object, meaning);
  } else if (const auto kind = resource_kind_of(what)) {
    note_resource(event, *action, *kind, meaning);
  }
}

// Any event can bring working time with it; CVAT's first generation put it into every client event.
void read_working_time(const Event& event, Meaning& meaning) {
  const std::uint64_t working_ms = event.payload.working_ms;
  if (working_ms > kMaxWorkingMs) {
    refuse(event, fmt::format("payload.working_time: {} ms is more than {}", working_ms, kMaxWorkingMs));
  }
  if (working_ms == 0 || meaning.job == 0) return;
  if (!meaning.change) meaning.change = change_of_kind(ChangeKind::time);
  meaning.change->working_ms = static_cast<std::int64_t>(working_ms);
}

Meaning meaning_of(const Event& event) {
  Meaning meaning;
  meaning.project = id_of(event, "project_id", event.project_id);
  meaning.task = id_of(event, "task_id", event.task_id);
  meaning.job = id_of(event, "job_id", event.job_id);
  meaning.user = id_of(event, "user_id", event.user_id);
  read_scope(event, meaning);
  read_working_time(event, meaning);
  if (meaning.change) {
    meaning.change->identity = {event.time_ms, event.hash};
    meaning.change->job = meaning.job;
    meaning.change->user = meaning.user;
  }
  return meaning;
}

void add_sightings(const Event& event, const Meaning& meaning, ChangeSet& set) {
  if (meaning.job != 0) {
    Sighting& job = set.resources[{ResourceKind::job, meaning.job}];
    job.last_event_ms = std::max(job.last_event_ms, event.time_ms);
    if (meaning.task != 0) job.parent.see(meaning.task, event.time_ms);
  }
  // What is only named is known from then on, too; else it would depend on the batches whether it is.
  if (meaning.project != 0) set.resources[{ResourceKind::project, meaning.project}];
  if (meaning.task != 0) {
    Sighting& task = set.resources[{ResourceKind::task, meaning.task}];
    if (meaning.project != 0) task.parent.see(meaning.project, event.time_ms);
  }
  if (meaning.user != 0 && !event.user_name.empty()) {
    set.users[meaning.user].see(cut_characters(event.user_name, kMaxNameCharacters), event.time_ms);
  }
  if (meaning.naming) {
    Sighting& named = set.resources[meaning.naming->resource];
    if (!meaning.naming->name.empty()) named.name.see(meaning.naming->name, event.time_ms);
    if (!meaning.naming->type.empty()) named.type.see(meaning.naming->type, event.time_ms);
  }
}

}  // namespace

void translate(const Event& event, ChangeSet& set) {
  Meaning meaning = meaning_of(event);
  add_sightings(event, meaning, set);
  if (meaning.lacks_count) ++set.warnings;
  if (meaning.change) {
    set.changes.push_back(*std::move(meaning.change));
  } else {
    ++set.no_interest;
  }
}

}  // namespace retally
