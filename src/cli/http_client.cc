#include "cli/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <utility>

#include "cli/shown_url.h"

namespace retally {
namespace {

// A report of years is some 100 KB; past this it is no server of ours.
constexpr std::size_t kMaxAnswerBytes = 256u << 20;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + size * count > kMaxAnswerBytes) return 0;  // curl ends the transfer with an error
  body.append(bytes, size * count);
  return size * count;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void add(HeaderList& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

// A proxy of the environment is for other hosts: it could not reach this one's loopback.
void keep_loopback_direct(CURL* curl, const std::string& server) {
  for (const std::string_view host : {"://127.", "://localhost", "://[::1]"}) {
    if (server.find(host) != std::string::npos) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  }
}

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') ||
                       std::string_view("-._~:").find(letter) != std::string_view::npos;
    escaped += plain ? std::string(1, letter) : fmt::format("%{:02X}", byte);
  }
  return escaped;
}

}  // namespace

ErrorKind kind_of_status(long status) {
  if (status == 404) return ErrorKind::not_found;
  if (status == 409) return ErrorKind::conflict;
  if (status == 408 || status == 429 || status >= 500) return ErrorKind::unavailable;
  return ErrorKind::invalid_input;
}

std::string detail_of(const HttpAnswer& answer) {
  const Json json = Json::parse(answer.body, nullptr, false);
  const bool told = json.is_object() && json.contains("detail") && json["detail"].is_string();
  return told ? json["detail"].get<std::string>() : "no reason given";
}

std::string query(std::initializer_list<std::pair<std::string_view, std::string>> parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    if (!value.empty()) text += fmt::format("{}{}={}", text.empty() ? "?" : "&", name, escape(value));
  }
  return text;
}

struct HttpClient::Handle {
  Handle() : curl(curl_easy_init()) {
    if (curl == nullptr) throw Error(ErrorKind::unavailable, "http: no memory for a connection");
  }
  ~Handle() { curl_easy_cleanup(curl); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl, option, value);
  }

  CURL* curl;
  std::string authorization;
};

HttpClient::HttpClient(std::string server, const std::string& token, Millis patience)
    : server_(std::move(server)), handle_(std::make_unique<Handle>()) {
  if (!server_.starts_with("http://") && !server_.starts_with("https://"))
    throw Error(ErrorKind::invalid_input,
                fmt::format("server: '{}' is not of the form http://HOST:PORT", shown_url(server_)));
  while (server_.ends_with('/')) server_.pop_back();
  if (!token.empty()) handle_->authorization = "Authorization: Bearer " + token;
  keep_loopback_direct(handle_->curl, server_);
  handle_->set(CURLOPT_NOSIGNAL, 1L);
  handle_->set(CURLOPT_PROTOCOLS_STR, "http,https");
  handle_->set(CURLOPT_CONNECTTIMEOUT_MS, 5000L);
  handle_->set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
  handle_->set(CURLOPT_WRITEFUNCTION, &append);
}

std::string HttpClient::server() const {
  return shown_url(server_);
}

HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpAnswer HttpClient::perform(const std::string& path) {
  HttpAnswer answer;
  const std::string url = server_ + path;
  handle_->set(CURLOPT_URL, url.c_str());
  handle_->set(CURLOPT_WRITEDATA, &answer.body);
  if (const CURLcode code = curl_easy_perform(handle_->curl); code != CURLE_OK)
    throw Error(ErrorKind::unavailable, fmt::format("{} does not answer: {}; is `retally serve` running?",
                                                    server(), curl_easy_strerror(code)));
  curl_easy_getinfo(handle_->curl, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

HttpAnswer HttpClient::get(const std::string& path) {
  HeaderList headers;
  if (!handle_->authorization.empty()) add(headers, handle_->authorization);
  handle_->set(CURLOPT_HTTPGET, 1L);
  handle_->set(CURLOPT_HTTPHEADER, headers.get());
  return perform(path);
}

HttpAnswer HttpClient::post(const std::string& path, std::string_view body, const std::string& type) {
  HeaderList headers;
  if (!handle_->authorization.empty()) add(headers, handle_->authorization);
  add(headers, "Content-Type: " + type);
  add(headers, "Expect:");  // a body of 1 MB need not wait a second for "100 Continue"
  handle_->set(CURLOPT_POST, 1L);
  handle_->set(CURLOPT_HTTPHEADER, headers.get());
  handle_->set(CURLOPT_POSTFIELDS, body.data());
  handle_->set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  return perform(path);
}

std::string HttpClient::expect_ok(const HttpAnswer& answer, std::string_view what) const {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  if (answer.status == 401 || answer.status == 403)
    throw Error(ErrorKind::invalid_input, fmt::format("{} {}: {}; give a token with --token or RETALLY_TOKEN",
                                                      server(), what, detail_of(answer)));
  throw Error(kind_of_status(answer.status),
              fmt::format("{} {}: {} ({})", server(), what, detail_of(answer), answer.status));
}

std::string HttpClient::get_ok(const std::string& path) {
  return expect_ok(get(path), path.substr(0, path.find('?')));
}

std::string HttpClient::post_ok(const std::string& path, std::string_view body) {
  return expect_ok(post(path, body), path.substr(0, path.find('?')));
}

Json HttpClient::parse(const std::string& body) const {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded())
    throw Error(ErrorKind::unavailable, server() + " does not answer in JSON: is that a retally server?");
  return json;
}

Json HttpClient::get_json(const std::string& path) {
  return parse(get_ok(path));
}

Json HttpClient::post_json(const std::string& path, const Json& body) {
  return parse(post_ok(path, body.dump()));
}

bool server_answers(const std::string& server, Millis limit) {
  try {
    return HttpClient(server, "", limit).get("/healthz").status < 400;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace retally
