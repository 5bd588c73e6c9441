#include "rq/delivery_options.h"

#include <algorithm>
#include <cctype>

#include "retally/error.h"

namespace retally::rq {
namespace {

// Dotted names, two at least: a function is in a module. Letters beyond ASCII are Python's to judge.
bool is_function(std::string_view text) {
  bool at_begin = true;
  std::size_t dots = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '.') {
      if (at_begin) return false;
      ++dots;
      at_begin = true;
      continue;
    }
    const bool letter = byte >= 0x80 || std::isalpha(byte) != 0 || c == '_';
    if (!letter && (at_begin || std::isdigit(byte) == 0)) return false;
    at_begin = false;
  }
  return dots > 0 && !at_begin;
}

bool is_queue(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

}  // namespace

void set_delivery(DeliveryOptions& options, std::string_view text) {
  // A queue's name may hold colons; a function's does not.
  const std::size_t colon = text.rfind(':');
  const bool is_rq = text.starts_with("rq:") && colon > 2;
  const std::string_view queue = is_rq ? text.substr(3, colon - 3) : "";
  const std::string_view function = is_rq ? text.substr(colon + 1) : "";
  if (!is_queue(queue) || !is_function(function)) {
    throw Error(ErrorKind::invalid_input,
                "deliver: '" + std::string(text) + "': use rq:QUEUE:module.path.function");
  }
  options.queue = queue;
  options.function = function;
}

}  // namespace retally::rq
