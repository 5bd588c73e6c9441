#include "events/json_scanner.h"

#include <utility>

namespace retally {

// Goes behind the closing quote. False when it is not there: at the end of `text`, or at a line's end.
bool JsonScanner::skip_string(std::string_view text, std::size_t& at) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') return false;
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_string_ = false;
      ++at;
      return true;
    }
  }
  return false;
}

std::size_t JsonScanner::find_end(std::string_view text, std::size_t from) {
  if (end_ == JsonEnd::line) return text.find('\n', from);
  std::size_t at = from;
  while (at < text.size()) {
    if (in_string_ && !skip_string(text, at)) return at < text.size() ? at : std::string_view::npos;
    if (at == text.size()) break;
    // Outside of a string a backslash is wrong, but simdjson pairs it with what follows; so both see the same
    // strings.
    const bool escaped = std::exchange(escaped_, false);
    switch (escaped && text[at] != '\n' ? ' ' : text[at]) {
      case '\\':
        escaped_ = true;
        break;
      case '"':
        in_string_ = true;
        break;
      case '{':
      case '[':
        ++depth_;
        break;
      case ',':
        if (depth_ == 0 && end_ != JsonEnd::bracket) return at;
        break;
      case ']':
      case '}':
        if (depth_ == 0 && text[at] == ']') return at;
        if (depth_ > 0 && --depth_ == 0 && end_ == JsonEnd::bracket) return at + 1;
        break;
      case '\n':
        if (end_ == JsonEnd::separator_or_line) return at;
        break;
      default:
        break;
    }
    ++at;
  }
  return std::string_view::npos;
}

}  // namespace retally
