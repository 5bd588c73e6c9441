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

}  // namespace
}  // namespace retally::http
