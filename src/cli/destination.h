// Where an import puts what it reads: a store, or a running server.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/http_client.h"
#include "cli/log_batch.h"
#include "store/store.h"

namespace retally {

// What became of a batch.
struct Taken {
  // An event that a server rejected, though we saw nothing wrong with it: it has forgotten that time,
  // perhaps.
  struct Rejected {
    std::uint64_t place = 0;  // in the batch, from 1
    std::string reason;
  };

  std::uint64_t fresh = 0;
  std::uint64_t known = 0;
  std::uint64_t no_interest = 0;
  std::vector<Rejected> rejected;
};

class Destination {
 public:
  virtual ~Destination() = default;

  // On disk when it returns. Throws Error(unavailable) when it can't be put there; to apply it again then
  // does no harm.
  virtual Taken apply(const LogBatch& batch) = 0;

  // Events from before this are not taken there: see Reader::forgotten_before(). Asked from another thread
  // than apply().
  virtual TimePoint horizon() = 0;

  // How many events make a good batch, and whether it needs them as JSON.
  virtual std::uint64_t batch_events() const = 0;
  virtual bool needs_json() const = 0;

  // An event may have megabytes, and a server takes bodies up to 100 MiB: so many bytes are a batch, too.
  // What is CSV grows at most sixfold in JSON.
  static constexpr std::uint64_t kBatchBytes = 4u << 20;
  // A longer event goes to no server: with the batch before it, as JSON, it might be longer than a body may
  // be.
  static constexpr std::uint64_t kMostEventBytes = 64u << 20;
  // No batch that is JSON has more events, so that a server can tell of each one that it rejects.
  static constexpr std::uint64_t kMostEvents = Collector::kKeptRejects;
};

class StoreDestination final : public Destination {
 public:
  explicit StoreDestination(const std::string& url) : store_(open_store(url)) {}

  Taken apply(const LogBatch& batch) override;
  TimePoint horizon() override { return store_->read()->forgotten_before(); }
  std::uint64_t batch_events() const override { return 50'000; }
  bool needs_json() const override { return false; }

 private:
  std::unique_ptr<Store> store_;
};

class ServerDestination final : public Destination {
 public:
  using Sleep = std::function<void(Millis delay, const std::string& why)>;
  // `sleep` waits between two attempts, and tells of it: that may take a minute and a half.
  ServerDestination(HttpClient client, Sleep sleep) : client_(std::move(client)), sleep_(std::move(sleep)) {}

  // A server that is full or away is asked again, seven times over a minute and a half.
  static constexpr int kAttempts = 8;
  static constexpr Millis kFirstDelay{1000};
  static constexpr Millis kLongestDelay{30'000};

  Taken apply(const LogBatch& batch) override;
  TimePoint horizon() override { return TimePoint::min(); }  // the server rejects them
  std::uint64_t batch_events() const override { return 1000; }
  bool needs_json() const override { return true; }

 private:
  std::string post(const std::string& body);
  static Taken parse(const Json& answer);

  HttpClient client_;
  Sleep sleep_;
};

}  // namespace retally
