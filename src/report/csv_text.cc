#include "report/csv_text.h"

namespace retally {

namespace {

bool looks_like_a_formula(std::string_view text) {
  constexpr std::string_view kStarts = "=+-@\t\r\n";
  return !text.empty() && kStarts.find(text.front()) != std::string_view::npos;
}

}  // namespace

void append_csv_text(std::string& out, std::string_view text) {
  std::string guarded;
  if (looks_like_a_formula(text)) {
    guarded.append("'").append(text);
    text = guarded;
  }
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace retally
