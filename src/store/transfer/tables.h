// What a store is made of, table by table: the list by which a store is moved from one database to another.
//
// A new column is a line here, beside a step of the migrations of both databases (docs/store.md, "Changing a
// stored struct"). A test holds the list against the two schemas.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace retally::transfer {

enum class ColumnType { integer, boolean, text };

struct Column {
  std::string_view to;  // its name in PostgreSQL
  ColumnType type = ColumnType::integer;
  std::string_view from = to;  // and in SQLite, where a boolean is an integer
};

struct Table {
  std::string_view from;  // in SQLite
  std::string_view to;    // in PostgreSQL, in the schema `retally`
  std::vector<Column> columns;
  // There is text in the key: two rows that differ in bytes only which PostgreSQL can't hold are one there.
  bool has_text_key = false;
};

// All but `total`, which is one number that each database keeps in its own way.
std::span<const Table> tables();

// What is read: "SELECT …", with clean_text(…) around every text.
std::string source_query(const Table& table);

// Where it goes: "retally.event (time_ms, hash)".
std::string target_columns(const Table& table);

}  // namespace retally::transfer
