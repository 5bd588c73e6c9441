// Connections that belong to one user at a time, and are kept for the next.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/postgres/connection.h"

namespace retally::postgres {

class ConnectionPool {
 public:
  explicit ConnectionPool(std::string url) : url_(std::move(url)) {}

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
  // An idle one, or a new one: nobody waits for another. A process has as many as it has threads that use the
  // store at once.
  std::unique_ptr<Connection> take();
  // Kept if it can be used again and not too many are already, else closed. Where one is lost, the others
  // have been lost with the same server: all idle ones are closed then.
  void give_back(std::unique_ptr<Connection> connection) noexcept;

  const std::string url_;
  std::mutex mutex_;  // guards idle_
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace retally::postgres
