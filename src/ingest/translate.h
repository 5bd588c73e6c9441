// What an event means: CVAT's scopes in, changes and sightings out.
#pragma once

#include <cstdint>

#include "events/event.h"
#include "store/change_set.h"

namespace retally {

// More than an event can mean. A project of a million frames has some ten million objects, and one press of
// Save writes a part of them; CVAT's working time of an event is at most a batch of 90 s, and 100 s before
// it.
inline constexpr std::uint64_t kMaxObjectCount = 1'000'000'000;
inline constexpr std::uint64_t kMaxWorkingMs = std::uint64_t{366} * 24 * 3600 * 1000;
// Longer texts are cut: CVAT itself allows names of 256 characters, and has four states.
inline constexpr std::size_t kMaxNameCharacters = 256;
inline constexpr std::size_t kMaxStateBytes = 64;

// Adds to `set` what the event asks for; counts it as of no interest when that is no change, and as a warning
// when it counts objects without saying how many. Throws Error(invalid_input), with a reason for people, for
// an event whose numbers no annotation team can mean (above), with an id of 0 or from 2^63 on, or that
// creates, renames or deletes something without saying what; then nothing of it has been added.
void translate(const Event& event, ChangeSet& set);

}  // namespace retally
