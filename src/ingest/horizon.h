// Which events are too old to be taken: nobody knows any more whether they were counted.
#pragma once

#include "events/event.h"
#include "retally/clock.h"

namespace retally {

// Throws Error(invalid_input), with a reason for people, for an event from before `horizon`, which is what
// Reader::forgotten_before() says.
void check_age(const Event& event, TimePoint horizon);

}  // namespace retally
