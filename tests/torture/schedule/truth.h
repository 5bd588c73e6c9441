// The truth outside the schedule: for each target how often it was changed, and how many of these changes its
// report shows. It lies in a file that all processes map, so it outlives each of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>

namespace retally::torture {

// Every function may be called from any process.
class Truth {
 public:
  // Makes the file if there is none. Throws std::system_error.
  Truth(const std::filesystem::path& path, std::size_t targets);
  ~Truth();
  Truth(const Truth&) = delete;
  Truth& operator=(const Truth&) = delete;

  std::size_t targets() const { return entries_.size(); }

  // Changes the target; returns its version with this change.
  std::uint64_t change(std::size_t target) { return ++entries_[target].version; }
  std::uint64_t version(std::size_t target) const { return entries_[target].version; }
  std::uint64_t shown(std::size_t target) const { return entries_[target].shown; }
  bool is_stale(std::size_t target) const { return shown(target) < version(target); }

  // Saves a report that shows that version; one that shows more stays.
  void save(std::size_t target, std::uint64_t version);

 private:
  struct Entry {
    std::atomic<std::uint64_t> version;
    std::atomic<std::uint64_t> shown;
  };
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "a lock would be one process' own");

  std::span<Entry> entries_;
};

}  // namespace retally::torture
