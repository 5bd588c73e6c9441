// Bounds the memory that all bodies together take: a thousand clients with 100 MB each would take the
// machine.
#pragma once

#include <atomic>
#include <cstddef>
#include <string_view>

namespace retally::http {

class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes) : left_(static_cast<std::ptrdiff_t>(bytes)) {}

  // Told to whoever finds nothing left.
  static constexpr std::string_view kNoRoom = "too many large requests at once; send it again later";

  // What one connection holds of it.
  class Share {
   public:
    explicit Share(MemoryBudget& budget) : budget_(budget) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { hold(0); }

    // Holds `bytes` from now on, in place of what it held. False if there is not so much left; then it holds
    // what it held.
    bool hold(std::size_t bytes) {
      const auto more = static_cast<std::ptrdiff_t>(bytes) - held_;
      if (more == 0) return true;
      if (budget_.left_.fetch_sub(more) < more && more > 0) {
        budget_.left_.fetch_add(more);
        return false;
      }
      held_ += more;
      return true;
    }

   private:
    MemoryBudget& budget_;
    std::ptrdiff_t held_ = 0;
  };

 private:
  std::atomic<std::ptrdiff_t> left_;
};

}  // namespace retally::http
