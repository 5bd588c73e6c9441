#include "redis/server_check.h"

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "retally/error.h"

namespace retally::redis {
namespace {

// The fields of INFO, one a line: "role:master".
class Info {
 public:
  explicit Info(std::string text) : text_("\n" + std::move(text)) {}

  std::string_view operator[](std::string_view name) const {
    const std::size_t at = text_.find("\n" + std::string(name) + ":");
    if (at == std::string::npos) {
      return {};
    }
    const std::string_view value = std::string_view(text_).substr(at + name.size() + 2);
    return value.substr(0, value.find_first_of("\r\n"));
  }

 private:
  std::string text_;
};

// "7.0.15" is 700.
int version(std::string_view text) {
  int major = 0;
  int minor = 0;
  const auto [dot, error] = std::from_chars(text.data(), text.data() + text.size(), major);
  if (error == std::errc() && dot != text.data() + text.size()) {
    std::from_chars(dot + 1, text.data() + text.size(), minor);
  }
  return 100 * major + minor;
}

std::string why_not(const Info& info, RedisKind kind) {
  constexpr int kOldest = 602;
  if (!info["redis_version"].empty() && version(info["redis_version"]) < kOldest) {
    return "is version " + std::string(info["redis_version"]) + "; the schedule needs 6.2 or later";
  }
  if (info["cluster_enabled"] == "1" && kind != RedisKind::cluster) {
    return "is a node of a cluster: write redis+cluster:// in the URL";
  }
  if (info["cluster_enabled"] == "0" && kind == RedisKind::cluster) {
    return "is no node of a cluster: write redis:// in the URL";
  }
  if (info["role"] == "slave" && kind == RedisKind::server) {
    return "is a replica of " + std::string(info["master_host"]) + ":" + std::string(info["master_port"]) +
           ", and answers reads only: name the primary";
  }
  return "";
}

bool may_evict(const Info& info) {
  return !info["maxmemory"].empty() && info["maxmemory"] != "0" &&
         info["maxmemory_policy"].starts_with("allkeys");
}

}  // namespace

void check_server(const RedisOptions& options, Connections& connections, const RedisAddress& server) {
  Connections::Borrowed connection = connections.borrow(server);
  connection->send(std::vector<std::string>{"INFO"});
  Reply reply = connection->receive();
  connection.give_back();
  if (reply->type == REDIS_REPLY_ERROR) {
    return;
  }
  const Info info(ReplyReader(std::move(reply)).text());
  if (const std::string why = why_not(info, options.kind); !why.empty()) {
    throw Error(ErrorKind::invalid_input, "redis at " + server.name() + " " + why);
  }
  if (options.warn && may_evict(info)) {
    options.warn(
        "redis at " + server.name() + " has maxmemory " + std::string(info["maxmemory"]) +
        " and maxmemory-policy " + std::string(info["maxmemory_policy"]) +
        ": when memory runs short it throws away what is pending, and reports are late until the next "
        "reconciliation; set maxmemory-policy noeviction, or use a server for the schedule alone");
  }
}

}  // namespace retally::redis
