#include "events/columns.h"

namespace retally {

namespace {

constexpr std::array<std::string_view, kColumns> kNames = {
    "scope",     "obj_name",   "obj_id",     "obj_val",  "source",  "timestamp",
    "count",     "duration",   "project_id", "task_id",  "job_id",  "user_id",
    "user_name", "user_email", "org_id",     "org_slug", "payload",
};

// A name is looked up for every member of every event. So each has a place of its own in a table, found by
// its size and two characters; the numbers were found by trying.
constexpr std::size_t kPlaces = 32;
constexpr std::size_t kShortest = 5;

constexpr std::size_t place_of(std::string_view name) {
  return (name.size() + static_cast<unsigned char>(name[2]) + 24U * static_cast<unsigned char>(name[3])) %
         kPlaces;
}

constexpr std::array<std::uint8_t, kPlaces> make_places() {
  std::array<std::uint8_t, kPlaces> places{};
  for (std::size_t i = 0; i < kColumns; ++i) places[place_of(kNames[i])] = static_cast<std::uint8_t>(i);
  return places;
}

constexpr std::array<std::uint8_t, kPlaces> kColumnAt = make_places();

constexpr bool no_two_share_a_place() {
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (kNames[i].size() < kShortest || kColumnAt[place_of(kNames[i])] != i) return false;
  }
  return true;
}
static_assert(no_two_share_a_place());

}  // namespace

std::string_view name_of(Column column) {
  return kNames[static_cast<std::size_t>(column)];
}

std::optional<Column> column_named(std::string_view name) {
  if (name.size() < kShortest) return std::nullopt;
  const std::uint8_t at = kColumnAt[place_of(name)];
  if (kNames[at] != name) return std::nullopt;
  return static_cast<Column>(at);
}

}  // namespace retally
