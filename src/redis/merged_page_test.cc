#include "redis/merged_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>

namespace retally::redis {
namespace {

// Shards whose lists are vectors.
struct Lists {
  std::vector<std::vector<ListEntry>> shards;

  ShardLists ask() {
    return {.shards = shards.size(),
            .fetch =
                [this](const std::vector<ShardPage>& wanted) {
                  std::vector<Listing> pages;
                  for (const ShardPage& page : wanted) {
                    const auto& all = shards[page.shard];
                    const auto begin = all.begin() + std::ptrdiff_t(std::min(page.offset, all.size()));
                    const auto end =
                        all.begin() + std::ptrdiff_t(std::min(page.offset + page.limit, all.size()));
                    pages.push_back({{begin, end}, all.size()});
                    fetched += std::size_t(end - begin);
                  }
                  return pages;
                },
            .earlier =
                [this](TimePoint time) {
                  std::vector<std::size_t> counts;
                  for (const auto& all : shards) {
                    counts.push_back(std::size_t(std::ranges::count_if(
                        all, [&](const ListEntry& entry) { return entry.due < time; })));
                  }
                  return counts;
                }};
  }
  std::size_t fetched = 0;
};

// Of `shards` lists, `count` entries in all, due at one of `times` moments.
Lists deal(std::size_t shards, int count, int times, std::vector<ListEntry>& all) {
  Lists lists{std::vector<std::vector<ListEntry>>(shards)};
  for (int i = 0; i < count; ++i) {
    all.push_back(
        {.target = std::to_string(i), .due = TimePoint(Millis(1'700'000'000'000 + i * 7919 % times))});
  }
  const auto by_due = [](const ListEntry& a, const ListEntry& b) {
    return std::tie(a.due, a.target) < std::tie(b.due, b.target);
  };
  std::ranges::sort(all, by_due);
  for (std::size_t i = 0; i < all.size(); ++i) {
    lists.shards[std::hash<std::string>{}(all[i].target) % shards].push_back(all[i]);
  }
  return lists;
}

RC_GTEST_PROP(MergedPage, IsThatOfOneList, ()) {
  std::vector<ListEntry> all;
  const auto shards = *rc::gen::inRange<std::size_t>(1, 6);
  Lists lists = deal(shards, *rc::gen::inRange(0, 4000), *rc::gen::inRange(1, 5000), all);
  const auto offset = *rc::gen::inRange<std::size_t>(0, 4100);
  const auto limit = *rc::gen::inRange<std::size_t>(0, 1001);
  const Listing page = merged_page(ListState::pending, lists.ask(), offset, limit);
  RC_ASSERT(page.total == all.size());
  RC_ASSERT(page.entries.size() == std::min(limit, all.size() - std::min(offset, all.size())));
  for (std::size_t i = 0; i < page.entries.size(); ++i) {
    RC_ASSERT(page.entries[i].target == all[offset + i].target);
  }
}

TEST(MergedPage, DoesNotFetchWhatComesBeforeIt) {
  std::vector<ListEntry> all;
  Lists lists = deal(4, 20'000, 20'000, all);
  EXPECT_THAT(merged_page(ListState::pending, lists.ask(), 18'000, 100).entries, ::testing::SizeIs(100));
  EXPECT_LE(lists.fetched, 4U * 101U);
}

TEST(MergedPage, TellsNothingTwiceThatIsPutOffMeanwhile) {
  std::vector<ListEntry> all;
  Lists lists = deal(2, 10, 10, all);
  ShardLists ask = lists.ask();
  ask.fetch = [&, fetch = ask.fetch](const std::vector<ShardPage>& wanted) {
    auto pages = fetch(wanted);
    for (auto& shard : lists.shards) {
      std::rotate(shard.begin(), shard.begin() + 1, shard.end());
      shard.push_back({.target = "new"});
    }
    return pages;
  };
  const Listing page = merged_page(ListState::pending, ask, 0, 100);
  EXPECT_THAT(page.entries, ::testing::SizeIs(10));
}

TEST(MergedPage, OfWhatHasEndedIsLatestFirst) {
  const auto ended = [](int at) { return ListEntry{.target = "", .ended = TimePoint(Millis(at))}; };
  Lists lists{{{ended(9), ended(5)}, {}, {ended(8), ended(7), ended(1)}}};
  ShardLists ask = lists.ask();
  ask.earlier = nullptr;
  const Listing page = merged_page(ListState::history, ask, 1, 3);
  ASSERT_EQ(page.entries.size(), 3U);
  EXPECT_EQ(page.entries[0].ended, TimePoint(Millis(8)));
  EXPECT_EQ(page.entries[2].ended, TimePoint(Millis(5)));
  EXPECT_EQ(page.total, 5U);
}

}  // namespace
}  // namespace retally::redis
