// What Python has stored: a value with all that is in it, read from a pickle or from JSON.
//
// The values lie in one array and name each other by their places in it. So what a pickle shares is shared,
// a list that holds itself is no trouble, and to drop a document needs no stack, however deep it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retally::rq {

enum class Kind : std::uint8_t {
  none,
  boolean,
  integer,
  real,
  text,
  bytes,
  list,
  tuple,
  dict,
  set,
  opaque,  // what only Python could make: an object of a class, a date, a number of more than 64 bits
};

struct Node {
  using Place = std::uint32_t;

  Kind kind = Kind::none;
  bool shared = false;       // the document has, or could have, more than one way to it
  std::int64_t integer = 0;  // also of a boolean: 0 or 1
  double real = 0;
  std::size_t at = 0;          // where in the bytes it begins, for what was read from a pickle
  std::string string{};        // of text (UTF-8) and bytes; of what is opaque its name: "datetime.datetime"
  std::vector<Place> items{};  // of a dict: key, value, key, value, …
};

class Document {
 public:
  using Place = Node::Place;

  // A bound of memory: a node takes some 100 bytes.
  static constexpr std::size_t kMaxNodes = 100'000;

  // Throws Error(invalid_input) when there are kMaxNodes of them.
  Place add(Node node);
  void set_root(Place root) { root_ = root; }

  Place root() const { return root_; }
  const Node& operator[](Place place) const { return nodes_[place]; }
  Node& operator[](Place place) { return nodes_[place]; }

  // What a dict has for a key that is text: the last such entry, as for Python. None also of what is no dict.
  const Node* find(Place dict, std::string_view key) const;

 private:
  std::vector<Node> nodes_;
  Place root_ = 0;
};

// As Python's repr() writes it, but for what is opaque: <datetime.datetime>. No longer than some bytes more
// than `limit`: the rest is "…", and so is what lies deeper than 8 levels. Control characters are escaped: it
// may be shown on a terminal.
std::string to_text(const Document& document, Document::Place place, std::size_t limit);

// Pickle (protocols 0 to 5) or JSON, told apart by content. Throws Error(invalid_input) that says what is
// wrong and where; also for more than kMaxDocumentBytes.
Document read_document(std::string_view bytes);

inline constexpr std::size_t kMaxDocumentBytes = 1 << 20;

}  // namespace retally::rq
