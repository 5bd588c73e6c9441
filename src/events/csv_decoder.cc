#include "events/csv_log.h"
#include "events/decoder.h"

namespace retally {

void decode_csv(std::string_view body, EventSink& sink) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  Window window(body);
  std::uint64_t line = 1;
  window.skip_space(line);
  CsvLog log(window, line);
  while (log.step(sink)) {
  }
}

}  // namespace retally
