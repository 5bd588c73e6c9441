#include "generate/sender.h"

#include <algorithm>
#include <utility>

namespace retally::simulated {
namespace {

constexpr std::size_t kMostRows = 50;                  // CVAT: QUEUED_EVENTS_BATCH_SIZE
constexpr std::int64_t kFlushAfterUs = 2 * kSecondUs;  // and its flush interval

}  // namespace

std::optional<Post> Sender::next() {
  if (given_ == events_) return std::nullopt;
  while (posts_.empty()) gather();
  Post post = std::move(posts_.front());
  posts_.pop_front();
  std::vector<Row>& rows = post.body.rows;
  if (rows.size() > events_ - given_) rows.resize(events_ - given_);
  given_ += rows.size();
  world_.set_progress(static_cast<unsigned>(given_ * 1000 / events_));
  return post;
}

void Sender::gather() {
  Request request = simulation_.next();
  if (!queue_.empty() && request.time_us > flush_us_) send(std::exchange(queue_, {}), flush_us_);
  for (Row& row : request.rows) {
    if (request.by_worker) {
      std::vector<Row> alone;
      alone.push_back(std::move(row));
      send(std::move(alone), request.time_us);
      continue;
    }
    if (queue_.empty()) flush_us_ = request.time_us + kFlushAfterUs;
    queue_.push_back(std::move(row));
    if (queue_.size() == kMostRows) send(std::exchange(queue_, {}), request.time_us);
  }
}

void Sender::send(std::vector<Row> rows, std::int64_t time_us) {
  if (world_.random().permille(10)) posts_.push_back({time_us, {time_us + repeat_delay_us(), rows}});
  posts_.push_back({time_us, {time_us + delay_us(), std::move(rows)}});
}

std::int64_t Sender::delay_us() {
  Random& random = world_.random();
  const std::uint64_t luck = random.below(1000);
  if (luck < 2) return static_cast<std::int64_t>(random.around(16 * 3'600'000)) * 1000;
  if (luck < 52) return static_cast<std::int64_t>(random.around(60'000)) * 1000;
  return 0;
}

std::int64_t Sender::repeat_delay_us() {
  Random& random = world_.random();
  const bool soon = random.permille(800);
  return static_cast<std::int64_t>(1'000 + random.around(soon ? 20'000 : 12 * 3'600'000)) * 1000;
}

}  // namespace retally::simulated
