#include "http/message.h"

#include <algorithm>

namespace retally::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::remove:
      return "DELETE";
    case Method::other:
      break;
  }
  return "OTHER";
}

std::string_view Headers::get(std::string_view name) const {
  const auto field =
      std::ranges::find(fields_, name, [](const auto& pair) -> std::string_view { return pair.first; });
  return field == fields_.end() ? std::string_view{} : field->second;
}

bool Headers::has(std::string_view name) const {
  return std::ranges::any_of(fields_, [&](const auto& pair) { return pair.first == name; });
}

Response text_response(int status, std::string_view type, std::string body) {
  return {.status = status, .type = type, .body = std::make_shared<const std::string>(std::move(body))};
}

}  // namespace retally::http
