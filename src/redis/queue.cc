// A script may be unknown to the server (it was restarted, or another has taken its place), and the queue
// itself may be gone. Both are told by an error that begins with a word of its own, before the script has
// done anything, and both are mended here, so that nobody else needs to know: the script is loaded, the queue
// created, and the call made again.
#include "redis/queue.h"

#include <algorithm>

#include "retally/error.h"

namespace retally::redis {
namespace {

constexpr std::size_t kMaxName = 64;
// How many calls are under way at once, so that neither side has to hold the answers of a million touches.
constexpr std::size_t kWindow = 32;

std::string checked_name(std::string name) {
  const bool good = std::ranges::all_of(
      name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; });
  if (name.empty() || name.size() > kMaxName || !good) {
    throw Error(ErrorKind::invalid_input,
                "redis queue '" + name + "': use 1 to 64 letters, digits, '-', '_' or '.'");
  }
  return name;
}

// All keys of a shard have one hash tag, so that they are on one node of a cluster. The order is that of
// keys.lua.
std::vector<std::string> shard_keys(const std::string& name, int shard) {
  std::vector<std::string> keys = {"config",    "due",      "held",    "runs",   "failed",
                                   "failed_at", "first",    "touches", "counts", "notes",
                                   "leases",    "requests", "queue",   "ended",  "history"};
  for (std::string& key : keys) {
    key.insert(0, "retally:{" + name + ":" + std::to_string(shard) + "}:");
  }
  return keys;
}

Arguments to_arguments(const ScheduleOptions& settings) {
  const auto ms = [](Millis time) { return std::to_string(time.count()); };
  return {"protocol",     "1",
          "shards",       "1",
          "quiet",        ms(settings.policy.quiet),
          "max_wait",     ms(settings.policy.max_wait),
          "max_attempts", std::to_string(settings.retry.max_attempts),
          "first_delay",  ms(settings.retry.first_delay),
          "max_delay",    ms(settings.retry.max_delay),
          "result_ttl",   ms(settings.request_result_ttl),
          "history_size", std::to_string(settings.history_size),
          "failed_size",  std::to_string(settings.failed_size)};
}

}  // namespace

Queue::Queue(RedisOptions options, const ScheduleOptions& settings, std::string_view time)
    : name_(checked_name(std::move(options.queue))),
      keys_(shard_keys(name_, 0)),
      pool_(std::move(options.address)) {
  std::ranges::transform(script_sources(time), scripts_.begin(), [](ScriptSource& source) {
    return Loaded{std::move(source), {}};
  });
  settings_ = to_arguments(settings);
  settings_.insert(settings_.begin(), loaded(Script::touch).source.text);
  load();
  create();
}

void Queue::load() {
  pool_.with([&](Connection& connection) {
    for (const Loaded& script : scripts_) {
      connection.send(std::vector<std::string>{"SCRIPT", "LOAD", script.source.text});
    }
    for (Loaded& script : scripts_) {
      Reply reply = connection.receive();
      if (reply->type == REDIS_REPLY_ERROR) {
        fail(script.source.name, std::string(reply->str, reply->len));
      }
      script.sha = ReplyReader(std::move(reply)).text();
    }
    return true;
  });
}

void Queue::create() {
  ReplyReader answer = call(Script::create, settings_);
  if (answer.done()) {
    return;
  }
  const std::string setting = answer.text();
  const std::string theirs = answer.text();
  const std::string ours = *(std::ranges::find(settings_, setting) + 1);
  throw Error(ErrorKind::conflict, "redis queue '" + name_ + "' at " + pool_.address().name() +
                                       " was created with " + setting + " " + theirs + ", not " + ours +
                                       "; use the same settings everywhere, or another queue");
}

ReplyReader Queue::call(Script script, const Arguments& arguments) {
  return std::move(call_each(script, std::span(&arguments, 1)).front());
}

std::vector<ReplyReader> Queue::call_each(Script script, std::span<const Arguments> calls) {
  const Loaded& called = loaded(script);
  return pool_.with([&](Connection& connection) {
    std::vector<Reply> replies;
    for (std::size_t sent = 0; replies.size() < calls.size();) {
      for (; sent < calls.size() && sent < replies.size() + kWindow; ++sent) {
        connection.send(command(called, calls[sent]));
      }
      replies.push_back(connection.receive());
    }
    std::vector<ReplyReader> answers;
    for (std::size_t i = 0; i < calls.size(); ++i) {
      answers.emplace_back(answer(connection, called, calls[i], std::move(replies[i])));
    }
    return answers;
  });
}

std::vector<std::string> Queue::command(const Loaded& script, const Arguments& arguments) const {
  std::vector<std::string> command = {"EVALSHA", script.sha, std::to_string(script.source.keys)};
  command.reserve(command.size() + script.source.keys + arguments.size());
  command.insert(command.end(), keys_.begin(),
                 keys_.begin() + static_cast<std::ptrdiff_t>(script.source.keys));
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

Reply Queue::answer(Connection& connection, const Loaded& script, const Arguments& arguments, Reply first) {
  Reply reply = std::move(first);
  const auto again = [&](const Loaded& which, const Arguments& with) {
    connection.ask(std::vector<std::string>{"SCRIPT", "LOAD", which.source.text});
    connection.send(command(which, with));
    return connection.receive();
  };
  if (is_error(reply, "NOSCRIPT")) {
    reply = again(script, arguments);
  }
  if (is_error(reply, "NOQUEUE")) {
    again(loaded(Script::create), settings_);
    reply = again(script, arguments);
  }
  if (reply->type == REDIS_REPLY_ERROR) {
    fail(script.source.name, std::string(reply->str, reply->len));
  }
  return reply;
}

void Queue::fail(std::string_view script, const std::string& why) const {
  throw Error(ErrorKind::unavailable,
              "redis at " + pool_.address().name() + ": " + std::string(script) + ": " + why);
}

}  // namespace retally::redis
