// A PostgreSQL server of the test's own, which lives as long as this object. It takes about a second to make:
// one serves all tests of a program, each with a fresh_database().
//
// It needs Debian's package and nothing of its configuration: no service runs, no port is taken. PostgreSQL
// refuses to run as root; tests that do run it as the user `postgres`, which the package has made.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace retally {

struct PostgresOptions {
  // Listens on a free port of loopback, and not only on a unix socket in its folder.
  bool on_loopback = false;
  // More lines of postgresql.conf, which win over ours: {"fsync = on"}. It is off: what is committed then
  // outlives every kill, but not a power cut.
  std::vector<std::string> settings{};
};

class PostgresServer {
 public:
  // Makes it in a folder of its own, starts it, and waits until it is ready.
  explicit PostgresServer(PostgresOptions options = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // postgresql://…, of a database as its superuser; by the port if it has one. The database `postgres` is
  // there from the start.
  std::string url(const std::string& database = "postgres") const;
  // Makes an empty database, and returns its URL.
  std::string fresh_database();
  // Runs SQL, and returns the first value of its answer, or nothing. Throws std::runtime_error with the
  // server's words.
  std::string ask(const std::string& sql, const std::string& database = "postgres") const;

  // As a crash: connections break in the middle of what they do. What was committed is there after start().
  void kill();
  // Ends it in order: connections are cut, what they had not committed is undone.
  void stop();
  // Starts it again, in the same place and with its data.
  void start();
  void restart();

 private:
  void configure() const;
  void end(int signal);

  const PostgresOptions options_;
  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t process_ = 0;
  int lifeline_ = -1;  // ends when the last process of the server has ended
  int databases_ = 0;
};

}  // namespace retally
