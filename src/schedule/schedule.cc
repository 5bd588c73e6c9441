#include "retally/schedule.h"

namespace retally {

Touched Schedule::touch(std::string_view target) {
  const Touch one{target};
  return touch(std::span(&one, 1)).front();
}

std::vector<Touched> Schedule::touch(std::span<const std::string> targets) {
  std::vector<Touch> touches;
  touches.reserve(targets.size());
  for (const std::string& target : targets) {
    touches.push_back({target});
  }
  return touch(touches);
}

std::vector<Touched> Schedule::touch(std::initializer_list<std::string_view> targets) {
  std::vector<Touch> touches;
  touches.reserve(targets.size());
  for (const std::string_view target : targets) {
    touches.push_back({target});
  }
  return touch(touches);
}

std::vector<Touched> Schedule::touch(std::initializer_list<Touch> touches) {
  return touch(std::span(touches.begin(), touches.size()));
}

std::optional<TimePoint> Schedule::extend(const Run& run, Millis lease) {
  return extend(std::span(&run, 1), lease).front();
}

bool Schedule::finish(const Run& run, const Outcome& outcome) {
  const Ending one{run.target, run.token, outcome.error};
  return finish(std::span(&one, 1)).front();
}

std::string request_id(std::string_view target) {
  std::string id = "analytics:calculate-report-";
  for (const char c : target) {
    switch (c) {
      case ':':
        id += '-';
        break;
      case '-':
        id += "%2D";
        break;
      case '%':
        id += "%25";
        break;
      default:
        id += c;
    }
  }
  return id;
}

}  // namespace retally
