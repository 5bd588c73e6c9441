// The dashboard's own files. They are open: what they show is not.

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "http/accepts.h"
#include "http/handlers.h"
#include "http/inflate.h"
#include "page/page_file.h"
#include "retally/error.h"

namespace retally::http {

namespace {

constexpr std::string_view kNoPage =
    R"(The dashboard is not part of this program: it was built without nodejs and npm, or with RETALLY_WEB=OFF.
See docs/dashboard.md; all that it would show is here:

)";

constexpr std::string_view kIndex =
    R"(retally keeps annotation-analytics reports up to date while a flood of changes goes by.

GET  /                              the dashboard, for a browser
POST /                              takes events as CVAT's log sender posts them
GET  /api/projects                  what is known: also /api/tasks and /api/jobs
GET  /api/analytics/reports?project_id=1
GET  /api/analytics/annotators?project_id=1
GET  /api/schedule                  what waits, runs and has failed
GET  /api/stream                    what happens there, as it happens
GET  /api/rejects                   events that could not be taken
GET  /api/session                   who you are, and what you may do
GET  /healthz /readyz /metrics      for those who watch over it
GET  /openapi.json                  all of it, for programs
)";

// The page runs what it brings and nothing else, talks to its own server only, and is shown in nobody's
// frame.
constexpr std::string_view kPolicy =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

// An asset's name holds the hash of its content: what has been loaded once is right for ever. A year is what
// the standard calls for ever.
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
// May be kept, but is asked after each time: it names the assets of today.
constexpr std::string_view kAskAgain = "no-cache";

const PageFile* find(const Context& context, std::string_view path) {
  const auto file = std::ranges::find(context.page, path, &PageFile::path);
  return file == context.page.end() ? nullptr : &*file;
}

std::string_view bytes_of(const PageFile& file) {
  return {reinterpret_cast<const char*>(file.gzipped.data()), file.gzipped.size()};
}

// Whether the client says that it has what is tagged so.
bool has(const Request& request, std::string_view tag) {
  const std::string_view known = request.headers.get("if-none-match");
  return known == "*" || known.find(tag) != std::string_view::npos;
}

Response answer(const PageFile& file, const Request& request, std::string_view cache) {
  const bool zipped = accepts(request.headers.get("accept-encoding"), "gzip");
  // The tag is that of the bytes that are sent, and these are of two kinds.
  const std::string tag = '"' + std::string(file.hash) + (zipped ? "-gzip\"" : "\"");
  Response response{.status = 200, .type = file.type, .cache = cache};
  response.headers.add("ETag", tag);
  response.headers.add("Vary", "Accept, Accept-Encoding");
  response.headers.add("Content-Security-Policy", std::string(kPolicy));
  response.headers.add("Referrer-Policy", "no-referrer");
  if (has(request, tag)) {
    response.status = 304;
    return response;
  }
  if (zipped) response.headers.add("Content-Encoding", "gzip");
  response.body = std::make_shared<const std::string>(
      zipped ? bytes_of(file) : inflate_gzip(bytes_of(file), std::string::npos - 1).value());
  return response;
}

}  // namespace

Response get_index(Context& context, const Request& request) {
  const bool browser = accepts(request.headers.get("accept"), "text/html");
  if (const PageFile* const file = browser ? find(context, "index.html") : nullptr)
    return answer(*file, request, kAskAgain);
  Response response = text_response(200, "text/plain; charset=utf-8",
                                    std::string(browser ? kNoPage : "") + std::string(kIndex));
  response.headers.add("Vary", "Accept");
  return response;
}

Response get_asset(Context& context, const Request& request) {
  const PageFile* const file = find(context, "assets/" + request.params[0]);
  if (file == nullptr)
    throw Error(ErrorKind::not_found, "the dashboard has no such file: it was renewed since; load / again");
  return answer(*file, request, kForEver);
}

}  // namespace retally::http
