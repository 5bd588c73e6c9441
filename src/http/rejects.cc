// /api/rejects: events that could not be taken, latest first.

#include <utility>
#include <vector>

#include "http/handlers.h"
#include "http/json.h"
#include "http/paging.h"
#include "http/query.h"
#include "store/store.h"

namespace retally::http {

namespace {

Json to_json(const Reject& reject) {
  return {{"received", to_text(TimePoint{Millis{reject.received_ms}})},
          {"source", reject.source},
          {"line", reject.line},
          {"reason", reject.reason},
          {"text", reject.text}};
}

}  // namespace

Response get_rejects(Context& context, const Request& request) {
  const Query query(request.query);
  const auto page = query.number("page", 1, kMaxPageNumber, 1);
  const auto page_size = query.number("page_size", 1, kMaxPage, kDefaultPage);
  const std::unique_ptr<Reader> reader = context.services.store.read();
  const std::vector<Reject> found =
      reader->rejects(static_cast<std::size_t>((page - 1) * page_size), static_cast<std::size_t>(page_size));
  Json results = Json::array();
  for (const Reject& reject : found) results.push_back(to_json(reject));
  return json_response(200, {{"total", reader->counts().rejects},
                             {"page", page},
                             {"page_size", page_size},
                             {"results", std::move(results)}});
}

}  // namespace retally::http
