// What an event means: CVAT's scopes in, changes and sightings out.
#pragma once

#include "events/event.h"
#include "store/change_set.h"

namespace retally {

// Adds to `set` what the event asks for. Throws Error(invalid_input), with a reason for people, for an event
// whose numbers no annotation team can mean (see limits.h); then nothing of it has been added.
void translate(const Event& event, ChangeSet& set);

}  // namespace retally
