#include "redis/connection.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "retally/error.h"

namespace retally::redis {
namespace {

timeval to_timeval(Millis time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

redisContext* connect(const RedisAddress& address, Millis connect_timeout) {
  const timeval timeout = to_timeval(connect_timeout);
  return address.socket.empty() ? redisConnectWithTimeout(address.host.c_str(), address.port, timeout)
                                : redisConnectUnixWithTimeout(address.socket.c_str(), timeout);
}

}  // namespace

Connection::Connection(const RedisAddress& address, const Session& session)
    : server_(address.name()), context_(connect(address, session.connect_timeout)) {
  if (context_ == nullptr || context_->err != 0) {
    fail(context_ == nullptr ? "out of memory" : context_->errstr);
  }
  redisSetTimeout(context_.get(), to_timeval(session.command_timeout));
  if (address.socket.empty()) {
    redisEnableKeepAlive(context_.get());
  }
  if (!session.login.password.empty()) {
    std::vector<std::string> auth = {"AUTH", session.login.password};
    if (!session.login.user.empty()) {
      auth.insert(auth.begin() + 1, session.login.user);
    }
    ask(auth);
  }
  if (session.database != 0) {
    ask(std::vector<std::string>{"SELECT", std::to_string(session.database)});
  }
}

void Connection::send(std::span<const std::string> command) {
  unsent_ += '*';
  unsent_ += std::to_string(command.size());
  unsent_ += "\r\n";
  for (const std::string& word : command) {
    unsent_ += '$';
    unsent_ += std::to_string(word.size());
    unsent_ += "\r\n";
    unsent_ += word;
    unsent_ += "\r\n";
  }
}

// Not hiredis' own way out, which would end the process by SIGPIPE where the server has gone.
void Connection::flush() {
  for (std::string_view rest = unsent_; !rest.empty();) {
    const ssize_t size = ::send(context_->fd, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (size < 0 && errno != EINTR) {
      fail(errno == EAGAIN ? "it takes nothing any more" : std::generic_category().message(errno));
    }
    rest.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }
  unsent_.clear();
}

Reply Connection::receive() {
  flush();
  void* reply = nullptr;
  if (redisGetReply(context_.get(), &reply) != REDIS_OK) {
    // What hiredis says of a time-out is "Resource temporarily unavailable".
    const bool timed_out = context_->err == REDIS_ERR_IO && errno == EAGAIN;
    fail(timed_out ? "no answer in time" : context_->errstr);
  }
  return Reply(static_cast<redisReply*>(reply));
}

Reply Connection::ask(std::span<const std::string> command) {
  send(command);
  Reply reply = receive();
  if (reply->type == REDIS_REPLY_ERROR) {
    fail(command.front() + ": " + std::string(reply->str, reply->len));
  }
  return reply;
}

void Connection::wait_for_ever() {
  redisSetTimeout(context_.get(), {});
}

// One that says something unasked for is of no use either: what comes next would be taken for an answer.
bool Connection::is_open() const {
  char byte = 0;
  return recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EINTR);
}

void Connection::interrupt() {
  shutdown(context_->fd, SHUT_RDWR);
}

void Connection::fail(const std::string& why) const {
  throw Error(ErrorKind::unavailable, "redis at " + server_ + ": " + why);
}

}  // namespace retally::redis
