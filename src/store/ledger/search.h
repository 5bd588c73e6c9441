// How a search for resources is understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace retally::ledger {

// More than any page needs; what a caller asks beyond it would only hold the connection.
inline constexpr std::size_t kMaxPage = 10'000;

// `text` as a part of a name, for LIKE with ESCAPE '\'.
std::string like_pattern(std::string_view text);

// The id that a search may mean; 0 if it can't mean one.
std::int64_t id_in(std::string_view search);

}  // namespace retally::ledger
