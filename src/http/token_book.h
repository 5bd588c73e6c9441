// The tokens that are known now. The file that they stand in may be read anew while they are asked for.
#pragma once

#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <utility>

#include "http/tokens.h"

namespace retally::http {

class TokenBook {
 public:
  explicit TokenBook(Tokens tokens) : tokens_(std::move(tokens)) {}

  // Any thread may call both.
  std::optional<Holder> find(std::string_view token) const {
    const std::shared_lock lock(mutex_);
    return tokens_.find(token);
  }
  void replace(Tokens tokens) {
    const std::unique_lock lock(mutex_);
    tokens_ = std::move(tokens);
  }

 private:
  mutable std::shared_mutex mutex_;
  Tokens tokens_;  // guarded by mutex_
};

}  // namespace retally::http
