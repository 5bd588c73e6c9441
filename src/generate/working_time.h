// CVAT's rule for working time: the time between the events of one user, as far as they follow one another
// within 100 s, and the duration of change:frame.
//
// A gap belongs to what the user was at before it. So of
//     load:cvat 9:00:00   load:job(job 11) 9:00:02   draw:object(job 11) 9:00:10
// 2 s go to no job at all, and 8 s to job 11.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "generate/request.h"
#include "generate/row.h"

namespace retally::simulated {

class WorkingTime {
 public:
  struct Sum {
    Place place;
    std::int64_t first_us = 0;  // the first event that added to it
    std::int64_t sum_us = 0;
  };
  struct Batch {
    std::vector<std::int64_t> events_us;  // what each event added
    std::vector<Sum> sums;                // the same, by where it belongs
  };

  // Takes the client events of one POST, in the order sent, after those of the POST before.
  Batch add(std::span<const Row> events);

 private:
  struct Last {
    std::int64_t end_us = 0;
    Place place;
  };

  std::optional<Last> last_;
};

}  // namespace retally::simulated
