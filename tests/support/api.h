// Asks the handlers directly, by the same way that a connection does, but without one.
#pragma once

#include <nlohmann/json.hpp>

#include <future>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/access.h"
#include "http/context.h"
#include "http/dispatcher.h"
#include "http/memory_budget.h"
#include "http/routes.h"
#include "tests/support/served.h"

namespace retally::support {

struct Answer {
  int status = 0;
  std::string type;
  std::string body;
  std::string cache;
  http::Headers headers;

  nlohmann::json json() const { return nlohmann::json::parse(body); }
  std::string detail() const { return json().at("detail"); }
};

class Api {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  // `page`: the files of the dashboard, which must outlive it.
  explicit Api(Served& served, std::span<const PageFile> page = {},
               http::Access access = http::Access::on_loopback("127.0.0.1"))
      : services_(served.services()),
        context_{services_, 1u << 20, 10, page},
        dispatcher_{context_, http::api_routes(), std::move(access), services_.metrics,
                    [](const std::function<void()>& work) { work(); }} {}

  Answer get(std::string_view target, const Fields& fields = {}) {
    return ask(http::Method::get, target, "", fields);
  }
  Answer post(std::string_view target, std::string body = "", const Fields& fields = {}) {
    return ask(http::Method::post, target, std::move(body), fields);
  }
  Answer put(std::string_view target, std::string body) {
    return ask(http::Method::put, target, std::move(body), {});
  }

  // For bodies, and what they unpack to.
  http::MemoryBudget& memory() { return memory_; }

  Answer ask(http::Method method, std::string_view target, std::string body, const Fields& fields) {
    const std::size_t question = target.find('?');
    http::Request request{
        .method = method,
        .path = std::string(target.substr(0, question)),
        .query = std::string(question == std::string_view::npos ? "" : target.substr(question + 1)),
        .body = std::move(body),
        .peer = "127.0.0.1"};
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    http::MemoryBudget::Share share(memory_);
    request.memory = &share;
    if (std::optional<http::Response> refused = dispatcher_.admit(request)) return answer_of(*refused);
    std::promise<http::Response> promise;
    dispatcher_.handle(request,
                       [&promise](http::Response response) { promise.set_value(std::move(response)); });
    return answer_of(promise.get_future().get());
  }

 private:
  static Answer answer_of(const http::Response& response) {
    return {.status = response.status,
            .type = std::string(response.type),
            .body = response.body ? *response.body : "",
            .cache = std::string(response.cache),
            .headers = response.headers};
  }

  Services services_;
  http::MemoryBudget memory_{4u << 20};
  http::Context context_;
  http::Dispatcher dispatcher_;
};

}  // namespace retally::support
