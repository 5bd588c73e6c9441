#include "events/csv_record.h"

#include <algorithm>

namespace retally {

CsvRecord::Outcome CsvRecord::parse(std::string_view bytes, bool at_end) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(bytes.size());  // so that it never moves while fields_ point into it
  std::size_t at = 0;
  while (true) {
    switch (take_field(bytes, at_end, at)) {
      case Step::field:
        break;
      case Step::partial:
        return Outcome::partial;
      case Step::bad:
        return Outcome::bad;
      case Step::record:
        size_ = at;
        newlines_ = static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
        return Outcome::complete;
    }
  }
}

CsvRecord::Step CsvRecord::take_field(std::string_view bytes, bool at_end, std::size_t& at) {
  if (at == bytes.size() && !at_end) return Step::partial;
  const bool is_quoted = at < bytes.size() && bytes[at] == '"';
  return is_quoted ? take_quoted(bytes, at_end, at) : take_plain(bytes, at_end, at);
}

CsvRecord::Step CsvRecord::take_quoted(std::string_view bytes, bool at_end, std::size_t& at) {
  const std::size_t begin = at + 1;
  bool doubled = false;
  std::size_t quote = bytes.find('"', begin);
  while (quote != std::string_view::npos && quote + 1 < bytes.size() && bytes[quote + 1] == '"') {
    doubled = true;
    quote = bytes.find('"', quote + 2);
  }
  if (!at_end && (quote == std::string_view::npos || quote + 1 == bytes.size())) return Step::partial;
  if (quote == std::string_view::npos) {
    reason_ = "a quoted value is not closed";
    return Step::bad;
  }
  const std::string_view value = bytes.substr(begin, quote - begin);
  fields_.push_back(doubled ? unquote(value) : value);
  at = quote + 1;
  return take_separator(bytes, at_end, at);
}

CsvRecord::Step CsvRecord::take_plain(std::string_view bytes, bool at_end, std::size_t& at) {
  const std::size_t begin = at;
  while (at < bytes.size() && bytes[at] != ',' && bytes[at] != '\n' && bytes[at] != '"') ++at;
  if (at == bytes.size() && !at_end) return Step::partial;
  if (at < bytes.size() && bytes[at] == '"') {
    reason_ = "has a quote inside of a value that does not begin with one";
    return Step::bad;
  }
  // A carriage return belongs to the line's end.
  const bool ends_line = at == bytes.size() || bytes[at] == '\n';
  if (ends_line && at > begin && bytes[at - 1] == '\r') --at;
  fields_.push_back(bytes.substr(begin, at - begin));
  return take_separator(bytes, at_end, at);
}

CsvRecord::Step CsvRecord::take_separator(std::string_view bytes, bool at_end, std::size_t& at) {
  if (at < bytes.size() && bytes[at] == ',') {
    ++at;
    return Step::field;
  }
  const std::string_view rest = bytes.substr(at);
  if (rest == "\r" && !at_end) return Step::partial;
  if (!rest.empty() && rest.front() != '\n' && !rest.starts_with("\r\n") && rest != "\r") {
    reason_ = "has something behind a closing quote";
    return Step::bad;
  }
  text_ = bytes.substr(0, at);
  at += rest.starts_with("\r\n") ? 2 : rest.empty() ? 0 : 1;
  return Step::record;
}

std::string_view CsvRecord::unquote(std::string_view quoted) {
  const std::size_t begin = unquoted_.size();
  while (true) {
    const std::size_t quote = quoted.find('"');
    if (quote == std::string_view::npos) break;
    unquoted_.append(quoted, 0, quote + 1);
    quoted.remove_prefix(quote + 2);
  }
  unquoted_.append(quoted);
  return std::string_view(unquoted_).substr(begin);
}

}  // namespace retally
