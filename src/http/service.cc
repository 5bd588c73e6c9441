// What the server says about itself.

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "http/handlers.h"
#include "http/json.h"
#include "http/openapi.h"
#include "http/schedule_metrics.h"
#include "retally/error.h"
#include "retally/schedule.h"
#include "store/store.h"

namespace retally::http {

namespace {

void check_that_it_stays(const Context& context) {
  if (context.draining) throw Error(ErrorKind::unavailable, "the server is about to end");
}

}  // namespace

Response get_health(Context& context, const Request& /*request*/) {
  check_that_it_stays(context);
  return json_response(200, {{"status", "ok"}});
}

// Throws where the store or the schedule does: that is 503.
Response get_ready(Context& context, const Request& /*request*/) {
  check_that_it_stays(context);
  context.services.store.read()->resource({ResourceKind::project, 1});
  context.services.schedule.stats();
  return json_response(200, {{"status", "ready"}});
}

Response get_metrics(Context& context, const Request& /*request*/) {
  std::vector<prometheus::MetricFamily> families = context.services.metrics.Collect();
  std::vector<prometheus::MetricFamily> schedule =
      schedule_metrics(context.services.schedule.stats(), context.services.clock.now());
  families.insert(families.end(), std::move_iterator(schedule.begin()), std::move_iterator(schedule.end()));
  std::vector<prometheus::MetricFamily> streams = context.streams.metrics();
  families.insert(families.end(), std::move_iterator(streams.begin()), std::move_iterator(streams.end()));
  return text_response(200, "text/plain; version=0.0.4; charset=utf-8",
                       prometheus::TextSerializer().Serialize(families));
}

Response get_openapi(Context& /*context*/, const Request& /*request*/) {
  static const auto kText = std::make_shared<const std::string>(openapi_document());
  return {.body = kText};
}

}  // namespace retally::http
