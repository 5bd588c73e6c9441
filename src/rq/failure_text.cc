#include "rq/failure_text.h"

#include <openssl/evp.h>

#include "retally/error.h"
#include "rq/compression.h"

namespace retally::rq {
namespace {

// A traceback of a deep recursion is some hundred kB.
constexpr std::size_t kLongest = 1 << 20;

std::string from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return "";
  // OpenSSL counts the padding too.
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace

std::string failure_text(std::string_view base64, std::string_view compressed) {
  if (base64.size() > kLongest || compressed.size() > kLongest) return "";
  std::string text;
  try {
    text = inflate(base64.empty() ? std::string(compressed) : from_base64(base64), kLongest);
  } catch (const Error&) {
    return "";
  }
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace retally::rq
