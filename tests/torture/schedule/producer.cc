#include "tests/torture/schedule/producer.h"

#include <algorithm>
#include <thread>

#include "retally/error.h"
#include "tests/torture/schedule/answered.h"

namespace retally::torture {

namespace {

constexpr std::size_t kMostTouches = 20;  // in one go
constexpr std::size_t kMostRest = 160;    // ms, between two goes
constexpr std::size_t kGoesPerRequest = 50;

}  // namespace

Producer::Producer(const Setup& setup, bool through_toucher)
    : through_toucher_(through_toucher),
      truth_(setup.truth, setup.targets),
      journal_(setup.journal),
      random_(setup.seed),
      schedule_(join_schedule(setup, clock_)),
      toucher_(*schedule_, clock_) {}

void Producer::produce() {
  for (;;) {
    try {
      through_toucher_ ? touch_one_often() : touch_many();
      if (chance(kGoesPerRequest) == 0) {
        schedule_->request(name_of(some_target()), "ann");
      }
    } catch (const Error&) {
      rest_after_error();
    }
    std::this_thread::sleep_for(Millis(chance(kMostRest)));
  }
}

std::size_t Producer::chance(std::size_t below) {
  return random_() % below;
}

// Every other one of the busy fiftieth.
std::size_t Producer::some_target() {
  return chance(2) == 0 ? chance(std::max<std::size_t>(truth_.targets() / 50, 1)) : chance(truth_.targets());
}

// The change comes first: a touch stands for what has happened.
Record Producer::change(std::size_t target) {
  const std::uint64_t version = truth_.change(target);
  return {.kind = Kind::touch_sent,
          .target = static_cast<std::uint32_t>(target),
          .here = here(),
          .version = version};
}

void Producer::touch_many() {
  std::vector<Record> records(1 + chance(kMostTouches));
  std::vector<std::string> targets;
  for (Record& record : records) {
    record = change(some_target());
    targets.push_back(name_of(record.target));
  }
  journal_.append(records);
  const std::vector<Touched> answers = schedule_->touch(targets);
  std::ranges::transform(records, answers, records.begin(), answered);
  journal_.append(records);
}

void Producer::touch_one_often() {
  const std::size_t target = some_target();
  const std::string name = name_of(target);
  for (std::size_t touches = 1 + chance(kMostTouches); touches > 0; --touches) {
    Record record = change(target);
    journal_.append(record);
    const std::uint64_t covered_before = toucher_.covered();
    const Touched touched = toucher_.touch(name);
    record = answered(record, touched);
    if (toucher_.covered() != covered_before) {
      record.kind = Kind::covered;
    }
    journal_.append(record);
  }
}

}  // namespace retally::torture
