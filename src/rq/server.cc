#include "rq/server.h"

#include <algorithm>
#include <utility>

#include "retally/error.h"
#include "rq/lua_files.h"

namespace retally::rq {
namespace {

std::string_view lua(std::string_view name) {
  return std::ranges::find(kLuaFiles, name, &LuaFile::name)->text;
}

const RedisOptions& checked(const RedisOptions& options) {
  if (options.kind == RedisKind::cluster) {
    throw Error(ErrorKind::invalid_input, "RQ on a Redis cluster: RQ's keys need one server, or Sentinel");
  }
  return options;
}

}  // namespace

Server::Server(const RedisOptions& options, std::string_view time)
    : time_(time.empty() ? lua("now") : time),
      directory_(redis::make_directory(checked(options))),
      connections_({options.login, options.database, options.connect_timeout, options.command_timeout}) {}

// The server may forget a script at any time, when it is started again: then it is told once more.
redis::ReplyReader Server::call(std::string_view script, std::span<const std::string> keys,
                                std::span<const std::string> arguments) {
  std::vector<std::string> command = {"EVALSHA", "", std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = shas_.find(script); known != shas_.end()) {
      command[1] = known->second;
    }
  }
  redis::Reply reply;
  if (!command[1].empty()) {
    reply = exchange(command);
  }
  if (!reply || redis::is_error(reply, "NOSCRIPT")) {
    std::string sha = ask(std::vector<std::string>{"SCRIPT", "LOAD", text_of(script)}).text();
    command[1] = sha;
    {
      const std::scoped_lock lock(mutex_);
      shas_.insert_or_assign(std::string(script), std::move(sha));
    }
    reply = exchange(command);
  }
  if (reply->type == REDIS_REPLY_ERROR) {
    throw Error(ErrorKind::unavailable, "redis at " + name() + ": " + std::string(script) + ": " +
                                            std::string(reply->str, reply->len));
  }
  return redis::ReplyReader(std::move(reply));
}

redis::ReplyReader Server::ask(std::span<const std::string> command) {
  redis::Reply reply = exchange(command);
  if (reply->type == REDIS_REPLY_ERROR) {
    throw Error(ErrorKind::unavailable,
                "redis at " + name() + ": " + command.front() + ": " + std::string(reply->str, reply->len));
  }
  return redis::ReplyReader(std::move(reply));
}

std::unique_ptr<redis::Connection> Server::connect() {
  return std::make_unique<redis::Connection>(directory_->find(0), connections_.session());
}

const std::string& Server::text_of(std::string_view script) {
  const std::scoped_lock lock(mutex_);
  std::string& text = texts_[std::string(script)];
  if (text.empty()) {
    text = time_ + std::string(lua("jobs")) + std::string(lua(script));
  }
  return text;
}

// A primary that has become a replica refuses to write: then the sentinels know better. Where a script has
// tried to, servers before version 7 don't begin with READONLY: so any refusal is a reason to ask them.
redis::Reply Server::exchange(std::span<const std::string> command) {
  const RedisAddress server = directory_->find(0);
  try {
    redis::Connections::Borrowed connection = connections_.borrow(server);
    connection->send(command);
    redis::Reply reply = connection->receive();
    connection.give_back();
    if (reply->type == REDIS_REPLY_ERROR && !redis::is_error(reply, "NOSCRIPT")) {
      directory_->doubt(server);
    }
    return reply;
  } catch (const Error&) {
    directory_->doubt(server);
    throw;
  }
}

}  // namespace retally::rq
