// What every process of the torture is told, and how it comes to its schedule.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "retally/schedule.h"

namespace retally::torture {

struct Setup {
  std::string url;                // of the schedule
  std::filesystem::path truth;    // see truth.h
  std::filesystem::path journal;  // its own; see journal.h
  std::uint64_t seed = 0;         // of all its chance
  std::size_t targets = 0;
  Policy policy{};
  Millis lease{};  // the longest that it asks for
};

// From words such as `--seed 7`. Throws where one is missing or is no number.
Setup read_setup(int count, char** words);

// Waits until the server is there.
std::unique_ptr<Schedule> join_schedule(const Setup& setup, Clock& clock);

std::string name_of(std::size_t target);
std::size_t number_of(const std::string& target);

// By this machine's clock, in ms. The server's, too, for it is on the same machine.
std::int64_t here();
inline std::int64_t ms(TimePoint time) {
  return time.time_since_epoch().count();
}

// Right after the server went away, there is no point in asking again at once.
void rest_after_error();

}  // namespace retally::torture
