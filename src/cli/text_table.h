// Plain tables for the terminal.
#pragma once

#include <string>
#include <vector>

namespace retally {

enum class Align { left, right };

class TextTable {
 public:
  struct Column {
    std::string head;
    Align align = Align::left;
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell a column.
  void add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // The table with a line of heads; the widest left-aligned column is cut where it would be wider than
  // `width`.
  std::string text(int width) const;

 private:
  std::vector<int> widths(int width) const;
  void append_row(std::string& out, const std::vector<std::string>& cells,
                  const std::vector<int>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace retally
