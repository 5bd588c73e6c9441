#include "cli/csv_json.h"

#include <algorithm>
#include <array>

#include "cli/http_client.h"

namespace retally {
namespace {

constexpr std::array<std::string_view, 8> kNumbers{"obj_id",  "count",  "duration", "project_id",
                                                   "task_id", "job_id", "user_id",  "org_id"};

// Whether a field can stand in JSON as the number that it is: digits, and no leading zero.
bool is_number(std::string_view column, std::string_view field) {
  return std::find(kNumbers.begin(), kNumbers.end(), column) != kNumbers.end() &&
         std::all_of(field.begin(), field.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         (field.size() == 1 || field.front() != '0');
}

std::string as_json(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

CsvToJson::CsvToJson(std::string_view header) {
  record_.parse(header, true);
  columns_.assign(record_.fields().begin(), record_.fields().end());
}

void CsvToJson::append(std::string_view record, std::string& json) {
  record_.parse(record, true);
  const std::vector<std::string_view>& fields = record_.fields();
  json += '{';
  bool first = true;
  for (std::size_t i = 0; i < std::min(fields.size(), columns_.size()); ++i) {
    if (fields[i].empty()) continue;
    if (!first) json += ',';
    first = false;
    json += as_json(columns_[i]);
    json += ':';
    json += is_number(columns_[i], fields[i]) ? std::string(fields[i]) : as_json(fields[i]);
  }
  json += '}';
}

}  // namespace retally
