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

RedisServer::RedisServer(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
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

RedisAddress RedisServer::address() const {
  return {.socket = (folder_ / "redis.sock").string()};
}

RedisOptions RedisServer::options(const std::string& queue) const {
  RedisOptions options;
  options.addresses = {address()};
  options.queue = queue;
  return options;
}

redis::ReplyReader RedisServer::ask(const std::vector<std::string>& command) const {
  return redis::ReplyReader(redis::Connection(address(), {}).ask(command));
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
  std::vector<std::string> command = {"redis-server",
                                      "--port",
                                      "0",
                                      "--unixsocket",
                                      address().socket,
                                      "--dir",
                                      folder_.string(),
                                      "--save",
                                      "",
                                      "--appendonly",
                                      "no"};
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> words;
  for (std::string& word : command) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves no server behind
    dup2(log[1], STDOUT_FILENO);
    execvp(words[0], words.data());
    _exit(127);
  }
  close(log[1]);
  await_ready(log[0]);
  close(log[0]);
}

}  // namespace retally
