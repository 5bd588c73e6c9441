#include "generate/request.h"

#include <algorithm>
#include <utility>

#include "generate/text.h"

namespace retally::simulated {
namespace {

struct ObjectScopes {
  std::string_view action;
  std::string_view shapes;
  std::string_view tracks;
  std::string_view tags;
};

constexpr ObjectScopes kObjectScopes[] = {
    {"create", "create:shapes", "create:tracks", "create:tags"},
    {"update", "update:shapes", "update:tracks", "update:tags"},
    {"delete", "delete:shapes", "delete:tracks", "delete:tags"},
};

const ObjectScopes& object_scopes(std::string_view action) {
  return *std::find_if(std::begin(kObjectScopes), std::end(kObjectScopes),
                       [action](const ObjectScopes& scopes) { return scopes.action == action; });
}

}  // namespace

Place place_of(const Project& project) {
  return {project.id, 0, 0};
}

Place place_of(const Task& task) {
  return {task.project == nullptr ? 0 : task.project->id, task.id, 0};
}

Place place_of(const Job& job) {
  Place place = place_of(*job.task);
  place.job_id = job.id;
  return place;
}

Row make_row(RowForm form, std::string_view scope, const Person& user, const Place& place) {
  Row row;
  row.form = form;
  row.scope = scope;
  row.project_id = place.project_id;
  row.task_id = place.task_id;
  row.job_id = place.job_id;
  row.user_id = user.id;
  row.user_name = user.name;
  row.user_email = user.email;
  row.org_id = user.organisation->id;
  row.org_slug = user.organisation->slug;
  return row;
}

RequestLog::RequestLog(World& world, const Person& user, std::int64_t time_us)
    : world_(world), user_(user), time_us_(time_us) {
  request_member_ = R"("request":{"id":")";
  const std::uint64_t high = world.random().bits();
  const std::uint64_t low = world.random().bits();
  append_uuid(request_member_, high, low);
  request_member_ += "\"}";
}

Row RequestLog::row(RowForm form, std::string_view scope, const Place& place) {
  Row row = make_row(form, scope, user_, place);
  row.time_us = time_us_;
  time_us_ += static_cast<std::int64_t>(world_.random().between(40, 2'500));
  return row;
}

void RequestLog::add(Row row, std::string_view body) {
  row.payload.reserve(body.size() + request_member_.size() + 3);
  row.payload = "{";
  row.payload += body;
  if (!body.empty()) row.payload += ',';
  row.payload += request_member_;
  row.payload += '}';
  request_.rows.push_back(std::move(row));
}

void RequestLog::created(std::string_view scope, std::uint64_t id, std::string_view name, const Place& place,
                         std::string_view body) {
  Row created = row(RowForm::resource, scope, place);
  created.obj_id = id;
  created.obj_name = name;
  add(std::move(created), body);
}

void RequestLog::deleted(std::string_view scope, std::uint64_t id, std::string_view name,
                         const Place& place) {
  created(scope, id, name, place, "");
}

void RequestLog::updated(std::string_view scope, std::string_view field, std::string_view value,
                         std::uint64_t value_id, std::string_view old_value, const Place& place) {
  Row updated = row(RowForm::field, scope, place);
  updated.obj_name = field;
  updated.obj_val = value;
  updated.obj_id = value_id;
  add(std::move(updated), std::string("\"old_value\":").append(old_value));
}

void RequestLog::other(std::string_view scope, std::uint32_t count, const Place& place,
                       std::string_view body) {
  Row other = row(RowForm::server, scope, place);
  other.count = count;
  add(std::move(other), body);
}

void RequestLog::objects(std::string_view action, const ObjectCounts& counts, const Place& place) {
  const ObjectScopes& scopes = object_scopes(action);
  for (std::size_t i = 0; i < kShapeTypes.size(); ++i) {
    add_objects(scopes.shapes, "shapes", kShapeTypes[i], counts.shapes[i], place);
    add_objects(scopes.tracks, "tracks", kShapeTypes[i], counts.tracks[i], place);
  }
  add_objects(scopes.tags, "tags", "", counts.tags, place);
}

void RequestLog::add_objects(std::string_view scope, std::string_view kind, std::string_view type,
                             std::uint32_t count, const Place& place) {
  if (count == 0) return;
  Row objects = row(RowForm::objects, scope, place);
  objects.obj_name = type;
  objects.count = count;
  const bool tracks = kind == "tracks";
  const std::uint64_t ids = tracks ? 2 * count : count;
  std::uint64_t id = scope.starts_with("create") ? world_.new_object_ids(ids) : world_.old_object_ids(ids);
  body_ = "\"";
  body_ += kind;
  body_ += "\":[";
  for (std::uint32_t i = 0; i < count; ++i) {
    body_ += i == 0 ? "{\"id\":" : ",{\"id\":";
    append_number(body_, id++);
    if (tracks) {
      body_ += ",\"shapes\":[{\"id\":";
      append_number(body_, id++);
      body_ += "}]";
    }
    body_ += '}';
  }
  body_ += ']';
  add(std::move(objects), body_);
}

Request RequestLog::take() {
  request_.time_us = time_us_;
  return std::move(request_);
}

}  // namespace retally::simulated
