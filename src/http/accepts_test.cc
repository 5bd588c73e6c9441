#include "http/accepts.h"

#include <gtest/gtest.h>

namespace retally::http {
namespace {

TEST(Accepts, what_is_named) {
  for (const char* const list : {"gzip", "br, gzip", "br ,\tGZip ;q=0.5", "gzip;q=1.000", "gzip;x=1;q=0.001"})
    EXPECT_TRUE(accepts(list, "gzip")) << list;
  EXPECT_TRUE(accepts("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"));
}

TEST(Accepts, nothing_else) {
  for (const char* const list :
       {"", ",", ";", "br", "*", "x-gzip", "gzipped", "gzip;q=0", "gzip; q=0.000", "gzip;x;Q=0"})
    EXPECT_FALSE(accepts(list, "gzip")) << list;
  EXPECT_FALSE(accepts("*/*", "text/html"));
}

TEST(WeightOf, is_its_q) {
  EXPECT_EQ(weight_of("br, gzip", "gzip"), 1000);
  EXPECT_EQ(weight_of("gzip;q=0.5", "gzip"), 500);
  EXPECT_EQ(weight_of("br;q=0.1, gzip; Q=0.025", "gzip"), 25);
  EXPECT_EQ(weight_of("gzip;q=1.000", "gzip"), 1000);
  EXPECT_EQ(weight_of("gzip;q=x", "gzip"), 1000);
  EXPECT_EQ(weight_of("br", "gzip"), 0);
}

}  // namespace
}  // namespace retally::http
