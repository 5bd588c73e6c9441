// /api/stream: what happens on the schedule, as it happens.

#include "http/event_filter.h"
#include "http/event_streams.h"
#include "http/handlers.h"
#include "http/query.h"

namespace retally::http {

Response get_stream(Context& context, const Request& request) {
  Response response{.type = "text/event-stream",
                    .stream = context.streams.open(EventFilter(Query(request.query)))};
  response.headers.add("X-Accel-Buffering", "no");  // a proxy is not to gather what should be seen at once
  return response;
}

}  // namespace retally::http
