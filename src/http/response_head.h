// The bytes of an answer before its body.
#pragma once

#include <string>

#include "http/message.h"

namespace retally::http {

struct Connected {
  bool keep_alive = true;
  bool http_1_0 = false;  // such a client must be told that the connection stays
};

std::string render_head(const Response& response, const Connected& connected);

}  // namespace retally::http
