#include "cli/shown_url.h"

#include "store/store_url.h"

namespace retally {

std::string shown_url(std::string_view url) {
  if (sqlite_path(url)) return std::string(url);
  url = url.substr(0, url.find('?'));
  constexpr std::string_view kSlashes = "://";
  const std::size_t slashes = url.find(kSlashes);
  const std::size_t host = slashes == std::string_view::npos ? 0 : slashes + kSlashes.size();
  // The last one: in a password a '@' or '/' is to be escaped, but need not be.
  const std::size_t at = url.rfind('@');
  const std::size_t begin = at == std::string_view::npos || at < host ? host : at + 1;
  return std::string(url.substr(0, host)).append(url.substr(begin));
}

}  // namespace retally
