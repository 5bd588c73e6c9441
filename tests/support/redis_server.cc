#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace retally {
namespace {

// Reads what the server writes up to the line that says it is ready.
void await_ready(int log) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (text.find("eady to accept connections") == std::string::npos) {
    const ssize_t size = read(log, buffer.data(), buffer.size());
    if (size <= 0) {
      throw std::runtime_error("redis-server did not start (is it installed?):\n" + text);
    }
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

RedisServer::RedisServer() {
  std::string folder = (std::filesystem::temp_directory_path() / "retally-redis-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    throw std::runtime_error("no temporary folder can be made at " + folder);
  }
  folder_ = folder;
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

redis::Address RedisServer::address() const {
  return {.socket = (folder_ / "redis.sock").string()};
}

void RedisServer::kill() {
  if (process_ != 0) {
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
}

void RedisServer::start() {
  std::array<int, 2> log{};
  if (pipe2(log.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  const std::string folder = folder_.string();
  const std::string socket = address().socket;
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
    dup2(log[1], STDOUT_FILENO);
    execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--dir",
           folder.c_str(), "--save", "", "--appendonly", "no", nullptr);
    _exit(127);
  }
  close(log[1]);
  await_ready(log[0]);
  close(log[0]);
}

}  // namespace retally
