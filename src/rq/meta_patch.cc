#include "rq/meta_patch.h"

#include <nlohmann/json.hpp>

#include <utility>

#include "retally/error.h"
#include "rq/document.h"

namespace retally::rq {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse_number(std::string_view name, const std::string& why) {
  throw Error(ErrorKind::invalid_input, "'" + std::string(name) + "' of a job's meta: " + why);
}

// Where a number lies, and in how many bytes, after the opcode at `at`; 0: it is written in digits.
std::pair<std::size_t, std::size_t> binary_place(std::string_view bytes, std::size_t at) {
  switch (static_cast<unsigned char>(bytes[at])) {
    case 'K':
      return {at + 1, 1};
    case 'M':
      return {at + 1, 2};
    case 'J':
      return {at + 1, 4};
    case 0x8a:
      return {at + 2, static_cast<unsigned char>(bytes[at + 1])};
    case 0x8b:
      return {at + 5,
              static_cast<unsigned char>(bytes[at + 1])};  // of a size that was read as a number of 64 bits
    default:
      return {at + 1, 0};
  }
}

bool fits(std::int64_t value, std::size_t size, bool is_signed) {
  if (size >= sizeof(value)) return true;
  const std::int64_t range = std::int64_t{1} << (8 * size - (is_signed ? 1 : 0));
  return value >= (is_signed ? -range : 0) && value < range;
}

std::string with_number_in_pickle(std::string_view bytes, std::size_t at, std::string_view name,
                                  std::int64_t value) {
  std::string changed(bytes);
  const auto [place, size] = binary_place(bytes, at);
  if (size == 0) {
    // Protocol 0: "I3\n", or "L3L\n". Nothing tells of its length elsewhere.
    const std::size_t end = bytes.find_first_of("L\n", place);
    return changed.replace(place, end - place, std::to_string(value));
  }
  const bool is_signed = bytes[at] != 'K' && bytes[at] != 'M';
  if (!fits(value, size, is_signed))
    refuse_number(name, std::to_string(value) + " does not fit in its place");
  for (std::size_t i = 0; i < size; ++i)
    changed[place + i] = static_cast<char>(i < sizeof(value) ? value >> (8 * i) & 0xff
                                           : value < 0       ? 0xff
                                                             : 0);
  return changed;
}

}  // namespace

std::string with_number(std::string_view bytes, std::string_view name, std::int64_t value) {
  const Document document = read_document(bytes);
  const Node* const number = document.find(document.root(), name);
  if (number == nullptr || number->kind != Kind::integer) refuse_number(name, "it is no whole number");
  if (number->shared) refuse_number(name, "its number stands for others too");
  if (bytes.find_first_not_of(" \t\r\n") != bytes.find('{'))
    return with_number_in_pickle(bytes, number->at, name, value);
  Json json = Json::parse(bytes);
  json[std::string(name)] = value;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace retally::rq
