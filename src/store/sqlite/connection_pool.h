// Connections for readers: each belongs to one reader at a time, and is kept for the next.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/connection.h"

namespace retally::sqlite {

class ConnectionPool {
 public:
  ConnectionPool(std::string path, ConnectionOptions options) : path_(std::move(path)), options_(options) {}

  // A connection on loan. It must go before its pool.
  class Lease {
   public:
    explicit Lease(ConnectionPool& pool) : pool_(pool), connection_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ConnectionPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

 private:
  // An idle one, or a new one: who reads never waits for another reader.
  std::unique_ptr<Connection> take();
  // Kept if not too many are already, else closed.
  void give_back(std::unique_ptr<Connection> connection) noexcept;

  const std::string path_;
  const ConnectionOptions options_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace retally::sqlite
