// Any bytes at all as a job's annotations: counted, or refused with an Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "report/annotations.h"
#include "retally/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const retally::AnnotationCount count =
        retally::count_annotations({reinterpret_cast<const char*>(data), size});
    if (count.tags < 0 || count.shapes < 0 || count.track_frames < 0) std::abort();
    if (count.start_frame < 0 || count.stop_frame < count.start_frame) std::abort();
  } catch (const retally::Error&) {
  }
  return 0;
}
