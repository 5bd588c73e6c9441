// Somebody who does things in the simulated installation, in steps.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/request.h"

namespace retally::simulated {

class Agent {
 public:
  virtual ~Agent() = default;

  // What it does from `now_us` on, as requests whose events are not older than `now_us`. Returns when it goes
  // on; later than now_us.
  virtual std::int64_t step(std::int64_t now_us, std::vector<Request>& requests) = 0;
};

}  // namespace retally::simulated
