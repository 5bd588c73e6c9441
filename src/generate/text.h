// Text of the log's formats: appended to a string that the caller keeps, so that a row costs no allocation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace retally::simulated {

// Python's json.dumps writes \uXXXX for what is not ASCII (a pair of them beyond the 16th bit); JavaScript
// and CVAT's own compact JSON leave it as it is.
enum class Escapes : std::uint8_t { ascii, utf8 };

// The text as a JSON string with its quotes. It must be UTF-8.
void append_json_string(std::string& out, std::string_view text, Escapes escapes);

void append_number(std::string& out, std::uint64_t number);

// Python's str(float) of seconds: "1718010090.12", "1718010090.0".
void append_seconds(std::string& out, std::int64_t time_us);

// Python's str(datetime) of what the events table keeps, which is milliseconds:
// "2024-06-10 08:00:00.120000+00:00", and without a fraction on a whole second.
void append_datetime(std::string& out, std::int64_t time_us);

// 0000abcd-… : a version 4 UUID of 122 of these bits.
void append_uuid(std::string& out, std::uint64_t high, std::uint64_t low);

}  // namespace retally::simulated
