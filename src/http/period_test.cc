#include "http/period.h"

#include <gtest/gtest.h>

#include "retally/error.h"

namespace retally::http {
namespace {

using namespace std::chrono_literals;

constexpr Day kToday = std::chrono::sys_days{2024y / 6 / 12};
constexpr TimePoint kNow = kToday + 12h;

Period of(std::string_view query) {
  return period_of(Query(query), kNow, last_30_days(kNow));
}

struct Case {
  std::string_view query;
  Day from;
  Day to;
};

TEST(Period, takes_dates_and_times) {
  const Day tenth = kToday - std::chrono::days(2);
  const Case cases[] = {
      {"", kToday - std::chrono::days(30), kToday},
      {"start_date=2024-06-10", tenth, kToday},
      {"end_date=2024-06-10", Day::min(), tenth},
      {"start_date=2024-06-10&end_date=2024-06-10", tenth, tenth},
      {"start_date=2024-06-10T18:30:00Z&end_date=2024-06-12T01:00:00.000Z", tenth, kToday},
      {"start_date=2024-06-10T18:30:00", tenth, kToday},
      {"start_date=2024-06-11T01:00:00%2B02:00", tenth, kToday},
      {"start_date=2024-06-10%2008:00:00", tenth, kToday},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(of(c.query).from, c.from) << c.query;
    EXPECT_EQ(of(c.query).to, c.to) << c.query;
  }
}

std::string period_refusal(std::string_view query) {
  try {
    of(query);
    return "taken";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Period, refuses_in_the_words_of_cvat) {
  EXPECT_TRUE(
      period_refusal("start_date=yesterday").starts_with("Cannot parse 'start_date' datetime parameter"));
  EXPECT_TRUE(
      period_refusal("end_date=2024-13-01").starts_with("Cannot parse 'end_date' datetime parameter"));
  EXPECT_TRUE(period_refusal("end_date=").starts_with("Cannot parse 'end_date' datetime parameter"));
  EXPECT_EQ(period_refusal("start_date=2024-06-11&end_date=2024-06-10"),
            "'start_date' must be before than 'end_date'");
}

}  // namespace
}  // namespace retally::http
