#include "http/response_head.h"

#include <http_parser.h>

#include <string_view>

namespace retally::http {

namespace {

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string render_head(const Response& response, const Connected& connected) {
  std::string head;
  head.reserve(256);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(http_status_str(static_cast<http_status>(response.status))).append("\r\n");
  if (response.body || response.stream) add(head, "Content-Type", response.type);
  if (response.status == 304) {
    // It has no body, and the length would be that of the answer that the client keeps.
  } else if (!response.stream) {
    add(head, "Content-Length", std::to_string(response.body ? response.body->size() : 0));
  } else if (!connected.http_1_0) {
    add(head, "Transfer-Encoding", "chunked");  // else its end is that of the connection
  }
  add(head, "Cache-Control", response.cache);
  add(head, "X-Content-Type-Options", "nosniff");  // no browser is to take CSV for a page
  for (const auto& [name, value] : response.headers) add(head, name, value);
  if (!connected.keep_alive) add(head, "Connection", "close");
  if (connected.keep_alive && connected.http_1_0) add(head, "Connection", "keep-alive");
  return head.append("\r\n");
}

}  // namespace retally::http
