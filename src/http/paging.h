// How the listings are cut into pages.
#pragma once

#include <cstdint>

#include "retally/schedule.h"  // kMaxPage

namespace retally::http {

inline constexpr std::int64_t kDefaultPage = 100;  // entries
// So that the offset can't overflow; nobody turns a million pages.
inline constexpr std::int64_t kMaxPageNumber = 1'000'000;

}  // namespace retally::http
