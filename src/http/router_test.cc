#include "http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "http/json.h"
#include "http/openapi.h"
#include "http/routes.h"
#include "retally/error.h"

namespace retally::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Response nothing(Context& /*context*/, const Request& /*request*/) {
  return {};
}

constexpr std::array kRoutes{
    Route{Method::get, "/", Scope::read, nothing},
    Route{Method::get, "/api/jobs", Scope::read, nothing},
    Route{Method::get, "/api/jobs/{id}", Scope::read, nothing},
    Route{Method::put, "/api/jobs/{id}", Scope::operate, nothing},
    Route{Method::post, "/api/{target}/run", Scope::operate, nothing},
};

class RouterTest : public ::testing::Test {
 protected:
  // The path of the route that is found; else the methods that are allowed.
  std::string found(Method method, std::string_view path) const {
    const Router::Match match = router_.find(method, path);
    return match.route == nullptr ? "-" + match.allowed : std::string(match.route->path);
  }

  Router router_{kRoutes};
};

TEST_F(RouterTest, finds_by_method_and_segments) {
  EXPECT_EQ(found(Method::get, "/"), "/");
  EXPECT_EQ(found(Method::get, "/api/jobs"), "/api/jobs");
  EXPECT_EQ(found(Method::put, "/api/jobs/7"), "/api/jobs/{id}");
  EXPECT_EQ(found(Method::head, "/api/jobs"), "/api/jobs");
}

TEST_F(RouterTest, tells_what_a_path_takes) {
  EXPECT_EQ(found(Method::post, "/api/jobs/7"), "-GET, HEAD, PUT");
  EXPECT_EQ(found(Method::other, "/api/jobs"), "-GET, HEAD");
  EXPECT_EQ(found(Method::get, "/api/jobs/7/run"), "-");
}

TEST_F(RouterTest, knows_no_other_path) {
  for (const char* const path : {"", "*", "api/jobs", "/api/jobs/", "/api//jobs", "/API/jobs", "//",
                                 "/api/jobs/7/8", "/api/%6aobs", "/////////////////////"})
    EXPECT_EQ(found(Method::get, path), "-") << path;
}

TEST_F(RouterTest, decodes_parameters) {
  EXPECT_THAT(router_.find(Method::post, "/api/project%3A7/run").params, ElementsAre("project:7"));
  EXPECT_THAT(router_.find(Method::get, "/api/jobs/a%2Fb").params, ElementsAre("a/b"));
  EXPECT_THAT(router_.find(Method::get, "/api/jobs").params, IsEmpty());
  EXPECT_THROW(router_.find(Method::get, "/api/jobs/%zz"), Error);
}

// "get /api/jobs/{id}" of the table, and of the OpenAPI document.
std::set<std::string> routes_of_table() {
  std::set<std::string> routes;
  for (const Route& route : api_routes()) {
    std::string method(name_of(route.method));
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
    routes.insert(method + ' ' + std::string(route.path));
  }
  return routes;
}

std::set<std::string> routes_of_document(const Json& document) {
  std::set<std::string> routes;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) routes.insert(method + ' ' + path);
  }
  return routes;
}

TEST(OpenApi, tells_of_every_route_and_of_no_other) {
  EXPECT_EQ(routes_of_document(Json::parse(openapi_document())), routes_of_table());
}

TEST(OpenApi, tells_every_scope_and_answer) {
  const Json document = Json::parse(openapi_document());
  for (const Route& route : api_routes()) {
    std::string method(name_of(route.method));
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
    const Json& operation = document["paths"][std::string(route.path)][method];
    EXPECT_EQ(operation["x-scope"], name_of(route.scope)) << method << ' ' << route.path;
    EXPECT_FALSE(operation["responses"].empty()) << method << ' ' << route.path;
  }
}

}  // namespace
}  // namespace retally::http
