#include "store/ledger/tally_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace retally::ledger {

std::string each_tally_column(std::string_view pattern, std::string_view separator) {
  std::vector<std::string> parts;
  parts.reserve(kTallyColumns.size());
  for (const std::string_view column : kTallyColumns)
    parts.push_back(fmt::format(fmt::runtime(pattern), column));
  return fmt::format("{}", fmt::join(parts, separator));
}

}  // namespace retally::ledger
