// What a job calls, for a person to read.
#pragma once

#include <string>
#include <string_view>

namespace retally::rq {

// Of the `data` of a job: "shop.renew(1, 'two', when=<datetime.datetime>)", as RQ describes it, cut at some
// `limit` bytes. Throws Error(invalid_input) for what is not what RQ stores.
std::string call_text(std::string_view data, std::size_t limit);

}  // namespace retally::rq
