// A project, a task or a job: what has a report. (An *object* is what annotators draw.)
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace retally {

enum class ResourceKind : std::uint8_t { job = 0, task = 1, project = 2 };

struct ResourceId {
  ResourceKind kind = ResourceKind::job;
  std::int64_t id = 0;  // > 0

  auto operator<=>(const ResourceId&) const = default;
};

// "job", "task", "project".
std::string_view name_of(ResourceKind kind);

// The schedule's target for a resource: "project:7".
std::string target_of(ResourceId id);

// The resource that a target names; none if it is not one.
std::optional<ResourceId> resource_of(std::string_view target);

}  // namespace retally

template <>
struct std::hash<retally::ResourceId> {
  std::size_t operator()(const retally::ResourceId& resource) const noexcept {
    return std::hash<std::uint64_t>{}((static_cast<std::uint64_t>(resource.id) << 2) |
                                      static_cast<std::uint64_t>(resource.kind));
  }
};
