// One of the forms that a log comes in.
#pragma once

#include "events/decoder.h"

namespace retally {

class LogForm {
 public:
  virtual ~LogForm() = default;

  // Tells the sink of the next event, good or bad, or passes over what lies between two. False at the end.
  virtual bool step(EventSink& sink) = 0;
};

}  // namespace retally
