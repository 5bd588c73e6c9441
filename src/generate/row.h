// One event as CVAT keeps it: a row of its events table, and which keys its JSON has.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace retally::simulated {

// CVAT's JSON holds the keys that somebody passed, in the order in which they were passed; that depends on
// who wrote the event.
enum class RowForm : std::uint8_t {
  resource,            // create:R, delete:R: obj_id, obj_name
  field,               // update:R: obj_name, obj_id, obj_val
  objects,             // shapes and tracks: obj_name, count; tags: count
  working_time,        // duration, count
  working_time_draft,  // obj_name, obj_val, count
  server,              // the rest of the server's: count, if it has one
  client,              // count and obj_name, if it has them; duration
};

// Views belong to the generator that made the row, and hold as long as it does. A number that is 0 and a text
// that is empty is NULL.
struct Row {
  RowForm form = RowForm::server;
  std::string_view scope;
  std::string_view obj_name;
  std::uint64_t obj_id = 0;
  std::string obj_val;
  std::int64_t time_us = 0;  // µs since 1970: a server's clock has them, a client's does not
  std::uint32_t count = 0;
  std::uint32_t duration_ms = 0;
  std::uint64_t project_id = 0;
  std::uint64_t task_id = 0;
  std::uint64_t job_id = 0;
  std::uint64_t user_id = 0;
  std::string_view user_name;
  std::string_view user_email;
  std::uint64_t org_id = 0;
  std::string_view org_slug;
  std::string payload;

  std::string_view source() const { return form == RowForm::client ? "client" : "server"; }
};

}  // namespace retally::simulated
