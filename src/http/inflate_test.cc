#include "http/inflate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <vector>

#include "retally/error.h"
#include "tests/support/gzip.h"

namespace retally::http {
namespace {

using retally::support::gzip;

RC_GTEST_PROP(Inflate, gives_back_what_was_packed, (const std::string& text)) {
  RC_ASSERT(inflate_gzip(gzip(text), 1 << 20) == text);
}

TEST(Inflate, stops_at_the_limit) {
  const std::string bomb = gzip(std::string(10u << 20, 'a'));
  ASSERT_LT(bomb.size(), 20'000u);
  EXPECT_EQ(inflate_gzip(bomb, (10u << 20) - 1), std::nullopt);
  EXPECT_EQ(inflate_gzip(bomb, 10u << 20)->size(), 10u << 20);
}

TEST(Inflate, tells_what_it_takes_before_it_does) {
  std::vector<std::size_t> told;
  const auto take = [&](std::size_t bytes) {
    if (bytes > 600'000) throw Error(ErrorKind::unavailable, "too much");
    told.push_back(bytes);
  };
  EXPECT_EQ(inflate_gzip(gzip(std::string(200'000, 'a')), 200'000, take)->capacity(), 200'001u);
  EXPECT_EQ(told, (std::vector<std::size_t>{65'536, 131'072, 200'001}));
  EXPECT_THROW(inflate_gzip(gzip(std::string(2'000'000, 'a')), 5'000'000, take), Error);
}

TEST(Inflate, refuses_what_is_not_whole) {
  const std::string packed = gzip("some text");
  EXPECT_THROW(inflate_gzip("", 100), Error);
  EXPECT_THROW(inflate_gzip("[]", 100), Error);
  EXPECT_THROW(inflate_gzip(packed.substr(0, packed.size() - 1), 100), Error);
  EXPECT_THROW(inflate_gzip(packed + "x", 100), Error);
  std::string damaged = packed;
  damaged[12] = static_cast<char>(damaged[12] ^ 0x55);
  EXPECT_THROW(inflate_gzip(damaged, 100), Error);
}

}  // namespace
}  // namespace retally::http
