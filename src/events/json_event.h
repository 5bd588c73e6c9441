// One event as a JSON object.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "events/columns.h"
#include "events/padded_text.h"
#include "events/text.h"

namespace retally {

// Keeps its memory from event to event: use one per thread.
class JsonEventReader {
 public:
  // Sets `row` to the texts of the object's members that are columns; other members are passed over. Of a key
  // that is there twice the last value is taken, as Python does. The row holds until the next call. Gives the
  // reason when the text is no JSON object, or a member's value is of a kind that its column can't be.
  Reason read(std::string_view text, ColumnTexts& row);

 private:
  simdjson::ondemand::parser parser_;
  PaddedText buffer_;
};

}  // namespace retally
