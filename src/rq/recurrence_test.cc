#include "rq/recurrence.h"

#include <gtest/gtest.h>

#include "retally/error.h"
#include "rq/failure_text.h"

namespace retally::rq {
namespace {

constexpr Micros kMonday = std::chrono::seconds(1718006400);  // 2024-06-10T08:00:00Z

TEST(Recurrence, IsOfAnIntervalOrACronString) {
  EXPECT_EQ(next_after(R"({"interval": 60})", kMonday).time, "+60");
  EXPECT_EQ(next_after(R"({"cron_string": "0 9 * * *"})", kMonday).time, "1718010000");
  EXPECT_EQ(next_after(R"({"interval": 60, "cron_string": "0 9 * * *"})", kMonday).time, "+60")
      << "as rq-scheduler has it";
  EXPECT_EQ(next_after(R"({"interval": 0, "cron_string": "0 9 * * *"})", kMonday).time, "1718010000");
  EXPECT_EQ(next_after(R"({"interval": null, "other": 1})", kMonday).time, "");
}

TEST(Recurrence, CountsDownAndEndsAtNought) {
  const Next twice = next_after(R"({"interval":60,"repeat":2})", kMonday);
  EXPECT_EQ(twice.time, "+60");
  EXPECT_EQ(twice.meta, R"({"interval":60,"repeat":1})");
  const Next last = next_after(R"({"interval":60,"repeat":1})", kMonday);
  EXPECT_EQ(last.time, "");
  EXPECT_EQ(last.meta, R"({"interval":60,"repeat":0})");
  const Next none = next_after(R"({"interval":60,"repeat":0})", kMonday);
  EXPECT_EQ(none.time, "");
  EXPECT_EQ(none.meta, "");
  EXPECT_EQ(next_after(R"({"interval":60,"repeat":-1})", kMonday).time, "+60");
}

TEST(Recurrence, OfAnotherKindIsRefused) {
  for (const char* meta :
       {R"({"interval": "60"})", R"({"interval": 1.5})", R"({"interval": -1})", R"({"cron_string": 5})",
        R"({"cron_string": "nonsense"})", R"({"interval": 1, "repeat": "x"})", "interval", ""})
    EXPECT_THROW(next_after(meta, kMonday), Error) << meta;
  EXPECT_EQ(next_after("[1]", kMonday).time, "") << "no dict has no interval";
}

TEST(Recurrence, IsToldInWords) {
  EXPECT_EQ(to_text(read_recurrence(R"({"interval": 60})")), "every 60 s");
  EXPECT_EQ(to_text(read_recurrence(R"({"interval": 60, "repeat": 3})")), "every 60 s, 3 times more");
  EXPECT_EQ(to_text(read_recurrence(R"({"cron_string": "0 8 * * 1", "use_local_timezone": true})")),
            "cron 0 8 * * 1 (local)");
  EXPECT_EQ(to_text(read_recurrence("{}")), "");
}

TEST(Micros, AreNeverEarly) {
  EXPECT_EQ(to_micros("1718006400"), kMonday);
  EXPECT_EQ(to_micros("1718006400.0000015"), kMonday + Micros(2));
  EXPECT_EQ(to_micros("-1.5"), Micros(-1500000));
  EXPECT_EQ(to_micros("x"), Micros(0));
  EXPECT_GT(to_micros("inf"), kMonday);
  EXPECT_EQ(to_seconds(kMonday + Micros(41)), "1718006400.000041");
}

// Made by RQ: a traceback that zlib and base64 have made smaller and safe.
TEST(FailureText, IsTheLastLine) {
  EXPECT_EQ(
      failure_text("eJwFwcENgDAIBdB7p/"
                   "hHXaF3ncB4R0KiFYsBmji+721OLAfxjemxSLiw9ASTKpQi51qA9VLBV3bSIYu7eUU3xOATr1sTzvIDjDQYvg==",
                   ""),
      "ValueError: no such project");
  EXPECT_EQ(failure_text("", "Traceback:\n  in f\nValueError: no such project\n"),
            "ValueError: no such project");
  EXPECT_EQ(failure_text("!!!", ""), "");
  EXPECT_EQ(failure_text("", ""), "");
}

}  // namespace
}  // namespace retally::rq
