#include "ingest/ingest.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <future>
#include <iterator>
#include <utility>

namespace retally {

struct Ingest::Metrics {
  explicit Metrics(prometheus::Registry& registry)
      : events(prometheus::BuildCounter()
                   .Name("retally_events_total")
                   .Help("Events taken, by what became of them")
                   .Register(registry)),
        fresh(events.Add({{"result", "new"}})),
        known(events.Add({{"result", "known"}})),
        no_interest(events.Add({{"result", "no_interest"}})),
        rejected(events.Add({{"result", "rejected"}})),
        warnings(prometheus::BuildCounter()
                     .Name("retally_event_warnings_total")
                     .Help("Events taken that count objects without saying how many")
                     .Register(registry)
                     .Add({})),
        queued(prometheus::BuildGauge()
                   .Name("retally_ingest_queued_events")
                   .Help("Events that wait for the disk")
                   .Register(registry)
                   .Add({})),
        commit_seconds(prometheus::BuildHistogram()
                           .Name("retally_commit_seconds")
                           .Help("How long a transaction of events took, until it was on disk")
                           .Register(registry)
                           .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                                            0.05, 0.1, 0.25, 0.5, 1, 2.5})),
        failed_commits(prometheus::BuildCounter()
                           .Name("retally_failed_commits_total")
                           .Help("Transactions of events that the store refused")
                           .Register(registry)
                           .Add({})) {}

  prometheus::Family<prometheus::Counter>& events;
  prometheus::Counter& fresh;
  prometheus::Counter& known;
  prometheus::Counter& no_interest;
  prometheus::Counter& rejected;
  prometheus::Counter& warnings;
  prometheus::Gauge& queued;
  prometheus::Histogram& commit_seconds;
  prometheus::Counter& failed_commits;
};

Ingest::Ingest(Store& store, Schedule& schedule, prometheus::Registry& metrics, IngestOptions options)
    : store_(store),
      schedule_(schedule),
      options_(options),
      metrics_(std::make_unique<Metrics>(metrics)),
      committer_([this] { run(); }) {}

Ingest::~Ingest() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  committer_.join();
}

void Ingest::submit(ChangeSet set, std::uint64_t events, Done done) {
  {
    const std::lock_guard lock(mutex_);
    // A batch larger than the whole queue is taken when nothing else waits: it could never be taken
    // otherwise.
    if (queued_events_ > 0 && (queued_events_ + events > options_.max_queued_events ||
                               queued_rejects_ + set.rejects.size() > options_.max_queued_rejects)) {
      throw Error(ErrorKind::unavailable,
                  "ingest: " + std::to_string(queued_events_) +
                      " events wait for the disk already; send the batch again later");
    }
    queued_events_ += events;
    queued_rejects_ += set.rejects.size();
    metrics_->queued.Set(static_cast<double>(queued_events_));
    queue_.push_back({std::move(set), events, std::move(done)});
  }
  arrived_.notify_one();
}

Applied Ingest::apply(ChangeSet set, std::uint64_t events) {
  std::promise<IngestResult> promise;
  submit(std::move(set), events, [&promise](const IngestResult& result) { promise.set_value(result); });
  const IngestResult result = promise.get_future().get();
  if (result.error) throw Error(*result.error);
  return result.applied;
}

void Ingest::touch(std::span<const ResourceId> roots) {
  if (roots.empty()) return;
  std::vector<std::string> targets;
  targets.reserve(roots.size());
  for (const ResourceId root : roots) targets.push_back(target_of(root));
  try {
    schedule_.touch(targets);
  } catch (const Error& error) {
    spdlog::warn("touch of {} targets: {}; the next reconciliation touches them", targets.size(),
                 error.what());
  }
}

void Ingest::run() {
  for (;;) {
    std::vector<Batch> group = next_group();  // whose answers hold on to connections: none outlives its turn
    if (group.empty()) return;
    commit(group);
  }
}

// The batches of the next transaction; waits for the first. None: it is time to stop.
std::vector<Ingest::Batch> Ingest::next_group() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::uint64_t events = 0;
  auto end = queue_.begin();
  while (end != queue_.end() && events < options_.max_commit_events) events += (end++)->events;
  std::vector<Batch> group(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return group;
}

void Ingest::commit(std::span<Batch> group) {
  std::vector<const ChangeSet*> sets;
  std::uint64_t events = 0;
  std::uint64_t rejects = 0;
  for (const Batch& batch : group) {
    sets.push_back(&batch.set);
    events += batch.events;
    rejects += batch.set.rejects.size();
  }

  Store::Result result;
  std::optional<Error> failure;
  const auto begin = std::chrono::steady_clock::now();
  try {
    result = store_.apply(sets);
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = Error(ErrorKind::unavailable, std::string("ingest: ") + error.what());
  }
  metrics_->commit_seconds.Observe(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  if (failure) {
    metrics_->failed_commits.Increment();
    spdlog::error("commit of {} events: {}", events, failure->what());
  }
  if (failure && failure->kind() != ErrorKind::unavailable && group.size() > 1) {
    // One of them is at fault; a sender that sends it for ever must not keep the others from the disk.
    for (std::size_t i = 0; i < group.size(); ++i) commit(group.subspan(i, 1));
    return;
  }
  touch(result.touched);

  {
    const std::lock_guard lock(mutex_);
    queued_events_ -= events;
    queued_rejects_ -= rejects;
    metrics_->queued.Set(static_cast<double>(queued_events_));
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    IngestResult answer{failure ? Applied{} : result.applied[i], failure};
    if (!failure) {
      metrics_->fresh.Increment(static_cast<double>(answer.applied.fresh));
      metrics_->known.Increment(static_cast<double>(answer.applied.known));
      metrics_->no_interest.Increment(static_cast<double>(group[i].set.no_interest));
      metrics_->rejected.Increment(static_cast<double>(group[i].set.rejected));
      metrics_->warnings.Increment(static_cast<double>(group[i].set.warnings));
    }
    group[i].done(answer);
  }
}

}  // namespace retally
