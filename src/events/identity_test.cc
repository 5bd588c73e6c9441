#include "events/identity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events/events_testing.h"
#include "events/random_event.h"

namespace retally {
namespace {

std::vector<Column> any_order(Dice& dice) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < kColumns; ++i) columns.push_back(static_cast<Column>(i));
  dice.shuffle(columns);
  return columns;
}

// All forms of one event, as one log of each kind.
std::vector<std::string> logs_of(const RandomEvent& event, Dice& dice) {
  const auto columns = any_order(dice);
  const std::string end = dice.coin() ? "\r\n" : "\n";
  return {
      as_json(event, dice) + end + as_json(event, dice),
      "[" + as_json(event, dice) + " ," + as_json(event, dice) + "]",
      "[" + end + as_json(event, dice) + "," + end + as_json(event, dice) + end + "]" + end,
      csv_header(columns) + end + as_csv(event, columns, dice) + end + as_csv(event, columns, dice),
  };
}

RC_GTEST_PROP(Identity, IsTheSameInEveryForm, (std::uint64_t seed)) {
  Dice dice(seed);
  const RandomEvent event = random_event(dice);
  std::optional<std::uint64_t> hash;
  for (const std::string& log : logs_of(event, dice)) {
    RC_LOG() << log << "\n";
    const Collected got = read_log(log, 1 + dice.roll(100));
    RC_ASSERT(got.bad.empty());
    RC_ASSERT(got.events.size() == 2U);
    for (const KeptEvent& one : got.events) {
      if (!hash) hash = one.hash;
      RC_ASSERT(one.hash == *hash);
      RC_ASSERT(one.time_ms == event.time_ms);
      RC_ASSERT(one.obj_name == event.texts[static_cast<std::size_t>(Column::obj_name)]);
    }
  }
}

RC_GTEST_PROP(Identity, ChangesWithEveryColumn, (std::uint64_t seed)) {
  Dice dice(seed);
  const RandomEvent event = random_event(dice);
  std::vector<std::uint64_t> hashes = {read_log(as_json(event, dice), 100).events.at(0).hash};
  for (std::size_t i = 0; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (column == Column::timestamp) continue;
    hashes.push_back(read_log(as_json(changed(event, column, dice), dice), 100).events.at(0).hash);
  }
  std::sort(hashes.begin(), hashes.end());
  RC_ASSERT(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

// Kept in stores: a change of the hash makes every event that was applied before look new.
TEST(Identity, StaysWhatItIs) {
  const std::string log =
      R"({"scope":"create:shapes","timestamp":"1718010090.0","source":"server","count":3,"job_id":11,)"
      R"("payload":"{\"shapes\":[{\"id\":501.5},{\"id\":-502}],\"x\":[null,true,\"é\",123456789012345678901]}"})";
  EXPECT_EQ(read_log(log, 100).events.at(0).hash, 6343140792134623486U);
}

}  // namespace
}  // namespace retally
