// An empty store on disk, as in earnest: in SQLite, or with DATABASE=postgresql in a PostgreSQL server of its
// own, which syncs every commit.
#pragma once

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "store/store.h"
#include "tests/support/postgres_server.h"

namespace retally {

class Place {
 public:
  Place() : path_(std::filesystem::temp_directory_path() / "retally-bench-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  }
  ~Place() { std::filesystem::remove_all(path_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  std::unique_ptr<Store> open() const {
    const char* database = std::getenv("DATABASE");
    if (database == nullptr || std::string_view(database) != "postgresql")
      return open_store("sqlite:" + path_ + "/store.db");
    static PostgresServer server({.settings = {"fsync = on"}});
    const char* given = std::getenv("PGURL");
    if (given) return open_store(given);
    return open_store(server.fresh_database());
  }

 private:
  std::string path_;
};

}  // namespace retally
