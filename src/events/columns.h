// The 17 columns of CVAT's events table, and a row of them as text: what an event is in every form before it
// is checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retally {

enum class Column : std::uint8_t {
  scope,
  obj_name,
  obj_id,
  obj_val,
  source,
  timestamp,
  count,
  duration,
  project_id,
  task_id,
  job_id,
  user_id,
  user_name,
  user_email,
  org_id,
  org_slug,
  payload,
};

inline constexpr std::size_t kColumns = 17;

std::string_view name_of(Column column);
std::optional<Column> column_named(std::string_view name);

// The texts of the columns: valid UTF-8 without NUL; absent, null and empty are all empty. A number is as it
// was written.
class ColumnTexts {
 public:
  std::string_view& operator[](Column column) { return texts_[static_cast<std::size_t>(column)]; }
  std::string_view operator[](Column column) const { return texts_[static_cast<std::size_t>(column)]; }

 private:
  std::array<std::string_view, kColumns> texts_{};
};

}  // namespace retally
