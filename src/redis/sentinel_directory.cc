#include "redis/sentinel_directory.h"

#include <algorithm>
#include <charconv>

#include "retally/error.h"

namespace retally::redis {

SentinelDirectory::SentinelDirectory(const RedisOptions& options)
    : name_(options.primary),
      to_sentinels_{options.sentinel_login, 0, options.connect_timeout, options.command_timeout},
      to_servers_{options.login, 0, options.connect_timeout, options.command_timeout},
      sentinels_(options.addresses) {}

RedisAddress SentinelDirectory::find(int /*slot*/) {
  const std::scoped_lock lock(mutex_);
  if (!primary_) {
    primary_ = ask_all();
  }
  return *primary_;
}

void SentinelDirectory::doubt(const RedisAddress& server) {
  const std::scoped_lock lock(mutex_);
  if (primary_ == server) {
    primary_.reset();
  }
}

// A sentinel may be behind, and name one that has been replaced: so the server itself has the last word.
RedisAddress SentinelDirectory::ask_all() {
  std::string why;
  for (std::size_t i = 0; i < sentinels_.size(); ++i) {
    try {
      if (const std::optional<RedisAddress> primary = ask(sentinels_[i])) {
        check_role(*primary);
        std::swap(sentinels_[0], sentinels_[i]);
        return *primary;
      }
      why += "; sentinel at " + sentinels_[i].name() + ": does not know '" + name_ + "'";
    } catch (const Error& error) {
      why += "; " + std::string(error.what());
    }
  }
  throw Error(ErrorKind::unavailable, "redis sentinel: no primary '" + name_ + "'" + why);
}

std::optional<RedisAddress> SentinelDirectory::ask(const RedisAddress& sentinel) const {
  Connection connection(sentinel, to_sentinels_);
  Reply reply = connection.ask(std::vector<std::string>{"SENTINEL", "get-master-addr-by-name", name_});
  if (reply->type == REDIS_REPLY_NIL) {
    return std::nullopt;
  }
  ReplyReader answer(std::move(reply));
  RedisAddress primary{.host = answer.text()};
  const std::string port = answer.text();
  std::from_chars(port.data(), port.data() + port.size(), primary.port);
  return primary;
}

void SentinelDirectory::check_role(const RedisAddress& server) const {
  Connection connection(server, to_servers_);
  ReplyReader answer(connection.ask(std::vector<std::string>{"ROLE"}));
  if (const std::string role = answer.text(); role != "master") {
    throw Error(ErrorKind::unavailable, "redis at " + server.name() + ": is no primary yet, but a " + role);
  }
}

}  // namespace retally::redis
