// The rule of the schedule as a program that nobody can get wrong: one record a target, linear searches, no
// threads. docs/schedule.md says the same in a table. Every implementation must answer as this one does.
#pragma once

#include <deque>
#include <vector>

#include "retally/memory_schedule.h"

namespace retally {

class ModelSchedule final : public Schedule {
 public:
  ModelSchedule(ScheduleOptions options, Clock& clock) : options_(options), clock_(clock) { check(options); }

  using Schedule::touch;
  std::vector<Touched> touch(std::span<const Touch> touches) override;
  std::vector<Run> claim(std::size_t max, Millis lease) override;
  bool wait(std::stop_token stop) override { return !stop.stop_requested(); }
  std::vector<std::optional<TimePoint>> extend(std::span<const Run> runs, Millis lease) override;
  bool holds(const Run& run) override { return running(run.target, run.token) != nullptr; }
  std::vector<bool> finish(std::span<const Ending> endings) override;
  std::string request(std::string_view target, std::string_view user) override;
  std::optional<Request> find_request(std::string_view id) override;
  void forget_request(std::string_view id) override;
  bool cancel(std::string_view target) override;
  bool retry(std::string_view target) override;
  std::vector<TargetState> states(std::span<const std::string> targets) override;
  std::optional<TimePoint> due(std::string_view target) override;
  Listing list(ListState state, std::size_t offset, std::size_t limit) override;
  Stats stats() override;

 private:
  struct Record {
    std::string target;
    std::optional<ListEntry> pending{};
    std::optional<ListEntry> running{};
    std::optional<ListEntry> failed{};
    RunToken token{};
  };
  struct Asked {
    Request request;
    TimePoint asked{};
    TimePoint ended{};
    bool has_ended() const {
      return request.state == RequestState::finished || request.state == RequestState::failed;
    }
  };

  Record& record(std::string_view target);
  Record* running(std::string_view target, RunToken token);
  std::optional<ListEntry> next(TimePoint now);
  void end(Record& record, const std::optional<std::string>& error);
  void drop_failed();

  ScheduleOptions options_;
  Clock& clock_;
  std::deque<Record> records_;
  std::vector<Asked> requests_;  // in the order they were asked for
  std::deque<ListEntry> history_;
  std::uint64_t last_token_ = 0;
  Stats counts_;
};

}  // namespace retally
