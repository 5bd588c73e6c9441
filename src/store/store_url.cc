#include "store/store_url.h"

namespace retally {

std::optional<std::string_view> sqlite_path(std::string_view url) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!url.starts_with(kScheme) || url.size() == kScheme.size()) return std::nullopt;
  return url.substr(kScheme.size());
}

bool is_postgres_url(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

std::string_view scheme_of(std::string_view url) {
  return url.substr(0, url.find(':'));
}

}  // namespace retally
