#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "page/page_file.h"
#include "tests/support/api.h"
#include "tests/support/gzip.h"

namespace retally::http {
namespace {

using retally::support::Answer;
using retally::support::Api;
using retally::support::gzip;
using retally::support::Served;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr auto kBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class PageTest : public ::testing::Test {
 protected:
  Answer browse(std::string_view path, Api::Fields fields = {}) {
    fields.emplace_back("accept", kBrowser);
    return api_.get(path, fields);
  }
  std::string tag(std::string_view path, const Api::Fields& fields = {}) {
    return std::string(browse(path, fields).headers.get("ETag"));
  }

  const std::string html_ = "<!doctype html><title>retally</title>";
  const std::string script_ = std::string(1000, ' ') + "run()";
  const std::string zipped_html_ = gzip(html_);
  const std::string zipped_script_ = gzip(script_);
  const std::array<PageFile, 2> files_{{
      {"index.html", "text/html; charset=utf-8", "a1", bytes_of(zipped_html_)},
      {"assets/main-x_1.js", "text/javascript; charset=utf-8", "b2", bytes_of(zipped_script_)},
  }};
  Served served_;
  Api api_{served_, files_};
};

TEST_F(PageTest, a_browser_gets_the_page) {
  const Answer answer = browse("/");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/html; charset=utf-8");
  EXPECT_EQ(answer.body, html_);
  EXPECT_EQ(answer.cache, "no-cache");
}

TEST_F(PageTest, a_program_gets_text) {
  for (const Api::Fields& fields : {Api::Fields{}, Api::Fields{{"accept", "*/*"}}}) {
    const Answer answer = api_.get("/", fields);
    EXPECT_EQ(answer.type, "text/plain; charset=utf-8");
    EXPECT_THAT(answer.body, StartsWith("retally keeps"));
    EXPECT_EQ(answer.headers.get("Vary"), "Accept");
  }
}

TEST_F(PageTest, an_asset_is_kept_for_ever) {
  const Answer answer = browse("/assets/main-x_1.js");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/javascript; charset=utf-8");
  EXPECT_EQ(answer.body, script_);
  EXPECT_THAT(answer.cache, HasSubstr("immutable"));
}

TEST_F(PageTest, is_sent_gzipped_to_whoever_takes_that) {
  const Answer answer = browse("/assets/main-x_1.js", {{"accept-encoding", "br, gzip"}});
  EXPECT_EQ(answer.body, zipped_script_);
  EXPECT_EQ(answer.headers.get("Content-Encoding"), "gzip");
  EXPECT_FALSE(
      browse("/assets/main-x_1.js", {{"accept-encoding", "gzip;q=0"}}).headers.has("Content-Encoding"));
}

TEST_F(PageTest, is_not_sent_again_to_whoever_has_it) {
  for (const char* const encoding : {"gzip", "identity"}) {
    const Api::Fields fields{{"accept-encoding", encoding}};
    const Answer answer = browse("/", {fields[0], {"if-none-match", "\"other\", W/" + tag("/", fields)}});
    EXPECT_EQ(answer.status, 304) << encoding;
    EXPECT_EQ(answer.body, "") << encoding;
    EXPECT_EQ(answer.headers.get("ETag"), tag("/", fields)) << encoding;
  }
  EXPECT_NE(tag("/", {{"accept-encoding", "gzip"}}), tag("/"));
  EXPECT_EQ(browse("/", {{"if-none-match", "\"other\""}}).status, 200);
  EXPECT_EQ(browse("/", {{"if-none-match", "*"}}).status, 304);
}

TEST_F(PageTest, may_do_nothing_but_what_it_is_for) {
  for (const char* const path : {"/", "/assets/main-x_1.js"}) {
    const Headers headers = browse(path).headers;
    EXPECT_THAT(std::string(headers.get("Content-Security-Policy")), StartsWith("default-src 'self';"))
        << path;
    EXPECT_THAT(std::string(headers.get("Content-Security-Policy")), Not(HasSubstr("unsafe"))) << path;
    EXPECT_EQ(headers.get("Referrer-Policy"), "no-referrer") << path;
  }
}

TEST_F(PageTest, has_no_other_files) {
  for (const char* const path :
       {"/assets/", "/assets/main.js", "/assets/%2e%2e%2findex.html", "/assets/..%2F..%2Fetc%2Fpasswd",
        "/index.html", "/assets", "/assets/a/b", "/assets/%00"})
    EXPECT_THAT(browse(path).status, ::testing::AnyOf(404, 400)) << path;
  EXPECT_THAT(browse("/assets/main.js").detail(), HasSubstr("load / again"));
  EXPECT_EQ(api_.post("/assets/main-x_1.js").status, 405);
}

TEST(Page, says_so_where_it_is_not_part_of_the_program) {
  Served served;
  Api api(served);
  const Answer answer = api.get("/", {{"accept", kBrowser}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.type, "text/plain; charset=utf-8");
  EXPECT_THAT(answer.body, StartsWith("The dashboard is not part of this program"));
  EXPECT_THAT(answer.body, HasSubstr("/api/projects"));
}

}  // namespace
}  // namespace retally::http
