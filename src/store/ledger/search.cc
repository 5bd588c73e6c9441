#include "store/ledger/search.h"

#include <charconv>

namespace retally::ledger {

std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

std::int64_t id_in(std::string_view search) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(search.data(), search.data() + search.size(), id);
  return error == std::errc{} && end == search.data() + search.size() ? id : 0;
}

}  // namespace retally::ledger
