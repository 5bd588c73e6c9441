#include "events/random_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace retally {

namespace {

using namespace std::string_literals;

bool is_number(Column column) {
  switch (column) {
    case Column::obj_id:
    case Column::count:
    case Column::duration:
    case Column::project_id:
    case Column::task_id:
    case Column::job_id:
    case Column::user_id:
    case Column::org_id:
      return true;
    default:
      return false;
  }
}

std::string random_text(Dice& dice) {
  static const std::vector<std::string> kCharacters = {
      "a", "Z", "0",  " ", "\"", "'", "\\", ",",     "\n",    "\r\n", "\t",
      "/", "é", "駐", "😀", "{",  "]", ":",  "\x01"s, "\x7F"s, "null", "-"};
  std::string text;
  for (std::size_t size = dice.roll(12); size > 0; --size) text += kCharacters[dice.roll(kCharacters.size())];
  return text;
}

JsonValue random_value(Dice& dice, int depth) {
  JsonValue value;
  value.kind = static_cast<JsonValue::Kind>(dice.roll(depth > 3 ? 3 : 5));
  switch (value.kind) {
    case JsonValue::Kind::constant:
      value.text = dice.coin() ? "null" : dice.coin() ? "true" : "false";
      break;
    case JsonValue::Kind::number:
      value.text = std::to_string(static_cast<std::int64_t>(dice.roll(100'000)) - 50'000);
      break;
    case JsonValue::Kind::string:
      value.text = random_text(dice);
      break;
    case JsonValue::Kind::array:
      for (std::size_t size = dice.roll(4); size > 0; --size)
        value.items.push_back(random_value(dice, depth + 1));
      break;
    case JsonValue::Kind::object:
      for (std::size_t size = dice.roll(4); size > 0; --size) {
        value.items.push_back(random_value(dice, depth + 1));
        value.items.back().name = fmt::format("{}{}", size, random_text(dice));
      }
      break;
  }
  return value;
}

std::string space(Dice& dice) {
  return dice.roll(3) == 0 ? " "s : ""s;
}

// The code point that `text` begins with, taken off it.
std::uint32_t take_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t point = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) point = point << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(size);
  return point;
}

std::string unit(std::uint32_t value) {
  return fmt::format("\\u{:04x}", value);
}

// With as many escapes as JSON allows, or as few: Python escapes all that is not ASCII, JavaScript nothing of
// it.
std::string json_string(std::string_view text, Dice& dice) {
  const bool ascii = dice.coin();
  std::string result = "\"";
  while (!text.empty()) {
    const std::string_view rest = text;
    const std::uint32_t point = take_code_point(text);
    const std::string_view character = rest.substr(0, rest.size() - text.size());
    if (point == '"' || point == '\\') {
      result += dice.roll(4) == 0 ? unit(point) : "\\"s.append(character);
    } else if (point == '\n' && dice.coin()) {
      result += "\\n";
    } else if (point >= 0x10000 && ascii) {
      result += unit(0xD800 + ((point - 0x10000) >> 10U)) + unit(0xDC00 + ((point - 0x10000) & 0x3FFU));
    } else if (point < 0x20 || (point >= 0x7F && ascii) || dice.roll(20) == 0) {
      result += point >= 0x10000 ? std::string(character) : unit(point);
    } else {
      result += character;
    }
  }
  return result + "\"";
}

std::string json_number(const std::string& text, Dice& dice) {
  switch (dice.roll(4)) {
    case 0:
      return text + ".0";
    case 1:
      return text == "0" ? text : text + "0e-1";
    default:
      return text;
  }
}

std::string json_value(const JsonValue& value, Dice& dice);

std::string json_items(const JsonValue& value, Dice& dice) {
  auto items = value.items;
  const bool is_object = value.kind == JsonValue::Kind::object;
  if (is_object) dice.shuffle(items);
  std::string result;
  for (const JsonValue& item : items) {
    if (!result.empty()) result += "," + space(dice);
    if (is_object) result += json_string(item.name, dice) + space(dice) + ":" + space(dice);
    result += json_value(item, dice) + space(dice);
  }
  return result;
}

std::string json_value(const JsonValue& value, Dice& dice) {
  switch (value.kind) {
    case JsonValue::Kind::constant:
      return value.text;
    case JsonValue::Kind::number:
      return json_number(value.text, dice);
    case JsonValue::Kind::string:
      return json_string(value.text, dice);
    case JsonValue::Kind::array:
      return "[" + space(dice) + json_items(value, dice) + "]";
    case JsonValue::Kind::object:
      return "{" + space(dice) + json_items(value, dice) + "}";
  }
  return {};
}

std::string time_text(std::int64_t time_ms, Dice& dice) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{time_ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss of_day{time - day};
  if (dice.coin()) return fmt::format("{}.{:03}{:03}", time_ms / 1000, time_ms % 1000, dice.roll(1000));
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}.{:03}000{}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     dice.coin() ? 'T' : ' ', of_day.hours().count(), of_day.minutes().count(),
                     of_day.seconds().count(), of_day.subseconds().count(), dice.coin() ? "+00:00" : "Z");
}

std::string json_column(const RandomEvent& event, Column column, Dice& dice) {
  const std::string& text = event.texts[static_cast<std::size_t>(column)];
  if (column == Column::timestamp) return json_string(time_text(event.time_ms, dice), dice);
  if (column == Column::payload && event.has_payload) {
    const std::string payload = json_value(event.payload, dice);
    const bool is_text = event.payload.items.empty() || dice.coin();
    return is_text ? json_string(payload, dice) : payload;
  }
  if (text.empty()) return dice.coin() ? "null" : "\"\"";
  if (!is_number(column)) return json_string(text, dice);
  return dice.coin() ? json_number(text, dice) : json_string(text, dice);
}

bool is_absent(const RandomEvent& event, Column column) {
  if (column == Column::timestamp) return false;
  if (column == Column::payload) return !event.has_payload;
  return event.texts[static_cast<std::size_t>(column)].empty();
}

}  // namespace

RandomEvent random_event(Dice& dice) {
  RandomEvent event;
  event.time_ms = static_cast<std::int64_t>(dice.roll(10'413'792'000'000));
  event.texts[0] = "create:" + random_text(dice);
  for (std::size_t i = 1; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (column == Column::payload || column == Column::timestamp || dice.roll(3) == 0) continue;
    event.texts[i] = is_number(column) ? std::to_string(dice.roll(60'000)) : random_text(dice);
  }
  event.has_payload = dice.coin();
  if (event.has_payload) event.payload = random_value(dice, 0);
  return event;
}

RandomEvent changed(const RandomEvent& event, Column column, Dice& dice) {
  RandomEvent other = event;
  std::string& text = other.texts[static_cast<std::size_t>(column)];
  if (column == Column::payload) {
    other.has_payload = true;
    other.payload = JsonValue{JsonValue::Kind::array, "", "", {event.payload}};
  } else if (is_number(column)) {
    // An absent duration is 0.
    const bool absent = text.empty();
    text = absent ? "1" : std::to_string(std::stoull(text) + 1 + dice.roll(5));
  } else {
    text += "+";
  }
  return other;
}

std::string as_json(const RandomEvent& event, Dice& dice) {
  std::vector<std::string> members;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (is_absent(event, column) && dice.coin()) continue;
    members.push_back(json_string(name_of(column), dice) + space(dice) + ":" + space(dice) +
                      json_column(event, column, dice));
  }
  if (dice.coin()) members.emplace_back(R"("unknown": [{"scope": 1}])");
  dice.shuffle(members);
  return fmt::format("{{{}{}{}}}", space(dice), fmt::join(members, "," + space(dice)), space(dice));
}

std::string csv_header(const std::vector<Column>& columns) {
  std::string header = "extra";
  for (const Column column : columns) header.append(",").append(name_of(column));
  return header;
}

std::string as_csv(const RandomEvent& event, const std::vector<Column>& columns, Dice& dice) {
  std::string record = dice.coin() ? "x" : "";
  for (const Column column : columns) {
    std::string text = event.texts[static_cast<std::size_t>(column)];
    if (column == Column::timestamp) text = time_text(event.time_ms, dice);
    if (column == Column::payload && event.has_payload) text = json_value(event.payload, dice);
    record += ',';
    if (text.find_first_of(",\"\r\n") == std::string::npos && dice.coin()) {
      record += text;
      continue;
    }
    record += '"';
    for (const char c : text) record += c == '"' ? "\"\"" : std::string(1, c);
    record += '"';
  }
  return record;
}

}  // namespace retally
