// POST / and POST /api/events: a batch of events, answered when it is on disk.

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "events/decoder.h"
#include "events/text.h"
#include "http/ascii.h"
#include "http/handlers.h"
#include "http/inflate.h"
#include "http/json.h"
#include "http/query.h"
#include "ingest/collector.h"
#include "ingest/ingest.h"
#include "retally/error.h"

namespace retally::http {

namespace {

// Rejects that the answer tells of, unless the sender asks for more or less; those that are kept can all be
// seen at GET /api/rejects.
constexpr std::int64_t kToldRejects = 10;

enum class Form { json, lines, csv };

// Senders that name no type send JSON. None for what is not taken: a form or plain text is what a browser can
// be made to send from any page without asking.
std::optional<Form> form_of(std::string_view content_type) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type.empty() || same_name(type, "application/json")) return Form::json;
  if (same_name(type, "application/x-ndjson")) return Form::lines;
  if (same_name(type, "text/csv")) return Form::csv;
  return std::nullopt;
}

bool is_gzipped(const Request& request) {
  return same_name(request.headers.get("content-encoding"), "gzip");
}

// What is wrong with the request around its body, or nothing.
std::optional<Response> check(const Request& request) {
  if (!form_of(request.headers.get("content-type")))
    return error_response(415, "Content-Type: expected application/json, application/x-ndjson or text/csv");
  const std::string_view encoding = request.headers.get("content-encoding");
  if (!encoding.empty() && !same_name(encoding, "identity") && !is_gzipped(request))
    return error_response(415, "Content-Encoding: expected gzip or none");
  return std::nullopt;
}

// Puts what the body unpacks to in its place. False if that is longer than `limit`.
bool unpack(Request& request, std::size_t limit) {
  const std::size_t packed = request.body.capacity();
  std::optional<std::string> body = inflate_gzip(request.body, limit, [&](std::size_t bytes) {
    if (request.memory != nullptr && !request.memory->hold(packed + bytes))
      throw Error(ErrorKind::unavailable, std::string(MemoryBudget::kNoRoom));
  });
  if (!body) return false;
  request.body = *std::move(body);
  return true;
}

void decode(Form form, std::string_view body, EventSink& sink) {
  thread_local JsonDecoder json;
  switch (form) {
    case Form::json:
      return json.decode(body, sink);
    case Form::lines:
      return json.decode_lines(body, sink);
    case Form::csv:
      return decode_csv(body, sink);
  }
}

// The batch's figures, as far as they are known before it is applied.
struct Summary {
  std::uint64_t events;
  std::uint64_t no_interest;
  std::uint64_t rejected;
  std::uint64_t warnings;
  Json rejects = Json::array();

  Summary(std::uint64_t event_count, const ChangeSet& set, std::size_t told)
      : events(event_count), no_interest(set.no_interest), rejected(set.rejected), warnings(set.warnings) {
    for (std::size_t i = 0; i < std::min(set.rejects.size(), told); ++i)
      rejects.push_back({{"line", set.rejects[i].line}, {"reason", set.rejects[i].reason}});
  }

  Response answer(const Applied& applied) const {
    return json_response(200, {{"events", events},
                               {"new", applied.fresh},
                               {"known", applied.known},
                               {"no_interest", no_interest},
                               {"rejected", rejected},
                               {"warnings", warnings},
                               {"rejects", rejects}});
  }
};

// Runs in the committing thread, where nothing may be thrown.
void answer_commit(const Summary& summary, const IngestResult& result, const Respond& respond) noexcept {
  Response response;
  try {
    response = result.error ? error_response(*result.error) : summary.answer(result.applied);
  } catch (const std::exception&) {
    response.status = 500;  // it is on disk, but there was no memory to say so; sent again it is known
  }
  respond(std::move(response));
}

}  // namespace

void post_events(Context& context, Request& request, const Respond& respond) {
  if (std::optional<Response> refused = check(request)) return respond(*std::move(refused));
  if (is_gzipped(request) && !unpack(request, context.max_body_bytes)) {
    return respond(error_response(
        413, "body: unpacked, it is longer than " + std::to_string(context.max_body_bytes) + " bytes"));
  }

  constexpr auto kMost = static_cast<std::int64_t>(Collector::kKeptRejects);
  const auto told = static_cast<std::size_t>(Query(request.query).number("rejects", 0, kMost, kToldRejects));
  Collector collector(request.peer, context.services.clock.now(), context.services.ingest.horizon());
  decode(*form_of(request.headers.get("content-type")), request.body, collector);
  request.drop_body();  // the answer may take as long as the disk, and thousands may wait for that
  const std::uint64_t events = collector.events();
  ChangeSet set = collector.take();
  Summary summary(events, set, told);
  if (events == 0) return respond(summary.answer({}));
  context.services.ingest.submit(std::move(set), events,
                                 [summary = std::move(summary), respond](const IngestResult& result) {
                                   answer_commit(summary, result, respond);
                                 });
}

}  // namespace retally::http
