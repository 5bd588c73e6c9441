#include "page/page_file.h"

namespace retally {

std::span<const PageFile> page_files() {
  return {};
}

}  // namespace retally
