// Checks the texts of a row and makes an event of them, the same for every form that a row can come in.
#pragma once

#include "events/columns.h"
#include "events/event.h"
#include "events/payload.h"
#include "events/text.h"

namespace retally {

// Keeps its memory from event to event: use one per thread.
class EventBuilder {
 public:
  // Sets every member of `event` but its text; its views are those of the row, and the payload's hold until
  // the next call. Gives the reason when the row is no event; `event` is then unspecified.
  Reason build(const ColumnTexts& row, Event& event);

 private:
  PayloadReader payloads_;
};

}  // namespace retally
