#include "redis/merged_page.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace retally::redis {
namespace {

bool comes_before(ListState state, const ListEntry& a, const ListEntry& b) {
  switch (state) {
    case ListState::pending:
      return std::tie(a.due, a.target) < std::tie(b.due, b.target);
    case ListState::running:
      return std::tie(a.started, a.target) < std::tie(b.started, b.target);
    case ListState::failed:
    case ListState::history:
      break;
  }
  return a.ended > b.ended;
}

std::size_t sum(const std::vector<std::size_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

// How many of each shard's list surely come before the page.
std::vector<std::size_t> skipped(const ShardLists& lists, std::size_t offset) {
  std::vector<std::size_t> counts(lists.shards, 0);
  if (!lists.earlier || offset <= kMaxPage) {
    return counts;  // a page or so of each shard costs less than to search
  }
  // Of all times at which no more than `offset` are earlier, the last.
  TimePoint last{};
  TimePoint beyond{Millis(std::int64_t{1} << 52U)};
  while (beyond - last > Millis(1)) {
    const TimePoint middle = last + (beyond - last) / 2;
    std::vector<std::size_t> earlier = lists.earlier(middle);
    if (sum(earlier) <= offset) {
      last = middle;
      counts = std::move(earlier);
    } else {
      beyond = middle;
    }
  }
  return counts;
}

// One shard's list, read from some place on.
class Cursor {
 public:
  Cursor(std::size_t shard, std::size_t place) : shard_(shard), place_(place) {}

  ShardPage want(std::size_t limit) const { return {shard_, place_, std::min(limit, kMaxPage)}; }
  void fill(Listing page) {
    entries_ = std::move(page.entries);
    next_ = 0;
    place_ += entries_.size();
    total_ = total_.value_or(page.total);
  }
  // What a shard had when it was first asked is all there is: else one that is put off meanwhile would come
  // twice.
  bool has_more() const { return place_ < *total_; }
  bool empty() const { return next_ == entries_.size(); }
  ListEntry& front() { return entries_[next_]; }
  void pop() { ++next_; }

 private:
  std::size_t shard_;
  std::size_t place_;  // of what was not fetched yet
  std::optional<std::size_t> total_{};
  std::vector<ListEntry> entries_;
  std::size_t next_ = 0;
};

}  // namespace

Listing merged_page(ListState state, const ShardLists& lists, std::size_t offset, std::size_t limit) {
  const std::vector<std::size_t> places = skipped(lists, offset);
  std::size_t skip = offset - sum(places);
  std::vector<Cursor> cursors;
  std::vector<ShardPage> first;
  for (std::size_t i = 0; i < lists.shards; ++i) {
    cursors.emplace_back(i, places[i]);
    first.push_back(cursors.back().want(skip + limit));
  }
  Listing merged;
  std::vector<Listing> pages = lists.fetch(first);
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    merged.total += pages[i].total;
    cursors[i].fill(std::move(pages[i]));
  }
  while (merged.entries.size() < limit) {
    const auto next = std::ranges::min_element(cursors, [&](Cursor& a, Cursor& b) {
      return !a.empty() && (b.empty() || comes_before(state, a.front(), b.front()));
    });
    if (next->empty()) {
      break;
    }
    if (skip > 0) {
      --skip;
    } else {
      merged.entries.push_back(std::move(next->front()));
    }
    next->pop();
    if (next->empty() && next->has_more()) {
      next->fill(std::move(lists.fetch({next->want(skip + limit - merged.entries.size())}).front()));
    }
  }
  return merged;
}

}  // namespace retally::redis
