// What can go wrong with a call, and still is right in the end.
//
// A script may be unknown to the server (it was restarted, or another has taken its place), the queue itself
// may be gone, and in a cluster the shard may be held by another node. All of that is told by an error that
// begins with a word of its own, before the script has done anything, and is mended here, so that nobody else
// needs to know: the script is loaded, the queue created, the other node asked, and the call made again.
//
// Any other failure is the caller's to hear of. But whoever failed is doubted: before the next call the
// directory finds out who holds the shard by then.
#include "redis/queue.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <thread>
#include <utility>

#include "redis/server_check.h"
#include "redis/slot.h"
#include "retally/error.h"

namespace retally::redis {
namespace {

constexpr const char* kProtocol = "1";
constexpr std::size_t kMaxName = 64;
constexpr int kMaxShards = 1024;
// Enough for a cluster of sixteen nodes to have work for each, and few enough to ask them all for a listing.
constexpr int kClusterShards = 16;
// How many calls to a server are under way at once, so that neither side has to hold the answers of a million
// touches.
constexpr std::size_t kWindow = 32;
// How often a call is made again: more is a cluster that cannot agree with itself.
constexpr int kMaxSteps = 8;
// A slot that is being moved to another node: its last keys take about as long.
constexpr Millis kWhileItMoves{20};

std::string checked_name(const std::string& name) {
  const bool good = std::ranges::all_of(
      name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; });
  if (name.empty() || name.size() > kMaxName || !good) {
    throw Error(ErrorKind::invalid_input,
                "redis queue '" + name + "': use 1 to 64 letters, digits, '-', '_' or '.'");
  }
  return name;
}

int checked_shards(int shards) {
  if (shards < 0 || shards > kMaxShards) {
    throw Error(ErrorKind::invalid_input, "redis shards " + std::to_string(shards) + ": use 1 to 1024");
  }
  return shards;
}

Arguments to_arguments(const ScheduleOptions& settings, int shards) {
  const auto ms = [](Millis time) { return std::to_string(time.count()); };
  // What stays listed is shared among the shards.
  const auto share = [&](std::size_t size) {
    const auto count = static_cast<std::size_t>(shards);
    return std::to_string((size + count - 1) / count);
  };
  return {"quiet",        ms(settings.policy.quiet),
          "max_wait",     ms(settings.policy.max_wait),
          "max_attempts", std::to_string(settings.retry.max_attempts),
          "first_delay",  ms(settings.retry.first_delay),
          "max_delay",    ms(settings.retry.max_delay),
          "result_ttl",   ms(settings.request_result_ttl),
          "history_size", share(settings.history_size),
          "failed_size",  share(settings.failed_size)};
}

int to_int(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// "MOVED 3999 127.0.0.1:6381" names a node; one that does not know its own address says ":6381", and means
// the one that was asked.
RedisAddress named_in(const Reply& redirection, const RedisAddress& asked) {
  const std::string_view text(redirection->str, redirection->len);
  const std::string_view node = text.substr(text.rfind(' ') + 1);
  const std::size_t colon = node.rfind(':');
  RedisAddress named{.host = std::string(node.substr(0, colon))};
  named.port = static_cast<std::uint16_t>(to_int(node.substr(colon + 1)));
  if (named.host.empty()) {
    named.host = asked.host;
  }
  return named;
}

}  // namespace

// The calls to one server, and a connection on which they go out in their order.
struct Queue::Lane {
  RedisAddress server;
  Connections::Borrowed connection;
  std::vector<std::size_t> calls{};
  std::size_t sent = 0;
  std::size_t received = 0;
  bool broken = false;

  bool done() const { return broken || received == calls.size(); }
};

Queue::Queue(const RedisOptions& options, const ScheduleOptions* settings, std::string_view time)
    : name_(checked_name(options.queue)),
      directory_(make_directory(options)),
      connections_({options.login, options.database, options.connect_timeout, options.command_timeout}),
      shards_{make_shard(name_, 0)} {
  std::ranges::transform(script_sources(time), scripts_.begin(), [](ScriptSource& source) {
    return Loaded{std::move(source), {}};
  });
  check_server(options, connections_, publisher());
  load();
  open(options, settings);
}

Queue::Shard Queue::make_shard(const std::string& name, std::size_t number) {
  // In the order of keys.lua.
  std::vector<std::string> keys = {"config",    "due",      "held",    "runs",   "failed",
                                   "failed_at", "first",    "touches", "counts", "notes",
                                   "leases",    "requests", "queue",   "ended",  "history"};
  // All keys of a shard have one hash tag, so that they are on one node of a cluster.
  const std::string tag = name + ":" + std::to_string(number);
  for (std::string& key : keys) {
    key.insert(0, "retally:{" + tag + "}:");
  }
  return {std::move(keys), crc16(tag) % kSlots};
}

std::size_t Queue::shard_of(std::string_view target) const {
  return shards_.size() == 1 ? 0 : crc16(target) % shards_.size();
}

std::vector<std::string> Queue::channels() const {
  std::vector<std::string> channels;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    channels.push_back("retally:{" + name_ + ":" + std::to_string(i) + "}:wake");
  }
  return channels;
}

// SCRIPT LOAD tells by which name a script is called.
void Queue::load() {
  const RedisAddress server = publisher();
  Connections::Borrowed connection = connections_.borrow(server);
  for (const Loaded& script : scripts_) {
    connection->send(std::vector<std::string>{"SCRIPT", "LOAD", script.source.text});
  }
  for (Loaded& script : scripts_) {
    Reply reply = connection->receive();
    if (reply->type == REDIS_REPLY_ERROR) {
      fail(server, script.source.name, reply);
    }
    script.sha = ReplyReader(std::move(reply)).text();
  }
  connection.give_back();
}

Queue::Found Queue::find() {
  Found found;
  for (ReplyReader answer = call(Script::settings, 0, {}); !answer.done();) {
    std::string name = answer.text();
    std::string value = answer.text();
    if (name == "shards") {
      found.shards = std::move(value);
    } else if (name == "protocol") {
      found.protocol = std::move(value);
    } else if (name != "touch") {
      found.settings.insert(found.settings.end(), {std::move(name), std::move(value)});
    }
  }
  return found;
}

// Takes part in the queue, if there is one; else creates it.
void Queue::open(const RedisOptions& options, const ScheduleOptions* settings) {
  int shards = checked_shards(options.shards);
  Found found = find();
  if (!found.protocol.empty()) {
    check_same("protocol", found.protocol, kProtocol);
    check_same("shards", found.shards, shards == 0 ? found.shards : std::to_string(shards));
    shards = to_int(found.shards);
  } else if (settings == nullptr) {
    throw Error(ErrorKind::not_found, "redis queue '" + name_ + "' at " + publisher().name() +
                                          " does not exist yet: start what runs its updates first");
  }
  if (shards == 0) {
    shards = options.kind == RedisKind::cluster ? kClusterShards : 1;
  }
  for (std::size_t i = 1; i < static_cast<std::size_t>(shards); ++i) {
    shards_.push_back(make_shard(name_, i));
  }
  settings_ = settings == nullptr ? std::move(found.settings) : to_arguments(*settings, shards);
  for (std::size_t i = 0; settings != nullptr && i < shards_.size(); ++i) {
    create(Script::create, i, settings_);
  }
}

// Creates a shard by that script, and sees that it is like the others.
void Queue::create(Script script, std::size_t shard, const Arguments& settings) {
  Arguments arguments = {loaded(Script::touch).source.text, kProtocol, std::to_string(shards_.size())};
  arguments.insert(arguments.end(), settings.begin(), settings.end());
  ReplyReader answer = call(script, shard, std::move(arguments));
  check_same("protocol", answer.text(), kProtocol);
  check_same("shards", answer.text(), std::to_string(shards_.size()));
}

// Creates a shard that was lost. The first one tells whether somebody else has begun to, and by which
// settings: the latest may be unknown here.
void Queue::restore(std::size_t shard) {
  create(Script::restore, 0, settings_);
  if (shard == 0) {
    return;
  }
  if (const Found found = find(); !found.protocol.empty()) {
    create(Script::restore, shard, found.settings);
  }
}

void Queue::check_same(const std::string& setting, const std::string& theirs, const std::string& ours) const {
  if (theirs != ours) {
    throw Error(ErrorKind::conflict, "redis queue '" + name_ + "' was created with " + setting + " " +
                                         theirs + ", not " + ours +
                                         "; it cannot be changed: use another queue");
  }
}

ReplyReader Queue::call(Script script, std::size_t shard, Arguments arguments) {
  const Call call{shard, std::move(arguments)};
  return std::move(call_each(script, std::span(&call, 1)).front().get());
}

std::vector<Answer> Queue::call_all(Script script, const Arguments& arguments) {
  std::vector<Call> calls;
  calls.reserve(shards_.size());
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    calls.push_back({i, arguments});
  }
  return call_each(script, calls);
}

std::vector<Answer> Queue::call_each(Script script, std::span<const Call> calls) {
  const Loaded& called = loaded(script);
  std::vector<Answer> answers(calls.size());
  std::vector<Reply> replies(calls.size());
  std::vector<Lane> lanes = make_lanes(calls, answers);
  exchange(called, calls, lanes, answers, replies);
  for (Lane& lane : lanes) {
    if (!lane.broken) {
      lane.connection.give_back();
    }
  }
  for (const Lane& lane : lanes) {
    for (const std::size_t i : std::span(lane.calls).first(lane.received)) {
      try {
        answers[i].value.emplace(settle(called, calls[i], lane.server, std::move(replies[i])));
      } catch (const Error&) {
        answers[i].error = std::current_exception();
      }
    }
  }
  return answers;
}

std::vector<Queue::Lane> Queue::make_lanes(std::span<const Call> calls, std::span<Answer> answers) {
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    try {
      const RedisAddress server = directory_->find(shards_[calls[i].shard].slot);
      auto lane = std::ranges::find(lanes, server, &Lane::server);
      if (lane == lanes.end()) {
        lanes.push_back({server, borrow(server)});
        lane = lanes.end() - 1;
      }
      lane->calls.push_back(i);
    } catch (const Error&) {
      answers[i].error = std::current_exception();
    }
  }
  return lanes;
}

// All servers work at once: what goes to each is sent before the first answer is waited for.
void Queue::exchange(const Loaded& script, std::span<const Call> calls, std::vector<Lane>& lanes,
                     std::span<Answer> answers, std::span<Reply> replies) {
  const auto attempt = [&](Lane& lane, const auto& step) {
    try {
      lane.connection.begin_wait();
      step();
    } catch (const Error&) {
      lane.broken = true;
      lane.connection.drop();
      directory_->doubt(lane.server);
      for (std::size_t i = lane.received; i < lane.calls.size(); ++i) {
        answers[lane.calls[i]].error = std::current_exception();
      }
    }
  };
  const auto send = [&](Lane& lane) {
    for (; lane.sent < lane.calls.size() && lane.sent < lane.received + kWindow; ++lane.sent) {
      lane.connection->send(command(script, calls[lane.calls[lane.sent]]));
    }
    lane.connection->flush();
  };
  const auto receive = [&](Lane& lane) {
    replies[lane.calls[lane.received]] = lane.connection->receive();
    ++lane.received;
  };
  while (!std::ranges::all_of(lanes, &Lane::done)) {
    for (Lane& lane : lanes) {
      if (!lane.done()) {
        attempt(lane, [&] { send(lane); });
      }
    }
    for (Lane& lane : lanes) {
      if (!lane.done()) {
        attempt(lane, [&] { receive(lane); });
      }
    }
  }
}

std::vector<std::string> Queue::command(const Loaded& script, const Call& call) const {
  const std::vector<std::string>& keys = shards_[call.shard].keys;
  std::vector<std::string> command = {"EVALSHA", script.sha, std::to_string(script.source.keys)};
  command.reserve(command.size() + script.source.keys + call.arguments.size());
  command.insert(command.end(), keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(script.source.keys));
  command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  return command;
}

Connections::Borrowed Queue::borrow(const RedisAddress& server) {
  try {
    return connections_.borrow(server);
  } catch (const Error&) {
    directory_->doubt(server);
    throw;
  }
}

// Makes a call again for as long as its answer, which came from `server`, says how that will help.
ReplyReader Queue::settle(const Loaded& script, const Call& call, RedisAddress server, Reply reply) {
  bool asking = false;
  const auto again = [&](bool load) {
    Connections::Borrowed connection = borrow(server);
    if (load) {
      connection->ask(std::vector<std::string>{"SCRIPT", "LOAD", script.source.text});
    }
    if (asking) {
      connection->ask(std::vector<std::string>{"ASKING"});
    }
    connection->send(command(script, call));
    reply = connection->receive();
    connection.give_back();
  };
  for (int step = 0; reply->type == REDIS_REPLY_ERROR; ++step) {
    if (step == kMaxSteps) {
      fail(server, script.source.name, reply);
    } else if (is_error(reply, "NOSCRIPT")) {
      again(true);
    } else if (is_error(reply, "NOQUEUE")) {
      restore(call.shard);
      again(false);
    } else if (is_error(reply, "MOVED") || is_error(reply, "ASK ")) {
      asking = is_error(reply, "ASK ");
      server = named_in(reply, server);
      if (!asking) {
        directory_->moved(shards_[call.shard].slot, server);
      }
      again(false);
    } else if (is_error(reply, "TRYAGAIN")) {
      std::this_thread::sleep_for(kWhileItMoves);
      again(false);
    } else {
      directory_->doubt(server);
      fail(server, script.source.name, reply);
    }
  }
  return ReplyReader(std::move(reply));
}

void Queue::fail(const RedisAddress& server, std::string_view script, const Reply& reply) const {
  throw Error(ErrorKind::unavailable, "redis at " + server.name() + ": " + std::string(script) + ": " +
                                          std::string(reply->str, reply->len));
}

}  // namespace retally::redis
