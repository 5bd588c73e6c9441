// Undoes `Content-Encoding: gzip`, within bounds.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace retally::http {

// The unpacked bytes; none if they are more than `limit` (a small body may hold a thousand times its size).
// `take` is told how many bytes of memory they will take, each time before they take more; what it throws
// goes through. Throws Error(invalid_input) when `packed` is no whole gzip stream.
std::optional<std::string> inflate_gzip(
    std::string_view packed, std::size_t limit,
    const std::function<void(std::size_t)>& take = [](std::size_t) {});

}  // namespace retally::http
