#include "any_log.h"

#include <rapidcheck.h>

namespace retally::support {

using rc::gen::element;
using rc::gen::inRange;

LogEvent any_event() {
  LogEvent event;
  event.time_ms = *inRange<std::int64_t>(0, 12) * kDayMs / 4;
  event.kind = *element(ChangeKind::objects, ChangeKind::objects, ChangeKind::time, ChangeKind::state,
                        ChangeKind::removed, ChangeKind::noted);
  event.job = *inRange<std::int64_t>(0, 5);
  event.task = *inRange<std::int64_t>(0, 4);
  event.project = *inRange<std::int64_t>(0, 3);
  if (event.job + event.task + event.project == 0) event.job = 1;
  event.user = *inRange<std::int64_t>(0, 3);
  event.action = *element(Action::create, Action::update, Action::remove);
  event.object = *element(ObjectKind::tag, ObjectKind::shape, ObjectKind::track);
  event.count = *inRange<std::int64_t>(0, 4);
  event.working_ms = *inRange<std::int64_t>(0, 3) * 100;
  if (event.kind == ChangeKind::state) event.text = *element<std::string>("in progress", "completed");
  event.type = *element<std::string>("", "", "annotation", "ground_truth");
  event.name = *element<std::string>("", "", "one", "two");
  event.user_name = *element<std::string>("", "ann", "bob");
  event.sighting_only = *inRange(0, 4) == 0;
  return event;
}

std::vector<LogEvent> any_log() {
  return *rc::gen::container<std::vector<LogEvent>>(rc::gen::exec(any_event));
}

}  // namespace retally::support
