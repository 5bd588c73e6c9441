// The feed of all processes that share a queue.
//
// To publish costs the server and everybody who hears it, and as a rule nobody listens. So who listens says
// so, on a channel of its own, once per kBeat and whenever it is asked; a process asks when it has begun to
// hear that channel, and it publishes while it has heard of a listener within kInterest, or has one. Its
// first message after a silence ends with a `reload`: whoever listens may have missed what happened while
// this process did not know.
//
//   a dashboard opens a stream on A      A subscribes to events, and asks who listens; it does, and says so
//                                        B hears it: from now on it publishes, first of all a `reload`
//   something happens on B               B publishes it, and A hears it
//   something happens on A               A publishes it, and hears it itself: by the one way for all
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "feed/event_queue.h"
#include "feed/feed.h"
#include "feed/listeners.h"
#include "feed/message.h"
#include "feed/redis_channel.h"
#include "feed/redis_subscriber.h"
#include "schedule/pause.h"

namespace retally {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr seconds kBeat{10};
constexpr seconds kInterest{30};  // two that are lost in between do no harm
// Events of one message: some 30 KB, so that nobody holds up the server for long, and a dozen share its cost.
constexpr std::size_t kBatch = 256;

constexpr const char* kQuestion = "?";

class RedisFeed final : public Feed {
 public:
  explicit RedisFeed(const RedisOptions& options) : channel_(options) {}

  bool wanted() const noexcept override { return listeners_.any() || wanted_elsewhere(); }
  void publish(std::span<const FeedEvent> events) noexcept override {
    if (wanted()) queue_.push(events);
  }
  Subscription subscribe(Listener listener) override { return listeners_.add(std::move(listener)); }
  std::uint64_t dropped() const override { return queue_.dropped(); }

 private:
  bool wanted_elsewhere() const noexcept { return Steady::now().time_since_epoch() < wanted_until_.load(); }
  void on_listeners(bool any);
  void on_begun(bool hears_events);
  void on_audience(std::string_view message);

  void hand_on(const std::stop_token& stop);
  void send(std::span<const FeedEvent> events);

  RedisChannel channel_;
  EventQueue queue_;
  std::atomic<Steady::duration> wanted_until_ = Steady::duration::zero();
  std::atomic<bool> ask_ = false;     // who listens
  std::atomic<bool> answer_ = false;  // that somebody listens here, without waiting for the beat

  // The publisher's own:
  RedisChannel::Link link_;
  EventQueue::Time next_beat_{};

  Listeners listeners_{[this](bool any) { on_listeners(any); }};
  RedisSubscriber subscriber_{channel_,
                              {.begun = [this](bool events) { on_begun(events); },
                               .ended = [this] { listeners_.set_complete(false); },
                               .audience = [this](auto message) { on_audience(message); },
                               .events = [this](auto message) { listeners_.tell(from_message(message)); }}};
  std::jthread publisher_{[this](const std::stop_token& stop) { hand_on(stop); }};
};

void RedisFeed::on_listeners(bool any) {
  if (any && !wanted_elsewhere()) queue_.gap();
  subscriber_.hear_events(any);
}

void RedisFeed::on_begun(bool hears_events) {
  if (hears_events) listeners_.set_complete(true);
  ask_ = true;
  queue_.wake();
}

// Its own question it hears as well.
void RedisFeed::on_audience(std::string_view message) {
  if (message == kQuestion) {
    answer_ = true;
    return queue_.wake();
  }
  const bool was_wanted = wanted();
  wanted_until_ = (Steady::now() + kInterest).time_since_epoch();
  if (!was_wanted) queue_.gap();
}

void RedisFeed::hand_on(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::vector<FeedEvent> events = queue_.take(stop, next_beat_);
    try {
      send(events);
    } catch (const std::exception&) {
      if (link_.connection) channel_.doubt(link_.server);
      link_ = {};
      queue_.lose(events);
      ask_ = true;
      next_beat_ = {};
      pause(stop);
    }
  }
}

void RedisFeed::send(std::span<const FeedEvent> events) {
  std::vector<std::array<std::string, 3>> commands;
  if (ask_.exchange(false)) commands.push_back({"PUBLISH", channel_.audience(), kQuestion});
  if (answer_.exchange(false) || Steady::now() >= next_beat_) {
    next_beat_ = Steady::now() + kBeat;
    if (listeners_.any()) commands.push_back({"PUBLISH", channel_.audience(), ""});
  }
  for (; !events.empty(); events = events.subspan(std::min(events.size(), kBatch))) {
    const std::span<const FeedEvent> batch = events.first(std::min(events.size(), kBatch));
    commands.push_back({"PUBLISH", channel_.events(), to_message(batch)});
  }
  if (commands.empty()) return;
  if (!link_.connection) link_ = channel_.connect();
  for (const auto& command : commands) link_.connection->send(command);
  for (std::size_t i = 0; i < commands.size(); ++i) redis::ReplyReader(link_.connection->receive()).integer();
}

}  // namespace

std::unique_ptr<Feed> make_redis_feed(const RedisOptions& options) {
  return std::make_unique<RedisFeed>(options);
}

}  // namespace retally
