// Claims runs and works them off: reads the target's version, takes its time, saves what it has read.
#pragma once

#include <random>

#include "tests/torture/schedule/journal.h"
#include "tests/torture/schedule/setup.h"
#include "tests/torture/schedule/truth.h"

namespace retally::torture {

class Worker {
 public:
  explicit Worker(const Setup& setup);

  // Until it is killed.
  [[noreturn]] void work();

 private:
  std::size_t chance(std::size_t below);
  std::vector<Run> claim(Millis lease);
  void update(const Run& run, Millis lease);
  void take_time(const Run& run, Millis lease);
  void extend(const Run& run, Millis lease);
  bool holds(const Run& run);
  void finish(const Run& run, const Outcome& outcome);
  void finish_again();
  static Record about(Kind kind, const Run& run);

  const Millis lease_;
  SystemClock clock_;
  Truth truth_;
  Journal journal_;
  std::mt19937_64 random_;
  std::unique_ptr<Schedule> schedule_;
  std::vector<Run> past_;
};

}  // namespace retally::torture
