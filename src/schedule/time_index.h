// Targets in the order of a time, then of their names.
//
// A red-black tree that counts its subtrees, so that the page of a listing that starts at the 900,000th entry
// costs O(log n) like the first one. libstdc++ has carried it since GCC 4.
#pragma once

#include <cstddef>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <functional>
#include <string_view>
#include <utility>

#include "retally/clock.h"

namespace retally {

// Holds views: whoever owns the name takes it out of the index before it goes.
using TimeIndex = __gnu_pbds::tree<std::pair<TimePoint, std::string_view>, __gnu_pbds::null_type,
                                   std::less<std::pair<TimePoint, std::string_view>>, __gnu_pbds::rb_tree_tag,
                                   __gnu_pbds::tree_order_statistics_node_update>;

// Calls visit(target) for a page of the index, earliest first.
template <typename Visit>
void for_page(const TimeIndex& index, std::size_t offset, std::size_t limit, Visit visit) {
  for (auto it = index.find_by_order(offset); it != index.end() && limit > 0; ++it, --limit) {
    visit(it->second);
  }
}

// The same, latest first.
template <typename Visit>
void for_page_from_latest(const TimeIndex& index, std::size_t offset, std::size_t limit, Visit visit) {
  for (; offset < index.size() && limit > 0; ++offset, --limit) {
    visit(index.find_by_order(index.size() - 1 - offset)->second);
  }
}

}  // namespace retally
