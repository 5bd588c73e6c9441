// Touches what is stale and waits nowhere, as the reconciler of `retally serve` does; and looks at the
// schedule from outside meanwhile.
#pragma once

#include <random>

#include "tests/torture/schedule/journal.h"
#include "tests/torture/schedule/setup.h"
#include "tests/torture/schedule/truth.h"

namespace retally::torture {

class Reconciliation {
 public:
  explicit Reconciliation(const Setup& setup);

  // Step by step, until it is killed. Throws Error(conflict) if a listing holds a target twice.
  [[noreturn]] void reconcile();
  // Until all is shown, and nothing is pending, running, failed or asked for.
  void settle();

 private:
  // Returns how many were stale.
  std::size_t step();
  std::size_t step(std::size_t from, std::size_t to);
  void touch(std::vector<Record> lost);
  void look();
  bool is_idle();

  SystemClock clock_;
  Truth truth_;
  Journal journal_;
  std::mt19937_64 random_;
  std::unique_ptr<Schedule> schedule_;
};

}  // namespace retally::torture
