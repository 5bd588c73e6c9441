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
  std::unique_lock lock(mutex_);
  // Only who asks changes them, and one asks at a time.
  const std::vector<RedisAddress>& sentinels = sentinels_;
  inquiry_.make_sure(
      lock, [&] { return primary_.has_value(); },
      [&]() -> Inquiry::Learn {
        return [this, heard = ask_all(sentinels)] {
          primary_ = heard.first;
          std::swap(sentinels_.front(), *std::ranges::find(sentinels_, heard.second));
        };
      });
  return *primary_;
}

void SentinelDirectory::doubt(const RedisAddress& server) {
  const std::scoped_lock lock(mutex_);
  if (primary_ == server) {
    primary_.reset();
  }
}

// A sentinel may be behind, and name one that has been replaced: so the server itself has the last word. It
// is asked once, however many name it.
std::pair<RedisAddress, RedisAddress> SentinelDirectory::ask_all(
    const std::vector<RedisAddress>& sentinels) const {
  std::string why;
  std::vector<RedisAddress> asked;
  for (const RedisAddress& sentinel : sentinels) {
    try {
      const std::optional<RedisAddress> primary = ask(sentinel);
      if (!primary) {
        why += "; sentinel at " + sentinel.name() + ": does not know '" + name_ + "'";
      } else if (std::ranges::find(asked, *primary) == asked.end()) {
        asked.push_back(*primary);
        check_role(*primary);
        return {*primary, sentinel};
      }
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
