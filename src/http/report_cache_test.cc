#include "http/report_cache.h"

#include <gtest/gtest.h>

namespace retally::http {
namespace {

ReportCache::Key key_of(std::int64_t id) {
  return {.id = {ResourceKind::job, id}, .version = 1};
}

ReportCache::Text text_of(std::size_t size) {
  return std::make_shared<const std::string>(size, 'x');
}

TEST(ReportCache, finds_only_what_is_equal_in_all) {
  ReportCache cache(10'000);
  const ReportCache::Key key{.id = {ResourceKind::job, 1}, .version = 3, .created = TimePoint{Millis{5}}};
  cache.add(key, text_of(1));
  EXPECT_NE(cache.find(key), nullptr);

  std::vector<ReportCache::Key> others(5, key);
  others[0].id.kind = ResourceKind::task;
  others[1].version = 4;
  others[2].created += Millis{1};
  others[3].from += std::chrono::days(1);
  others[4].to += std::chrono::days(1);
  for (const ReportCache::Key& other : others) EXPECT_EQ(cache.find(other), nullptr);
}

TEST(ReportCache, drops_what_was_unused_for_longest) {
  ReportCache cache(3 * 1000);
  for (std::int64_t id = 1; id <= 2; ++id) cache.add(key_of(id), text_of(1000));
  EXPECT_NE(cache.find(key_of(1)), nullptr);
  cache.add(key_of(3), text_of(1000));
  EXPECT_NE(cache.find(key_of(1)), nullptr);
  EXPECT_EQ(cache.find(key_of(2)), nullptr);
  EXPECT_NE(cache.find(key_of(3)), nullptr);
}

TEST(ReportCache, keeps_nothing_that_is_larger_than_it) {
  ReportCache cache(1000);
  cache.add(key_of(1), text_of(1000));
  EXPECT_EQ(cache.find(key_of(1)), nullptr);
}

}  // namespace
}  // namespace retally::http
