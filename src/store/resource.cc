#include "store/resource.h"

#include <array>
#include <charconv>

namespace retally {

namespace {
constexpr std::array<std::string_view, 3> kNames = {"job", "task", "project"};
}  // namespace

std::string_view name_of(ResourceKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::string target_of(ResourceId id) {
  return std::string(name_of(id.kind)) + ":" + std::to_string(id.id);
}

std::optional<ResourceId> resource_of(std::string_view target) {
  const auto colon = target.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view name = target.substr(0, colon);
  const std::string_view digits = target.substr(colon + 1);
  if (digits.empty() || digits.front() < '1' || digits.front() > '9') return std::nullopt;
  ResourceId resource;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), resource.id);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) {
      resource.kind = static_cast<ResourceKind>(i);
      return resource;
    }
  }
  return std::nullopt;
}

}  // namespace retally
