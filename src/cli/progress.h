// The progress bar of an import, and of a move.
//
//     events.csv  45 % ━━━━━━━━━─────────── 61/135 MB  412,000 events/s  0:12 left
//     event  45 % ━━━━━━━━━─────────── 1,210,000/2,700,000 rows  412,000 rows/s  0:04 left
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace retally {

struct ProgressState {
  // What `done` and `total` are: of an import, which does not know how many events are to come, the bytes of
  // all its files, as they lie on disk; of a move, which knows, its rows.
  enum class Measure { bytes, rows };

  std::string name;  // of the file or table that is read now
  std::uint64_t done = 0;
  std::uint64_t total = 0;   // 0: not known
  std::uint64_t events = 0;  // or rows; those done
  std::chrono::duration<double> elapsed{};
  Measure measure = Measure::bytes;
};

// The line, cut to `width` columns.
std::string progress_line(const ProgressState& state, int width);

// "1,234,567".
std::string with_commas(std::uint64_t number);

// Draws the line again and again over itself on stderr, and takes it away at the end. Nothing is drawn when
// that is no terminal.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();

  // Draws if the last drawing is long enough ago. `elapsed` is filled in.
  void show(ProgressState state);

  std::chrono::duration<double> elapsed() const;

 private:
  using Clock = std::chrono::steady_clock;

  const bool visible_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_{};
};

}  // namespace retally
