// Text as PostgreSQL keeps it: UTF-8, and no NUL.
#pragma once

#include <string>
#include <string_view>

namespace retally::postgres {

// Returns `text` with U+FFFD in the place of each NUL and of each byte that is not part of valid UTF-8, which
// PostgreSQL would refuse together with the whole batch. SQLite keeps such text as it is.
std::string clean_text(std::string_view text);

}  // namespace retally::postgres
