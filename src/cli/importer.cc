#include "cli/importer.h"

#include <utility>

namespace retally {
namespace {

// Batches between the two threads: one to go on with while the next is made.
constexpr std::size_t kQueuedBatches = 2;
// Bytes read between two looks at the progress: a millisecond's work or less.
constexpr std::size_t kStepBytes = 256 << 10;
// So that a few giant events don't make a body that is longer than a server takes.
constexpr std::size_t kEnoughJson = 8 << 20;

}  // namespace

Importer::Importer(Destination& destination, RejectsFile& rejects, Clock& clock, Progress progress)
    : destination_(destination),
      rejects_(rejects),
      clock_(clock),
      progress_(std::move(progress)),
      queue_(kQueuedBatches),
      applier_([this] { apply_batches(); }) {}

Importer::~Importer() {
  queue_.close();
  if (applier_.joinable()) applier_.join();
}

void Importer::read(const std::string& name, ByteSource& source) {
  LogSections sections(source);
  while (sections.next()) read_log(name, sections);
}

void Importer::read_log(const std::string& file, LogSections& section) {
  LogReader reader(section, section.format());
  const std::string header(reader.format() == LogFormat::csv ? reader.header() : "");
  rejects_.begin_log(section.name().empty() ? file : section.name(), header);
  LogBatcher batcher({file, clock_.now(), section.lines_before(), destination_.needs_json(), header},
                     destination_.horizon(), rejects_);
  try {
    while (reader.read(kStepBytes, batcher)) {
      if (batcher.events() >= destination_.batch_events() || batcher.rejected() >= Collector::kKeptRejects ||
          batcher.json_bytes() >= kEnoughJson) {
        hand_over(batcher.take());
        batcher.set_horizon(destination_.horizon());
      }
      progress_(events_ + batcher.events());
    }
  } catch (const Error&) {
    hand_over(batcher.take());
    throw;
  }
  hand_over(batcher.take());
  progress_(events_);
}

void Importer::hand_over(LogBatch batch) {
  events_ += batch.events;
  if (batch.events > 0 && !queue_.push(std::move(batch))) rethrow();
}

void Importer::apply_batches() {
  try {
    while (const std::optional<LogBatch> batch = queue_.pop()) {
      const Taken taken = destination_.apply(*batch);
      summary_.events += batch->events;
      summary_.fresh += taken.fresh;
      summary_.known += taken.known;
      summary_.no_interest += batch->changes.no_interest;
      summary_.rejected += batch->changes.rejected + taken.rejected;
      summary_.warnings += batch->changes.warnings;
      for (const Reject& reject : batch->changes.rejects) {
        if (summary_.shown.size() < ImportSummary::kShown) summary_.shown.push_back(reject);
      }
    }
  } catch (...) {
    error_ = std::current_exception();
    queue_.close();
  }
}

void Importer::rethrow() const {
  if (error_) std::rethrow_exception(error_);
}

ImportSummary Importer::finish() {
  queue_.close();
  applier_.join();
  rethrow();
  rejects_.close();
  return std::move(summary_);
}

}  // namespace retally
