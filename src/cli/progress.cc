#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/terminal.h"
#include "report/terminal_text.h"

namespace retally {
namespace {

constexpr int kBarColumns = 24;
constexpr auto kEvery = std::chrono::milliseconds(100);  // smooth to the eye, and nothing beside the reading

std::string drawn_bar(double share) {
  const int full = static_cast<int>(share * kBarColumns);
  std::string text;
  for (int i = 0; i < kBarColumns; ++i) text += i < full ? "━" : "─";
  return text;
}

std::string time_left(const ProgressState& state) {
  // In the first moments nobody can tell.
  if (state.done == 0 || state.elapsed.count() < 0.5) return "";
  const double left = state.elapsed.count() *
                      static_cast<double>(state.total - std::min(state.total, state.done)) /
                      static_cast<double>(state.done);
  const auto seconds = static_cast<std::uint64_t>(left + 0.5);
  return fmt::format("  {}:{:02} left", seconds / 60, seconds % 60);
}

const char* noun(const ProgressState& state) {
  return state.measure == ProgressState::Measure::bytes ? "events" : "rows";
}

std::string rate(const ProgressState& state) {
  if (state.elapsed.count() < 0.05) return "";
  const auto per_second =
      static_cast<std::uint64_t>(static_cast<double>(state.events) / state.elapsed.count());
  return fmt::format("  {} {}/s", with_commas(per_second / 1000 * 1000), noun(state));
}

std::string amount(const ProgressState& state) {
  constexpr std::uint64_t kMb = 1'000'000;
  if (state.measure == ProgressState::Measure::bytes)
    return fmt::format("{}/{} MB", state.done / kMb, state.total / kMb);
  return fmt::format("{}/{} rows", with_commas(state.done), with_commas(state.total));
}

}  // namespace

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, 1, ',');
  return text;
}

std::string progress_line(const ProgressState& state, int width) {
  std::string line = printable(state.name);
  if (state.total > 0) {
    const double share = std::min(1.0, static_cast<double>(state.done) / static_cast<double>(state.total));
    line += fmt::format("  {:3.0f} % {} {}", share * 100, drawn_bar(share), amount(state));
    line += rate(state) + time_left(state);
  } else {
    line += fmt::format("  {} {}", with_commas(state.events), noun(state)) + rate(state);
  }
  return cut_to(line, width);
}

ProgressBar::ProgressBar() : visible_(is_terminal(stderr)) {}

ProgressBar::~ProgressBar() {
  if (drawn_ != Clock::time_point{}) fmt::print(stderr, "\r\x1b[K");
}

std::chrono::duration<double> ProgressBar::elapsed() const {
  return Clock::now() - start_;
}

void ProgressBar::show(ProgressState state) {
  const Clock::time_point now = Clock::now();
  if (!visible_ || now - drawn_ < kEvery) return;
  drawn_ = now;
  state.elapsed = elapsed();
  // One column is left free: a terminal breaks a line that fills it.
  fmt::print(stderr, "\r{}\x1b[K", progress_line(state, terminal_width(stderr) - 1));
  std::fflush(stderr);
}

}  // namespace retally
