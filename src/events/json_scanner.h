// Finds where a JSON value ends, without understanding it.
//
// An element of an array ends before the ',' or ']' that is not inside a string or brackets of its own. So a
// bad element costs no other one, as long as its quotes and brackets are in pairs: in [{"a":tru}, {"b":1}]
// the second is found.
#pragma once

#include <cstddef>
#include <string_view>

namespace retally {

// What a value ends before or behind. A line's end inside a string, where JSON allows none, ends it in any
// case.
enum class JsonEnd {
  line,               // before a line's end, whatever else there is
  separator,          // an element of an array: before the ',' or ']' that follows it
  separator_or_line,  // the same, or before a line's end
  bracket,            // a value with brackets: behind the one that closes it
};

class JsonScanner {
 public:
  explicit JsonScanner(JsonEnd end) : end_(end) {}

  // Where the value ends. npos if that is not in `text`; call again with more of it.
  // Looks at `text` from `from` on, which is where the last call left off.
  std::size_t find_end(std::string_view text, std::size_t from);

 private:
  bool skip_string(std::string_view text, std::size_t& at);

  JsonEnd end_;
  bool in_string_ = false;
  bool escaped_ = false;  // the next character belongs to a backslash
  std::size_t depth_ = 0;
};

}  // namespace retally
