// A person who annotates: comes to work, opens a job, draws, saves, takes breaks, goes home.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/agent.h"
#include "generate/office_hours.h"
#include "generate/request.h"
#include "generate/working_time.h"
#include "generate/world.h"

namespace retally::simulated {

class Annotator final : public Agent {
 public:
  Annotator(World& world, const Person& person);

  // When the first day begins.
  std::int64_t first_us();

  // One sitting of a minute or two, whose client events the browser posts at its end; or a break.
  std::int64_t step(std::int64_t now_us, std::vector<Request>& requests) override;

 private:
  bool open_job(std::vector<Request>& requests);
  void find_job();
  void assign(std::vector<Request>& requests);
  void upload_annotations(std::vector<Request>& requests);
  void run_function(std::vector<Request>& requests);
  void set_state(std::string_view state, std::vector<Request>& requests);

  void do_something();
  void draw();
  void change_some();
  void delete_some();
  void fail();
  void save(std::vector<Request>& requests);
  void finish_job(std::vector<Request>& requests);
  void post(std::vector<Request>& requests);
  std::int64_t pause();
  std::int64_t go_home();

  Row& client_event(std::string_view scope);
  void spend_ms(std::uint64_t ms) { now_us_ += static_cast<std::int64_t>(ms) * 1000; }

  World& world_;
  Random& random_;
  const Person& person_;
  const OfficeHours hours_;
  std::string client_member_;  // "client_id": "…", "is_active": true
  std::size_t favourite_shape_ = 0;

  std::int64_t now_us_ = 0;
  bool at_work_ = false;
  std::int64_t worked_today_us_ = 0;
  Job* job_ = nullptr;
  std::uint32_t frame_ = 0;
  ObjectCounts created_, updated_, deleted_;  // since the last Save
  std::vector<Row> unsent_;  // client events that wait in the browser; payloads without their end
  WorkingTime working_time_;
};

}  // namespace retally::simulated
