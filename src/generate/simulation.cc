#include "generate/simulation.h"

#include <algorithm>

#include "generate/annotator.h"
#include "generate/manager.h"

namespace retally::simulated {

Simulation::Simulation(World& world) {
  for (Organisation& organisation : world.organisations()) {
    auto manager = std::make_unique<Manager>(world, organisation);
    turns_.push({manager->first_us(), agents_.size()});
    agents_.push_back(std::move(manager));
  }
  for (const Person& person : world.annotators()) {
    auto annotator = std::make_unique<Annotator>(world, person);
    turns_.push({annotator->first_us(), agents_.size()});
    agents_.push_back(std::move(annotator));
  }
}

// A request is the next one when nobody can make an earlier one any more.
Request Simulation::next() {
  while (waiting_.empty() || waiting_.front().request.time_us > turns_.top().time_us) act();
  std::pop_heap(waiting_.begin(), waiting_.end(), std::greater<>());
  Request request = std::move(waiting_.back().request);
  waiting_.pop_back();
  return request;
}

void Simulation::act() {
  const Turn turn = turns_.top();
  turns_.pop();
  turns_.push({agents_[turn.agent]->step(turn.time_us, fresh_), turn.agent});
  for (Request& request : fresh_) {
    waiting_.push_back({requests_++, std::move(request)});
    std::push_heap(waiting_.begin(), waiting_.end(), std::greater<>());
  }
  fresh_.clear();
}

}  // namespace retally::simulated
