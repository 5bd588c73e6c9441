// An event's payload: a JSON document in a text column.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string_view>

#include "events/event.h"
#include "events/padded_text.h"
#include "events/text.h"

namespace retally {

// The list that an event of this scope counts ("shapes", "tracks" or "tags"); empty if it counts none. The
// scope is create, update or delete of one of them.
std::string_view counted_list(std::string_view scope);

// Reads a payload in one pass for what it says and for its hash. Keeps its memory: use one per thread.
class PayloadReader {
 public:
  // Sets `payload` to what retally takes out of the text, and `hash` to the hash of the JSON value that it
  // holds; of a text that is no JSON, to nothing and the hash of the text; of an empty one to nothing and 0.
  // `payload` holds until the next call. Gives a reason when it nests too deep.
  Reason read(std::string_view text, std::string_view scope, Payload& payload, std::uint64_t& hash);

 private:
  struct Node;
  bool read_document(simdjson::padded_string_view text, Node& root);
  bool read_value(simdjson::ondemand::value value, int depth, Node& node);
  bool read_array(simdjson::ondemand::value& value, int depth, Node& node);
  bool read_object(simdjson::ondemand::value& value, int depth, Node& node);
  bool read_string(simdjson::ondemand::value& value, Node& node);
  bool read_number(simdjson::ondemand::value& value, Node& node);
  bool read_constant(simdjson::ondemand::value& value, Node& node);
  void take_member(std::string_view key, const Node& node);

  simdjson::ondemand::parser parser_;
  PaddedText buffer_;
  Payload payload_;
  std::string_view counted_list_;
  bool is_job_ = false;
  bool too_deep_ = false;
};

}  // namespace retally
