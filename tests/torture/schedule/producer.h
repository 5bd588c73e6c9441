// Changes targets and touches them, over and over: some are touched much more often than others.
#pragma once

#include <random>

#include "retally/toucher.h"
#include "tests/torture/schedule/journal.h"
#include "tests/torture/schedule/setup.h"
#include "tests/torture/schedule/truth.h"

namespace retally::torture {

class Producer {
 public:
  // `through_toucher`: it remembers which targets are covered; else every touch is a call.
  Producer(const Setup& setup, bool through_toucher);

  // Until it is killed.
  [[noreturn]] void produce();

 private:
  std::size_t chance(std::size_t below);
  std::size_t some_target();
  Record change(std::size_t target);
  void touch_many();
  void touch_one_often();

  SystemClock clock_;
  const bool through_toucher_;
  Truth truth_;
  Journal journal_;
  std::mt19937_64 random_;
  std::unique_ptr<Schedule> schedule_;
  Toucher toucher_;
};

}  // namespace retally::torture
