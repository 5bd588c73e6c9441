// One event of CVAT's log, decoded and normalised.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace retally {

// What retally takes out of an event's payload.
struct Payload {
  // payload.working_time without its fraction; 0 if it is no number from 0 to 2^64 - 1.
  std::uint64_t working_ms = 0;
  // payload.type of create:job.
  std::string_view job_type;
  // The length of the payload's own list of shapes, tracks or tags, of a counted scope.
  std::uint64_t listed_objects = 0;
};

// The 17 columns of CVAT's events table. Text that is absent, null or empty is empty; numbers that are absent
// or null have no value. All views belong to the decoder that made the event, and hold until it decodes the
// next one.
struct Event {
  std::string_view scope;
  std::string_view obj_name;
  std::optional<std::uint64_t> obj_id;
  std::string_view obj_val;
  std::string_view source;
  std::int64_t time_ms = 0;  // ms since 1970; finer digits are cut off
  std::optional<std::uint64_t> count;
  std::uint64_t duration_ms = 0;
  std::optional<std::uint64_t> project_id;
  std::optional<std::uint64_t> task_id;
  std::optional<std::uint64_t> job_id;
  std::optional<std::uint64_t> user_id;
  std::string_view user_name;
  std::string_view user_email;
  std::optional<std::uint64_t> org_id;
  std::string_view org_slug;
  Payload payload;

  // The event as it came: a JSON object, or a CSV record without its line end.
  std::string_view text;

  // A hash of all columns but the time, the same whatever form the event came in: JSON or CSV, any order of
  // keys, any spacing and escapes of the payload. (time_ms, hash) is the event's identity.
  std::uint64_t hash = 0;
};

// An event that could not be decoded.
struct BadEvent {
  std::string
      reason;  // "timestamp: '2024-13-01' is not a time: …": names the column, the value and what is expected
  std::string_view text;  // the event as it came, as far as it can be told apart from its neighbours
};

}  // namespace retally
