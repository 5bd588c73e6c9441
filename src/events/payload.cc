// The hash of a payload is one of the JSON value, not of its text: {"a": 1, "b": [true]} and
// {"b":[true],"a":1.0} are the same. It is built from the leaves up:
//
//   string    the hash of its text after the escapes
//   number    the hash of its exact decimal value (decimal.h)
//   constant  a number for each of null, true and false
//   array     the hashes of the elements, each mixed into that of those before it: their order matters
//   object    the sum of hash_pair(key, value) over the members: a sum does not know the order of what it
//   adds, so that
//             nothing has to be sorted or copied
//
// and at each step the kind is mixed in, so that [] is not {} and "1" is not 1. A sum and not an exclusive
// or: two equal members would cancel each other out. A key that is there twice counts twice, and its last
// value is the one that is taken.
#include "events/payload.h"

#include <fmt/format.h>

#include "events/decimal.h"
#include "events/hashing.h"
#include "events/json_text.h"
#include "events/limits.h"

namespace retally {

namespace ondemand = simdjson::ondemand;

namespace {

// Seeds that keep values of different kinds apart.
enum class Kind : std::uint64_t { opaque = 1, constant, number, string, bad_string, array, object };

std::uint64_t hash_as(Kind kind, std::string_view text) {
  return hash_text(text, static_cast<std::uint64_t>(kind));
}

std::uint64_t hash_as(Kind kind, std::uint64_t value) {
  return hash_pair(static_cast<std::uint64_t>(kind), value);
}

std::uint64_t hash_number(const Decimal& number) {
  const auto form = static_cast<std::uint64_t>(number.exponent) << 2U |
                    static_cast<std::uint64_t>(number.wide) << 1U |
                    static_cast<std::uint64_t>(number.negative);
  return hash_as(Kind::number, hash_pair(number.digits, form));
}

}  // namespace

std::string_view counted_list(std::string_view scope) {
  if (!scope.starts_with("create:") && !scope.starts_with("update:") && !scope.starts_with("delete:"))
    return {};
  const std::string_view resource = scope.substr(7);
  return resource == "shapes" || resource == "tracks" || resource == "tags" ? resource : std::string_view{};
}

// A value that has been read.
struct PayloadReader::Node {
  ondemand::json_type type = ondemand::json_type::null;
  std::uint64_t hash = 0;
  std::string_view text;     // of a string after the escapes, of a number as written
  std::uint64_t length = 0;  // of an array
};

Reason PayloadReader::read(std::string_view text, std::string_view scope, Payload& payload,
                           std::uint64_t& hash) {
  payload = Payload{};
  hash = 0;
  if (text.empty()) return std::nullopt;
  payload_ = Payload{};
  counted_list_ = counted_list(scope);
  is_job_ = scope == "create:job";
  too_deep_ = false;
  // As the only element of an array every kind of value is read in the same way.
  Node root;
  if (read_document(buffer_.assign({"[", text, "]"}), root)) {
    payload = payload_;
    hash = root.hash;
    return std::nullopt;
  }
  if (too_deep_) return fmt::format("payload: is nested deeper than {} levels", kMaxPayloadDepth);
  hash = hash_as(Kind::opaque, text);
  return std::nullopt;
}

bool PayloadReader::read_document(simdjson::padded_string_view text, Node& root) {
  ondemand::document document;
  if (parser_.iterate(text).get(document) != simdjson::SUCCESS) return false;
  ondemand::array array;
  if (document.get_array().get(array) != simdjson::SUCCESS) return false;
  int values = 0;
  for (auto element : array) {
    ondemand::value value;
    if (++values > 1 || element.get(value) != simdjson::SUCCESS || !read_value(value, 1, root)) return false;
  }
  return values == 1 && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

bool PayloadReader::read_value(ondemand::value value, int depth, Node& node) {
  if (depth > kMaxPayloadDepth) {
    too_deep_ = true;
    return false;
  }
  if (value.type().get(node.type) != simdjson::SUCCESS) return false;
  switch (node.type) {
    case ondemand::json_type::array:
      return read_array(value, depth, node);
    case ondemand::json_type::object:
      return read_object(value, depth, node);
    case ondemand::json_type::string:
      return read_string(value, node);
    case ondemand::json_type::number:
      return read_number(value, node);
    case ondemand::json_type::boolean:
    case ondemand::json_type::null:
      return read_constant(value, node);
  }
  return false;
}

bool PayloadReader::read_array(ondemand::value& value, int depth, Node& node) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return false;
  std::uint64_t hash = 0;
  node.length = 0;
  for (auto element : array) {
    ondemand::value item;
    Node child;
    if (element.get(item) != simdjson::SUCCESS || !read_value(item, depth + 1, child)) return false;
    hash = hash_pair(hash, child.hash);
    ++node.length;
  }
  node.hash = hash_as(Kind::array, hash);
  return true;
}

bool PayloadReader::read_object(ondemand::value& value, int depth, Node& node) {
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return false;
  std::uint64_t sum = 0;
  for (auto member : object) {
    ondemand::field field;
    if (std::move(member).get(field) != simdjson::SUCCESS) return false;
    const auto key = key_of(field);
    Node child;
    if (!key || !read_value(field.value(), depth + 1, child)) return false;
    sum += hash_pair(hash_as(Kind::string, *key), child.hash);
    if (depth == 1) take_member(*key, child);
  }
  node.hash = hash_as(Kind::object, sum);
  return true;
}

// A string with half a surrogate pair, which Python writes without complaint, is compared as it is written:
// what stands beside it still counts.
bool PayloadReader::read_string(ondemand::value& value, Node& node) {
  const auto raw = raw_string(token_of(value));
  if (!raw) return false;
  const auto text = string_of(value, *raw);
  node.text = text.value_or(std::string_view{});
  node.hash = text ? hash_as(Kind::string, *text) : hash_as(Kind::bad_string, *raw);
  return true;
}

bool PayloadReader::read_number(ondemand::value& value, Node& node) {
  node.text = token_of(value);
  const auto number = parse_decimal(node.text);
  if (!number) return false;
  node.hash = hash_number(*number);
  return true;
}

bool PayloadReader::read_constant(ondemand::value& value, Node& node) {
  const std::string_view token = token_of(value);
  if (token != "null" && token != "true" && token != "false") return false;
  node.hash = hash_as(Kind::constant, token);
  return true;
}

void PayloadReader::take_member(std::string_view key, const Node& node) {
  if (key == "working_time") {
    const auto number = node.type == ondemand::json_type::number ? parse_decimal(node.text) : std::nullopt;
    payload_.working_ms = number ? whole_part(*number).value_or(0) : 0;
  } else if (is_job_ && key == "type") {
    payload_.job_type = node.type == ondemand::json_type::string ? node.text : std::string_view{};
  } else if (!counted_list_.empty() && key == counted_list_) {
    payload_.listed_objects = node.length;
  }
}

}  // namespace retally
