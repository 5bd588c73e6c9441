// Lets everybody act, and gives what they asked of the server in the order in which the server logs it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <utility>
#include <vector>

#include "generate/agent.h"
#include "generate/request.h"
#include "generate/units.h"
#include "generate/world.h"

namespace retally::simulated {

class Simulation {
 public:
  explicit Simulation(World& world);

  // The next request; there is always one.
  Request next();

  // All requests to come have events that are younger than this before the last request's time.
  static constexpr std::int64_t kLongestRequestUs = 10 * kMinuteUs;

 private:
  struct Turn {
    std::int64_t time_us = 0;
    std::size_t agent = 0;
    auto operator<=>(const Turn&) const = default;
  };
  struct Waiting {
    std::uint64_t number = 0;
    Request request;
    bool operator>(const Waiting& other) const {
      return std::pair(request.time_us, number) > std::pair(other.request.time_us, other.number);
    }
  };

  void act();

  std::vector<std::unique_ptr<Agent>> agents_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  std::vector<Waiting> waiting_;  // a heap, the earliest at its front
  std::uint64_t requests_ = 0;
  std::vector<Request> fresh_;
};

}  // namespace retally::simulated
