// Random events for the tests of decoding, and every form that an event can be written in.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "events/columns.h"

namespace retally {

// Throws for the tests: the same seed gives the same throws.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // From 0 to sides - 1.
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>(0, sides - 1)(engine_);
  }
  bool coin() { return roll(2) == 0; }
  template <class T>
  void shuffle(std::vector<T>& items) {
    std::shuffle(items.begin(), items.end(), engine_);
  }

 private:
  std::mt19937_64 engine_;
};

// A JSON value, as far as payloads need it.
struct JsonValue {
  enum class Kind { constant, number, string, array, object } kind = Kind::constant;
  std::string text;              // of a constant, number or string
  std::string name;              // of an object's member
  std::vector<JsonValue> items;  // of an array or object
};

// The values of the columns: numbers and the time as their plain texts, and the payload on its own.
struct RandomEvent {
  std::array<std::string, kColumns> texts;
  std::int64_t time_ms = 0;
  bool has_payload = false;
  JsonValue payload;
};

RandomEvent random_event(Dice& dice);

// The event with one column, never the timestamp, changed to something else.
RandomEvent changed(const RandomEvent& event, Column column, Dice& dice);

// Each written in one of its many forms.
std::string as_json(const RandomEvent& event, Dice& dice);
std::string as_csv(const RandomEvent& event, const std::vector<Column>& columns, Dice& dice);

// A CSV header for these columns, and the records that belong to it.
std::string csv_header(const std::vector<Column>& columns);

}  // namespace retally
