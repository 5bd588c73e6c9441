// Reads logs and applies them: one thread reads and decodes, another waits for the disk or the server, and a
// short queue lies between them, so that memory stays bounded whatever the log.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "cli/bounded_queue.h"
#include "cli/destination.h"
#include "cli/log_batch.h"
#include "cli/log_sections.h"
#include "cli/sent_events.h"

namespace retally {

struct ImportSummary {
  std::uint64_t events = 0;  // good and bad
  std::uint64_t fresh = 0;
  std::uint64_t known = 0;
  std::uint64_t no_interest = 0;
  std::uint64_t rejected = 0;
  std::uint64_t warnings = 0;  // events that count objects without saying how many

  // The first of the rejected, enough to see what is wrong with a log.
  static constexpr std::size_t kShown = 10;
  struct Shown {
    std::string place;  // "log.csv:12", or "log.json, event 12"
    std::string reason;
  };
  std::vector<Shown> shown;
};

class Importer {
 public:
  // Called from the reading thread, every now and then, with the events read so far.
  using Progress = std::function<void(std::uint64_t events)>;

  // All must outlive it.
  Importer(Destination& destination, RejectsFile& rejects, Clock& clock, Progress progress);
  // Ends the other thread, after what has been handed to it.
  ~Importer();

  // Reads a log, or a file of rejects, to its end. Throws Error(invalid_input) when it is no log at all, and
  // what the source and the destination throw. What was read before that is taken, and unless the destination
  // has failed other logs can be read.
  void read(const std::string& name, ByteSource& source);

  // Whether the destination has failed; then finish() throws why.
  bool failed() { return queue_.closed(); }

  // Waits until everything is applied. Throws what the destination threw.
  ImportSummary finish();

 private:
  // What the threads hand over: a batch, and where it comes from.
  struct Handed {
    LogBatch batch;
    std::vector<SentEvent> sent;
    std::string file;
    RejectedLog log;
  };

  void read_log(const std::string& file, LogSections& section);
  void hand_over(Handed handed);
  void apply_batches();
  void count(const Handed& handed, const Taken& taken);
  void show(const Handed& handed, std::uint64_t number, const std::string& reason);
  void rethrow() const;

  Destination& destination_;
  RejectsFile& rejects_;
  Clock& clock_;
  const Progress progress_;
  ImportSummary summary_;     // of the applying thread until it has ended
  std::uint64_t events_ = 0;  // handed over
  BoundedQueue<Handed> queue_;
  std::exception_ptr error_;  // of the applying thread; written before the queue is closed
  std::thread applier_;
};

}  // namespace retally
