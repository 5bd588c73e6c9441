#include "redis/listing.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "redis/merged_page.h"

namespace retally::redis {
namespace {

const char* name_of(ListState state) {
  switch (state) {
    case ListState::pending:
      return "pending";
    case ListState::running:
      return "running";
    case ListState::failed:
      return "failed";
    case ListState::history:
      break;
  }
  return "history";
}

ListEntry read_entry(ReplyReader& answer) {
  ListEntry entry;
  entry.target = answer.text();
  entry.kind = static_cast<RunKind>(answer.integer());
  entry.user = answer.text();
  entry.first_touch = answer.time();
  entry.due = answer.time();
  entry.started = answer.time();
  entry.lease_until = answer.time();
  entry.ended = answer.time();
  entry.attempt = static_cast<int>(answer.integer());
  entry.touches = static_cast<std::uint64_t>(answer.integer());
  entry.error = answer.text();
  return entry;
}

Listing read_listing(ReplyReader& answer) {
  Listing page;
  page.total = static_cast<std::size_t>(answer.integer());
  while (!answer.done()) {
    page.entries.push_back(read_entry(answer));
  }
  return page;
}

std::vector<Listing> fetch(Queue& queue, ListState state, const std::vector<ShardPage>& pages) {
  std::vector<Call> calls;
  calls.reserve(pages.size());
  for (const ShardPage& page : pages) {
    calls.push_back({page.shard, {name_of(state), std::to_string(page.offset), std::to_string(page.limit)}});
  }
  std::vector<Listing> lists;
  for (Answer& answer : queue.call_each(Script::list, calls)) {
    lists.push_back(read_listing(answer.get()));
  }
  return lists;
}

std::optional<TimePoint> earlier_of(std::optional<TimePoint> a, std::optional<TimePoint> b) {
  return a && b ? std::min(a, b) : a ? a : b;
}

// Adds a shard's statistics to those of others.
void add(Stats& all, ReplyReader& answer) {
  const auto count = [&] { return static_cast<std::size_t>(answer.integer()); };
  const auto time = [&]() -> std::optional<TimePoint> {
    const std::int64_t at = answer.integer();
    return at < 0 ? std::nullopt : std::optional(TimePoint(Millis(at)));
  };
  all.pending += count();
  all.running += count();
  all.failed += count();
  all.requests += count();
  all.oldest_pending = earlier_of(all.oldest_pending, time());
  all.next_due = earlier_of(all.next_due, time());
  all.touches += count();
  all.merges += count();
  all.runs += count();
  all.failures += count();
  all.orphans += count();
}

}  // namespace

Listing list(Queue& queue, ListState state, std::size_t offset, std::size_t limit) {
  // Lua's numbers are whole up to 2^53, and no list is as long as this.
  constexpr std::size_t kFarthest = std::size_t{1} << 40U;
  ShardLists all{
      queue.shards(), [&](const std::vector<ShardPage>& pages) { return fetch(queue, state, pages); }, {}};
  if (state == ListState::pending) {
    all.earlier = [&](TimePoint time) {
      std::vector<std::size_t> counts;
      for (Answer& answer :
           queue.call_all(Script::before, {std::to_string(time.time_since_epoch().count())})) {
        counts.push_back(static_cast<std::size_t>(answer.get().integer()));
      }
      return counts;
    };
  }
  offset = std::min(offset, kFarthest);
  limit = std::min(limit, kMaxPage);
  return all.shards == 1 ? std::move(fetch(queue, state, {{0, offset, limit}}).front())
                         : merged_page(state, all, offset, limit);
}

Stats stats(Queue& queue) {
  Stats all;
  for (Answer& answer : queue.call_all(Script::stats, {})) {
    add(all, answer.get());
  }
  return all;
}

}  // namespace retally::redis
