#include "subject.h"

#include "model.h"
#include "redis_subject.h"
#include "retally/manual_clock.h"

namespace retally {
namespace {

using Make = std::function<std::unique_ptr<Schedule>(const ScheduleOptions&, Clock&)>;

class InProcess final : public Subject {
 public:
  InProcess(const Make& make, const ScheduleOptions& options) : schedule_(make(options, clock_)) {}

  Schedule& schedule() override { return *schedule_; }
  Clock& clock() override { return clock_; }
  void advance(Millis by) override { clock_.advance(by); }

 private:
  ManualClock clock_{kStart};
  std::unique_ptr<Schedule> schedule_;
};

SubjectKind in_process(std::string name, const Make& make) {
  return {.name = std::move(name), .make = [make](const ScheduleOptions& options) {
            return std::make_unique<InProcess>(make, options);
          }};
}

}  // namespace

std::vector<SubjectKind> implementations() {
  return {in_process("memory", make_memory_schedule), redis_subject(1), redis_subject(3)};
}

std::vector<SubjectKind> implementations_in_order() {
  std::vector<SubjectKind> kinds = implementations();
  std::erase_if(kinds, [](const SubjectKind& kind) { return kind.in_shards; });
  return kinds;
}

SubjectKind model() {
  return in_process("model", [](const ScheduleOptions& options, Clock& clock) {
    return std::make_unique<ModelSchedule>(options, clock);
  });
}

}  // namespace retally
