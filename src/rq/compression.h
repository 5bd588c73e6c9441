// zlib, by which RQ makes the data of jobs smaller.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace retally::rq {

std::string deflate(std::string_view bytes);

// What was deflated; what is no zlib stream comes back as it is, for old versions of RQ did not compress.
// Throws Error(invalid_input) for more than `limit` bytes: it stops there.
std::string inflate(std::string_view bytes, std::size_t limit);

}  // namespace retally::rq
