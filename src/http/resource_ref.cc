#include "http/resource_ref.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "retally/error.h"

namespace retally::http {

namespace {

constexpr std::int64_t kMaxId = std::numeric_limits<std::int64_t>::max();

struct IdKey {
  std::string_view name;
  ResourceKind kind;
};
constexpr std::array<IdKey, 3> kIdKeys{
    {{"job_id", ResourceKind::job}, {"task_id", ResourceKind::task}, {"project_id", ResourceKind::project}}};

// `id_of` gives the id under a key; none if it is not there.
template <class IdOf>
ResourceId the_only(IdOf id_of) {
  std::optional<ResourceId> found;
  for (const auto& [name, kind] : kIdKeys) {
    const std::optional<std::int64_t> id = id_of(name);
    if (!id) continue;
    if (found) {
      throw Error(ErrorKind::invalid_input, "Only one of job_id, task_id or project_id must be specified");
    }
    found = ResourceId{kind, *id};
  }
  if (!found) throw Error(ErrorKind::invalid_input, "No any job, task or project specified");
  return *found;
}

}  // namespace

ResourceId resource_in(const Query& query) {
  return the_only([&](std::string_view name) -> std::optional<std::int64_t> {
    const std::optional<std::string_view> text = query.get(name);
    if (!text) return std::nullopt;
    return parse_id(name, *text);
  });
}

ResourceId resource_in(const JsonInput& object) {
  return the_only([&](std::string_view name) -> std::optional<std::int64_t> {
    const auto value = object.find(name);
    if (value == object.end() || value->is_null()) return std::nullopt;
    return parse_id(name, value->is_string() ? value->get<std::string>() : value->dump());
  });
}

std::int64_t parse_id(std::string_view what, std::string_view text) {
  return parse_number(what, text, 1, kMaxId);
}

ResourceId parse_target(std::string_view text) {
  const std::optional<ResourceId> id = resource_of(text);
  if (!id) {
    throw Error(ErrorKind::invalid_input,
                "target '" + std::string(text.substr(0, 100)) + "': expected project:N, task:N or job:N");
  }
  return *id;
}

Resource known_resource(Reader& reader, ResourceId id) {
  std::optional<Resource> resource = reader.resource(id);
  if (!resource || resource->deleted) {
    throw Error(ErrorKind::not_found,
                "The specified resource does not exist. Please check the provided identifiers: " +
                    target_of(id) + (resource ? " is deleted" : " was never seen"));
  }
  return *std::move(resource);
}

}  // namespace retally::http
