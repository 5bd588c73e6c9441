// The files of the dashboard (web/), which are part of the program: what `npm run build` made of them when
// the program was built, gzipped.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace retally {

struct PageFile {
  std::string_view path;  // "index.html", "assets/index-D4x1.js": as the page itself names it
  std::string_view type;  // "text/html; charset=utf-8"
  std::string_view hash;  // of the content, in hex: another content has another one
  std::span<const std::uint8_t> gzipped;
};

// Empty where the program was built without the dashboard.
std::span<const PageFile> page_files();

}  // namespace retally
