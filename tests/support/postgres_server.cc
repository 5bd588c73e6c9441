#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>

#include "tests/support/free_port.h"

namespace retally {
namespace {

constexpr auto kReady = "database system is ready to accept connections";

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  std::array<int, 2> ends{};
};

// Debian keeps the programs of each version in a folder of its own: of the latest one.
std::filesystem::path programs() {
  const std::filesystem::path versions = "/usr/lib/postgresql";
  std::filesystem::path found;
  int latest = 0;
  std::error_code none;
  for (const auto& version : std::filesystem::directory_iterator(versions, none)) {
    const int number = std::atoi(version.path().filename().c_str());
    if (number > latest && std::filesystem::exists(version.path() / "bin" / "postgres")) {
      latest = number;
      found = version.path() / "bin";
    }
  }
  if (latest == 0) throw std::runtime_error("no PostgreSQL in " + versions.string() + ": install postgresql");
  return found;
}

// Whom the server runs as when we are root; null: ourselves.
const passwd* other_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) throw std::runtime_error("no user postgres: install postgresql");
  return user;
}

// Starts a program of PostgreSQL, which writes to `output`, and holds `lifeline` open, if there is one.
pid_t spawn(std::vector<std::string> command, int output, int lifeline = -1) {
  const passwd* const user = other_user();
  command[0] = programs() / command[0];
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t process = fork();
  if (process != 0) return process;
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  // A test that crashes leaves no server behind. After the change of user, which would forget it. At once,
  // but not by SIGKILL, so that the server can give back its shared memory.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (lifeline >= 0) fcntl(lifeline, F_SETFD, 0);
  execv(arguments[0], arguments.data());
  _exit(127);
}

// Reads up to the words that are waited for, or to the end; returns all that was read.
std::string read_until(int input, const std::string& words) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (words.empty() || text.find(words) == std::string::npos) {
    const ssize_t size = read(input, buffer.data(), buffer.size());
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

void init_data(const std::filesystem::path& data) {
  const Pipe output;
  const pid_t process = spawn({"initdb", "--pgdata", data, "--username", "retally", "--auth", "trust",
                               "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"},
                              output.ends[1]);
  close(output.ends[1]);
  const std::string text = read_until(output.ends[0], "");
  close(output.ends[0]);
  int status = 0;
  waitpid(process, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed:\n" + text);
}

std::filesystem::path make_folder() {
  std::string folder = (std::filesystem::temp_directory_path() / "retally-postgres-XXXXXX").string();
  const passwd* const user = other_user();
  if (mkdtemp(folder.data()) == nullptr ||
      (user != nullptr && chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)) {
    throw std::runtime_error("no temporary folder can be made at " + folder);
  }
  return folder;
}

}  // namespace

PostgresServer::PostgresServer(PostgresOptions options)
    : options_(std::move(options)), folder_(make_folder()) {
  init_data(folder_ / "data");
  if (options_.on_loopback) port_ = free_port();
  configure();
  start();
}

PostgresServer::~PostgresServer() {
  end(SIGQUIT);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::configure() const {
  std::ofstream file(folder_ / "data" / "postgresql.conf", std::ios::app);
  file << "unix_socket_directories = '" << folder_.string() << "'\n"
       << "listen_addresses = '" << (port_ != 0 ? "127.0.0.1" : "") << "'\n"
       << "port = " << (port_ != 0 ? port_ : 5432) << "\n"  // else a name of the socket, and no more
       << "max_connections = 200\n"
       << "fsync = off\n"
       << "dynamic_shared_memory_type = mmap\n";  // in its folder: nothing is left behind where it is killed
  for (const std::string& line : options_.settings) file << line << "\n";
}

std::string PostgresServer::url(const std::string& database) const {
  if (port_ != 0) return "postgresql://retally@127.0.0.1:" + std::to_string(port_) + "/" + database;
  return "postgresql:///" + database + "?user=retally&host=" + folder_.string();
}

std::string PostgresServer::fresh_database() {
  const std::string name = "test_" + std::to_string(++databases_);
  ask("CREATE DATABASE " + name);
  return url(name);
}

std::string PostgresServer::ask(const std::string& sql, const std::string& database) const {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(url(database).c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

void PostgresServer::kill() {
  end(SIGKILL);
}

void PostgresServer::stop() {
  end(SIGINT);
}

void PostgresServer::restart() {
  stop();
  start();
}

void PostgresServer::start() {
  const Pipe output;
  const Pipe lifeline;
  process_ = spawn({"postgres", "-D", folder_ / "data"}, output.ends[1], lifeline.ends[1]);
  close(output.ends[1]);
  close(lifeline.ends[1]);
  lifeline_ = lifeline.ends[0];
  const std::string text = read_until(output.ends[0], kReady);
  close(output.ends[0]);
  if (text.find(kReady) == std::string::npos) throw std::runtime_error("postgres did not start:\n" + text);
}

void PostgresServer::end(int signal) {
  if (process_ == 0) return;
  ::kill(process_, signal);
  waitpid(std::exchange(process_, 0), nullptr, 0);
  // The others of its processes see that, and end by themselves. Before, it can't be started again.
  read_until(lifeline_, "");
  close(std::exchange(lifeline_, -1));
}

}  // namespace retally
