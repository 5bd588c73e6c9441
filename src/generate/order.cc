#include "generate/order.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace retally::simulated {
namespace {

// Bodies that are held at most: some 15 MB. Past it the earliest of them arrive early.
constexpr std::size_t kMostWaiting = 500;

// Rows are sorted so many at a time, besides those that are held back.
constexpr std::size_t kRowsAtOnce = 20'000;

}  // namespace

std::optional<Body> ArrivalOrder::next() {
  while (!ended_ && may_be_overtaken()) take(sender_.next());
  if (waiting_.empty()) return std::nullopt;
  std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>());
  Body body = std::move(waiting_.back().body);
  waiting_.pop_back();
  return body;
}

bool ArrivalOrder::may_be_overtaken() const {
  if (waiting_.size() >= kMostWaiting) return false;
  return waiting_.empty() || waiting_.front().body.time_us > now_us_;
}

void ArrivalOrder::take(std::optional<Post> post) {
  ended_ = !post;
  if (ended_) return;
  now_us_ = post->time_us;
  waiting_.push_back({posts_++, std::move(post->body)});
  std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>());
}

const Row* TimeOrder::next() {
  while (given_ == safe_ && !ended_) {
    fill();
    sort();
  }
  return given_ < safe_ ? &rows_[order_[given_++]] : nullptr;
}

// Drops the rows that were given and takes new ones.
void TimeOrder::fill() {
  std::vector<Row> held;
  for (std::size_t i = given_; i < order_.size(); ++i) held.push_back(std::move(rows_[order_[i]]));
  rows_ = std::move(held);
  const std::size_t enough = rows_.size() + kRowsAtOnce;
  while (!ended_ && rows_.size() < enough) {
    std::optional<Post> post = sender_.next();
    ended_ = !post;
    if (ended_) return;
    now_us_ = post->time_us;
    std::move(post->body.rows.begin(), post->body.rows.end(), std::back_inserter(rows_));
  }
}

// At equal times the order of the posts stays, so that a repeat is beside what it repeats.
void TimeOrder::sort() {
  order_.resize(rows_.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return std::pair(rows_[a].time_us, a) < std::pair(rows_[b].time_us, b);
  });
  const std::int64_t safe_us = now_us_ - Simulation::kLongestRequestUs;
  const auto overtaken = [this, safe_us](std::uint32_t at) { return rows_[at].time_us >= safe_us; };
  given_ = 0;
  safe_ =
      ended_
          ? order_.size()
          : static_cast<std::size_t>(std::find_if(order_.begin(), order_.end(), overtaken) - order_.begin());
}

}  // namespace retally::simulated
