// The two orders in which a log can be read: as it arrives, and by its timestamps. Both hold back only what
// may still be overtaken.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "generate/generator.h"
#include "generate/sender.h"

namespace retally::simulated {

class ArrivalOrder {
 public:
  explicit ArrivalOrder(Sender& sender) : sender_(sender) {}

  // None at the end.
  std::optional<Body> next();

 private:
  struct Waiting {
    std::uint64_t number = 0;
    Body body;
    bool operator>(const Waiting& other) const {
      return std::pair(body.time_us, number) > std::pair(other.body.time_us, other.number);
    }
  };

  bool may_be_overtaken() const;
  void take(std::optional<Post> post);

  Sender& sender_;
  std::vector<Waiting> waiting_;  // a heap, the earliest at its front
  std::uint64_t posts_ = 0;
  std::int64_t now_us_ = 0;  // of the last post
  bool ended_ = false;
};

class TimeOrder {
 public:
  explicit TimeOrder(Sender& sender) : sender_(sender) {}

  // The next row; null at the end. The next call overwrites it.
  const Row* next();

 private:
  void fill();
  void sort();

  Sender& sender_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> order_;  // places in rows_, by time
  std::size_t given_ = 0;             // so many of order_ have been given
  std::size_t safe_ = 0;              // so many of order_ can't be overtaken any more
  std::int64_t now_us_ = 0;           // of the last post
  bool ended_ = false;
};

}  // namespace retally::simulated
