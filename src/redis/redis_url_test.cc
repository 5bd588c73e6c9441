#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "retally/error.h"
#include "retally/redis_schedule.h"

namespace retally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

RedisAddress at(const std::string& host, std::uint16_t port) {
  return {.host = host, .port = port};
}

std::string refusal(std::string_view url) {
  try {
    redis_options(url);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
    return error.what();
  }
  return "taken";
}

TEST(RedisUrl, OfAServer) {
  const RedisOptions plain = redis_options("redis://localhost");
  EXPECT_EQ(plain.kind, RedisKind::server);
  EXPECT_THAT(plain.addresses, ElementsAre(at("localhost", 6379)));
  EXPECT_EQ(plain.database, 0);
  EXPECT_EQ(plain.queue, "default");
  EXPECT_EQ(plain.shards, 0);

  const RedisOptions full = redis_options("redis://ann:p%40ss:word@10.0.0.7:6380/3?queue=reports&shards=4");
  EXPECT_THAT(full.addresses, ElementsAre(at("10.0.0.7", 6380)));
  EXPECT_EQ(full.login.user, "ann");
  EXPECT_EQ(full.login.password, "p@ss:word");
  EXPECT_EQ(full.database, 3);
  EXPECT_EQ(full.queue, "reports");
  EXPECT_EQ(full.shards, 4);

  EXPECT_THAT(redis_options("redis://[::1]:7000").addresses, ElementsAre(at("::1", 7000)));
  EXPECT_EQ(at("::1", 7000).name(), "[::1]:7000");
  EXPECT_EQ(redis_options("redis://:secret@h/").login.password, "secret");
  EXPECT_EQ(redis_options("redis://:secret@h/").login.user, "");
}

TEST(RedisUrl, OfASocket) {
  const RedisOptions options = redis_options("unix:///run/redis/redis.sock?db=2");
  EXPECT_EQ(options.addresses.at(0).socket, "/run/redis/redis.sock");
  EXPECT_EQ(options.addresses.at(0).name(), "/run/redis/redis.sock");
  EXPECT_EQ(options.database, 2);
}

TEST(RedisUrl, OfSentinels) {
  const RedisOptions options = redis_options("redis+sentinel://:secret@a,b:26380/main/1");
  EXPECT_EQ(options.kind, RedisKind::sentinel);
  EXPECT_THAT(options.addresses, ElementsAre(at("a", 26'379), at("b", 26'380)));
  EXPECT_EQ(options.primary, "main");
  EXPECT_EQ(options.database, 1);
  EXPECT_EQ(options.login.password, "secret");
}

TEST(RedisUrl, OfACluster) {
  const RedisOptions options = redis_options("redis+cluster://a:7000,b:7001");
  EXPECT_EQ(options.kind, RedisKind::cluster);
  EXPECT_THAT(options.addresses, ElementsAre(at("a", 7000), at("b", 7001)));
}

TEST(RedisUrl, TakesThePasswordFromAFile) {
  const auto path = std::filesystem::temp_directory_path() / ("retally-password-" + std::to_string(getpid()));
  std::ofstream(path) << "se cret\r\nanother line\n";
  EXPECT_EQ(redis_options("redis://h?user=ann&password_file=" + path.string()).login.password, "se cret");
  std::filesystem::remove(path);
  EXPECT_THROW(redis_options("redis://h?password_file=" + path.string()), Error);
}

TEST(RedisUrl, ThatCannotBeIsRefusedWithWhatToWrite) {
  EXPECT_THAT(refusal("localhost:6379"), HasSubstr("redis://"));
  EXPECT_THAT(refusal("http://h"), HasSubstr("redis+cluster://"));
  EXPECT_THAT(refusal("rediss://h"), HasSubstr("stunnel"));
  EXPECT_THAT(refusal("redis://"), HasSubstr("no host"));
  EXPECT_THAT(refusal("redis://h:0"), HasSubstr("port '0': use 1 to 65535"));
  EXPECT_THAT(refusal("redis://h:70000"), HasSubstr("65535"));
  EXPECT_THAT(refusal("redis://h/main"), HasSubstr("database 'main'"));
  EXPECT_THAT(refusal("redis://a,b"), HasSubstr("redis+sentinel://"));
  EXPECT_THAT(refusal("redis+sentinel://a"), HasSubstr("/PRIMARY"));
  EXPECT_THAT(refusal("redis+cluster://a/1"), HasSubstr("database"));
  EXPECT_THAT(refusal("unix://run/redis.sock"), HasSubstr("absolute"));
  EXPECT_THAT(refusal("redis://h?quue=a"), HasSubstr("unknown parameter 'quue'"));
  EXPECT_THAT(refusal("redis://h?shards=0"), HasSubstr("shards '0'"));
  EXPECT_THAT(refusal("redis://[::1]7000"), HasSubstr("[HOST]:PORT"));
  EXPECT_THAT(refusal("redis://ann:secret%zz@h"), Not(HasSubstr("secret")));
  EXPECT_THAT(refusal("redis://ann:secret@h:x"), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace retally
