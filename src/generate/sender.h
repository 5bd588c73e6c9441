// CVAT's log sender: gathers events for two seconds or up to 50 of them, and posts them. A post that fails is
// sent again later; when only its answer was lost, the events come twice.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "generate/generator.h"
#include "generate/simulation.h"
#include "generate/world.h"

namespace retally::simulated {

struct Post {
  std::int64_t time_us = 0;  // when it is tried first; never earlier than that of the post before
  Body body;                 // its own time is when it arrives
};

class Sender {
 public:
  Sender(World& world, std::uint64_t events) : world_(world), simulation_(world), events_(events) {}

  // The next post; none when there have been as many events as were asked for.
  std::optional<Post> next();

 private:
  void gather();
  void send(std::vector<Row> rows, std::int64_t time_us);
  std::int64_t delay_us();
  std::int64_t repeat_delay_us();

  World& world_;
  Simulation simulation_;
  const std::uint64_t events_;
  std::uint64_t given_ = 0;
  std::vector<Row> queue_;
  std::int64_t flush_us_ = 0;  // when the queue is sent at the latest
  std::deque<Post> posts_;     // ready to be given
};

}  // namespace retally::simulated
