#include "http/address.h"

#include <gtest/gtest.h>

#include "retally/error.h"

namespace retally::http {
namespace {

bool contains(const char* network, const char* address) {
  return Network::parse(network).contains(Address::parse(address));
}

TEST(Address, is_the_same_in_either_family) {
  EXPECT_EQ(Address::parse("10.1.2.3"), Address::parse("::ffff:10.1.2.3"));
  EXPECT_EQ(Address::parse("[::1]"), Address::parse("0:0:0:0:0:0:0:1"));
}

TEST(Address, knows_loopback) {
  for (const char* const text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(Address::parse(text).loopback()) << text;
  for (const char* const text : {"0.0.0.0", "::", "128.0.0.1", "10.0.0.1", "fe80::1"})
    EXPECT_FALSE(Address::parse(text).loopback()) << text;
}

TEST(Address, refuses_what_is_none) {
  for (const char* const text :
       {"", "localhost", "1.2.3", "1.2.3.4.5", "::g", "01.2.3.4x", "[1.2.3.4", "fe80::1%eth0"})
    EXPECT_THROW(Address::parse(text), Error) << text;
}

TEST(Network, contains_by_its_bits) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(contains("192.168.4.0/23", "192.168.5.255"));
  EXPECT_FALSE(contains("192.168.4.0/23", "192.168.6.0"));
  EXPECT_TRUE(contains("10.0.0.7", "10.0.0.7"));
  EXPECT_FALSE(contains("10.0.0.7", "10.0.0.8"));
  EXPECT_TRUE(contains("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(contains("fd00::/8", "fd12::1"));
  EXPECT_FALSE(contains("fd00::/8", "fe00::1"));
  EXPECT_TRUE(contains("::/0", "8.8.8.8"));
  EXPECT_TRUE(contains("10.0.0.0/8", "::ffff:10.0.0.1"));
}

TEST(Network, refuses_what_is_none) {
  for (const char* const text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "/8", "10.0.0.0/8/8"})
    EXPECT_THROW(Network::parse(text), Error) << text;
}

TEST(Endpoint, parses) {
  EXPECT_EQ(Endpoint::parse("127.0.0.1:8460").port, 8460);
  EXPECT_EQ(Endpoint::parse("[::1]:0").host, "::1");
  EXPECT_EQ(Endpoint::parse("localhost:80").host, "127.0.0.1");
  EXPECT_FALSE(Endpoint::parse("0.0.0.0:80").address.loopback());
  for (const char* const text :
       {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "example.com:80"})
    EXPECT_THROW(Endpoint::parse(text), Error) << text;
}

}  // namespace
}  // namespace retally::http
