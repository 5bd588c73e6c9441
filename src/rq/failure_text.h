// Why a job failed, as RQ keeps it: a traceback of Python, compressed, in newer versions in base64 as well.
#pragma once

#include <string>
#include <string_view>

namespace retally::rq {

// Its last line: "ValueError: no such project". Empty where there is none, or nothing that can be read.
std::string failure_text(std::string_view base64, std::string_view compressed);

}  // namespace retally::rq
