// The feed of all processes that share a queue.
//
// To publish costs the server and everybody who hears it, and as a rule nobody listens. So who listens says
// so, on a channel of its own, when it begins and then once per kBeat; and a process publishes while it has
// heard that within kInterest, or listens itself. Its first message after a silence is a `reload`: whoever
// listens may have missed what happened while this process did not know.
//
//   a dashboard opens a stream on A      A subscribes to events, and says that it listens
//                                        B hears it: from now on it publishes, first of all a `reload`
//   something happens on B               B publishes it, and A hears it
//   something happens on A               A publishes it, and hears it itself: by the one way for all
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "feed/event_queue.h"
#include "feed/feed.h"
#include "feed/listeners.h"
#include "feed/message.h"
#include "feed/redis_channel.h"
#include "feed/redis_subscriber.h"

namespace retally {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr seconds kBeat{10};
constexpr seconds kInterest{30};  // two that are lost in between do no harm
constexpr seconds kPause{1};      // a server that is away is left alone for so long
// Events of one message: some 30 KB, so that nobody holds up the server for long, and a dozen share its cost.
constexpr std::size_t kBatch = 256;

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
  void on_begun();
  void on_audience();

  void hand_on(const std::stop_token& stop);
  void send(std::span<const FeedEvent> events);

  RedisChannel channel_;
  EventQueue queue_;
  std::atomic<Steady::duration> wanted_until_ = Steady::duration::zero();
  std::atomic<bool> listening_is_new_ = false;  // it is said without waiting for the beat

  // The publisher's own:
  RedisChannel::Link link_;
  EventQueue::Time next_beat_{};

  Listeners listeners_{[this](bool any) { on_listeners(any); }};
  RedisSubscriber subscriber_{channel_,
                              {.begun = [this] { on_begun(); },
                               .ended = [this] { listeners_.set_complete(false); },
                               .audience = [this] { on_audience(); },
                               .events = [this](auto message) { listeners_.tell(from_message(message)); }}};
  std::jthread publisher_{[this](const std::stop_token& stop) { hand_on(stop); }};
};

void RedisFeed::on_listeners(bool any) {
  if (any && !wanted_elsewhere()) queue_.gap();
  subscriber_.hear_events(any);
}

void RedisFeed::on_begun() {
  listeners_.set_complete(true);
  listening_is_new_ = true;
  queue_.wake();
}

void RedisFeed::on_audience() {
  const bool was_wanted = wanted();
  wanted_until_ = (Steady::now() + kInterest).time_since_epoch();
  if (!was_wanted) queue_.gap();
}

void RedisFeed::hand_on(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any pause;
  while (!stop.stop_requested()) {
    const std::vector<FeedEvent> events = queue_.take(stop, next_beat_);
    try {
      send(events);
    } catch (const std::exception&) {
      if (link_.connection) channel_.doubt(link_.server);
      link_ = {};
      queue_.lose(events);
      std::unique_lock lock(mutex);
      pause.wait_for(lock, stop, kPause, [] { return false; });
    }
  }
}

void RedisFeed::send(std::span<const FeedEvent> events) {
  std::vector<std::array<std::string, 3>> commands;
  if (listening_is_new_.exchange(false) || Steady::now() >= next_beat_) {
    next_beat_ = {};  // until it has been said
    if (listeners_.any()) commands.push_back({"PUBLISH", channel_.audience(), ""});
  }
  for (; !events.empty(); events = events.subspan(std::min(events.size(), kBatch))) {
    const std::span<const FeedEvent> batch = events.first(std::min(events.size(), kBatch));
    commands.push_back({"PUBLISH", channel_.events(), to_message(batch)});
  }
  if (!commands.empty()) {
    if (!link_.connection) link_ = channel_.connect();
    for (const auto& command : commands) link_.connection->send(command);
    for (std::size_t i = 0; i < commands.size(); ++i)
      redis::ReplyReader(link_.connection->receive()).integer();
  }
  if (next_beat_ == EventQueue::Time{}) next_beat_ = Steady::now() + kBeat;
}

}  // namespace

std::unique_ptr<Feed> make_redis_feed(const RedisOptions& options) {
  return std::make_unique<RedisFeed>(options);
}

}  // namespace retally
