#include "events/json_event.h"

#include <fmt/format.h>

#include "events/decimal.h"
#include "events/json_text.h"

namespace retally {

namespace ondemand = simdjson::ondemand;

namespace {

std::string no_json(simdjson::error_code error) {
  return fmt::format("is not well-formed JSON: {}", simdjson::error_message(error));
}

bool is_text(Column column) {
  switch (column) {
    case Column::scope:
    case Column::obj_name:
    case Column::obj_val:
    case Column::source:
    case Column::user_name:
    case Column::user_email:
    case Column::org_slug:
      return true;
    default:
      return false;
  }
}

Reason take_string(Column column, ondemand::value& value, std::string_view token, std::string_view& text) {
  const auto raw = raw_string(token);
  if (!raw) return fmt::format("{}: is not well-formed JSON", name_of(column));
  const auto unescaped = string_of(value, *raw);
  if (!unescaped) {
    return fmt::format("{}: {} has an escape that stands for no character", name_of(column), quote(*raw));
  }
  text = *unescaped;
  if (text.data() != raw->data() && text.find('\0') != std::string_view::npos) {
    return fmt::format("{}: {} has a NUL character", name_of(column), quote(*raw));
  }
  return std::nullopt;
}

// A number in a text column is taken as it is written; what else it can be in a number's column, the builder
// checks.
Reason take_number(Column column, std::string_view token, std::string_view& text) {
  text = token;
  if (is_text(column) && !parse_decimal(text)) {
    return fmt::format("{}: {} is not a number", name_of(column), quote(text));
  }
  return std::nullopt;
}

// On-Demand passes over what is inside without a look: `{2"a":1}` is an object to it. CVAT writes payloads as
// texts, so that it may take a moment to read one that is none as a whole.
bool is_json(std::string_view text) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element document;
  return parser.parse(text.data(), text.size()).get(document) == simdjson::SUCCESS;
}

// The payload is a text that holds JSON; the JSON itself is as good.
Reason take_container(Column column, ondemand::value& value, bool is_object, std::string_view& text) {
  if (column != Column::payload) {
    return fmt::format("{}: is an {}, not a text or a number", name_of(column),
                       is_object ? "object" : "array");
  }
  simdjson::error_code error = simdjson::SUCCESS;
  if (is_object) {
    ondemand::object object;
    error = value.get_object().get(object);
    if (error == simdjson::SUCCESS) error = object.raw_json().get(text);
  } else {
    ondemand::array array;
    error = value.get_array().get(array);
    if (error == simdjson::SUCCESS) error = array.raw_json().get(text);
  }
  if (error != simdjson::SUCCESS) return "payload: " + no_json(error);
  text = trimmed(text);
  if (!is_json(text)) return "payload: is not well-formed JSON";
  return std::nullopt;
}

Reason take_value(Column column, ondemand::value& value, std::string_view& text) {
  const std::string_view token = token_of(value);
  switch (token.empty() ? '\0' : token.front()) {
    case '"':
      return take_string(column, value, token, text);
    case '{':
      return take_container(column, value, true, text);
    case '[':
      return take_container(column, value, false, text);
    case 'n':
      text = {};
      if (token == "null") return std::nullopt;
      break;
    default:
      if (token == "true" || token == "false") break;
      return take_number(column, token, text);
  }
  return fmt::format("{}: {} is neither a text nor a number", name_of(column), quote(token));
}

// A string has to be used up (json_text.cc); what else it can be, the iteration passes over.
void pass_over(ondemand::value& value) {
  const std::string_view token = token_of(value);
  if (token.starts_with('"')) string_of(value, {});
}

}  // namespace

Reason JsonEventReader::read(std::string_view text, ColumnTexts& row) {
  ondemand::document document;
  if (const auto error = parser_.iterate(buffer_.assign({text})).get(document)) return no_json(error);
  ondemand::object object;
  if (const auto error = document.get_object().get(object)) {
    if (error == simdjson::INCORRECT_TYPE) return fmt::format("{} is not a JSON object", quote(text));
    return no_json(error);
  }
  row = ColumnTexts{};
  for (auto member : object) {
    ondemand::field field;
    if (const auto error = std::move(member).get(field)) return no_json(error);
    const auto key = key_of(field);
    if (!key) return "has a key with an escape that stands for no character";
    const auto column = column_named(*key);
    if (!column) {
      pass_over(field.value());
      continue;
    }
    if (Reason reason = take_value(*column, field.value(), row[*column])) return reason;
  }
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return "has something behind the JSON object";
  return std::nullopt;
}

}  // namespace retally
