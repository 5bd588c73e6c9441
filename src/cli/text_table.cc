#include "cli/text_table.h"

#include <algorithm>
#include <numeric>

#include "report/terminal_text.h"

namespace retally {
namespace {

constexpr int kGap = 2;        // columns between two cells
constexpr int kNarrowest = 8;  // that a column is cut to

}  // namespace

void TextTable::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<int> TextTable::widths(int width) const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int widest = columns_of(columns_[i].head);
    for (const auto& row : rows_) widest = std::max(widest, columns_of(row[i]));
    widths.push_back(widest);
  }
  const int gaps = kGap * (static_cast<int>(columns_.size()) - 1);
  const int excess = std::accumulate(widths.begin(), widths.end(), gaps) - width;
  std::size_t widest = columns_.size();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].align == Align::left && (widest == columns_.size() || widths[i] > widths[widest]))
      widest = i;
  }
  if (excess > 0 && widest < columns_.size())
    widths[widest] = std::max(std::min(kNarrowest, widths[widest]), widths[widest] - excess);
  return widths;
}

void TextTable::append_row(std::string& out, const std::vector<std::string>& cells,
                           const std::vector<int>& widths) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = cut_to(cells[i], widths[i]);
    if (i > 0) line += std::string(kGap, ' ');
    line += columns_[i].align == Align::right ? pad_left(cell, widths[i]) : pad_right(cell, widths[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

std::string TextTable::text(int width) const {
  const std::vector<int> column_widths = widths(width);
  std::vector<std::string> heads;
  for (const Column& column : columns_) heads.push_back(column.head);
  std::string out;
  append_row(out, heads, column_widths);
  for (const auto& row : rows_) append_row(out, row, column_widths);
  return out;
}

}  // namespace retally
