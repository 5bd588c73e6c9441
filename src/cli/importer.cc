#include "cli/importer.h"

#include <utility>

#include "retally/error.h"

namespace retally {
namespace {

// Batches between the two threads: one to go on with while the next is made.
constexpr std::size_t kQueuedBatches = 2;
// Bytes read between two looks at the progress: a millisecond's work or less.
constexpr std::size_t kStepBytes = 256 << 10;
// The same where a batch must not have more than Destination::kMostEvents: the shortest event has 19 bytes,
// 16 of them commas.
constexpr std::size_t kSmallStepBytes = 16 << 10;

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
  const RejectedLog log{section.name().empty() ? file : section.name(), header, reader.counts_lines()};
  rejects_.begin_log(log);
  const bool with_json = destination_.needs_json();
  LogBatcher batcher({file, clock_.now(), section.lines_before(), with_json, header}, destination_.horizon(),
                     rejects_);
  SentEvents sent(batcher, section.lines_before());
  EventSink& sink = with_json ? static_cast<EventSink&>(sent) : batcher;
  const auto take = [&] { return Handed{batcher.take(), sent.take(), file, log}; };
  try {
    while (reader.read(with_json ? kSmallStepBytes : kStepBytes, sink)) {
      if (batcher.events() >= destination_.batch_events() || batcher.rejected() >= Collector::kKeptRejects ||
          sent.bytes() >= Destination::kBatchBytes) {
        hand_over(take());
        batcher.set_horizon(destination_.horizon());
      }
      progress_(events_ + batcher.events());
    }
  } catch (const Error&) {
    hand_over(take());
    throw;
  }
  hand_over(take());
  progress_(events_);
}

void Importer::hand_over(Handed handed) {
  events_ += handed.batch.events;
  if (handed.batch.events > 0 && !queue_.push(std::move(handed))) rethrow();
}

void Importer::apply_batches() {
  try {
    while (const std::optional<Handed> handed = queue_.pop())
      count(*handed, destination_.apply(handed->batch));
  } catch (...) {
    error_ = std::current_exception();
    queue_.close();
  }
}

// What the server rejected goes into the file of rejects here, the rest has gone there when it was read.
void Importer::count(const Handed& handed, const Taken& taken) {
  const ChangeSet& changes = handed.batch.changes;
  summary_.events += handed.batch.events;
  summary_.fresh += taken.fresh;
  summary_.known += taken.known;
  summary_.no_interest += taken.no_interest;
  summary_.rejected += changes.rejected + taken.rejected.size();
  summary_.warnings += changes.warnings;
  for (const Reject& reject : changes.rejects) show(handed, reject.line, reject.reason);
  for (const auto& [place, reason] : taken.rejected) {
    if (place == 0 || place > handed.sent.size())
      throw Error(ErrorKind::unavailable,
                  "the server rejects an event that was not sent; is it one of this version?");
    const SentEvent& event = handed.sent[place - 1];
    rejects_.add(handed.log, event.number, reason, event.text);
    show(handed, event.number, reason);
  }
}

void Importer::show(const Handed& handed, std::uint64_t number, const std::string& reason) {
  if (summary_.shown.size() == ImportSummary::kShown) return;
  const char* const between = handed.log.counts_lines ? ":" : ", event ";
  summary_.shown.push_back({handed.file + between + std::to_string(number), reason});
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
