// The person who runs an organisation's projects: makes tasks, reviews jobs, exports, tidies up.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/agent.h"
#include "generate/office_hours.h"
#include "generate/request.h"
#include "generate/world.h"

namespace retally::simulated {

class Manager final : public Agent {
 public:
  Manager(World& world, Organisation& organisation);

  std::int64_t first_us() const { return hours_.next(world_.start_us()); }

  // A look at the board: whatever is to do at the moment.
  std::int64_t step(std::int64_t now_us, std::vector<Request>& requests) override;

 private:
  void make_projects();
  void make_tasks();
  bool make_task();
  void review();
  void accept(Job& job);
  void reject(Job& job);
  void export_some();
  void meet_error();
  void tidy_up();
  void move_task();
  void delete_job();
  void delete_task(Task& task, RequestLog& log);
  void delete_project();
  Task* some_task();

  RequestLog log() const { return {world_, *organisation_.manager, now_us_}; }
  void done(RequestLog& log);

  World& world_;
  Random& random_;
  Organisation& organisation_;
  const OfficeHours hours_;
  std::int64_t now_us_ = 0;
  std::vector<Request>* requests_ = nullptr;
  std::size_t projects_made_ = 0;
  std::deque<Task*> tasks_;  // those that are not deleted
  unsigned tidied_up_ = 0;   // the progress at which this was last done
  bool deleted_project_ = false;
};

}  // namespace retally::simulated
