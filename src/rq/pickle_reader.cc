// The opcodes are those of Python's Lib/pickletools.py, which documents each.
#include "rq/pickle_reader.h"

#include <bit>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "retally/error.h"

namespace retally::rq {
namespace {

class Machine {
 public:
  explicit Machine(std::string_view bytes) : bytes_(bytes) {}

  Document run() && {
    while (step()) {
    }
    return std::move(document_);
  }

 private:
  using Place = Document::Place;

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorKind::invalid_input, "no pickle: at byte " + std::to_string(opcode_at_) + ": " + why);
  }

  // Reading.

  std::string_view take(std::uint64_t size) {
    if (size > bytes_.size() - at_) fail("it ends too early");
    const std::string_view taken = bytes_.substr(at_, size);
    at_ += taken.size();
    return taken;
  }
  std::uint64_t take_number(std::size_t size) {
    std::uint64_t number = 0;
    const std::string_view taken = take(size);
    for (std::size_t i = size; i-- > 0;) number = number << 8U | static_cast<unsigned char>(taken[i]);
    return number;
  }
  std::string_view take_sized(std::size_t size_of_size) { return take(take_number(size_of_size)); }
  std::string_view take_line() {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) fail("a line that does not end");
    const std::string_view line = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  }

  // The stack.

  void push(Place place) { stack_.push_back(place); }
  void put(Node node) {
    node.at = opcode_at_;
    push(document_.add(std::move(node)));
  }
  void put_opaque(std::string name) { put({.kind = Kind::opaque, .string = std::move(name)}); }

  // What lies below the last mark is not to be touched before that is taken away.
  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  Place top() const {
    if (stack_.size() <= floor()) fail("nothing on the stack");
    return stack_.back();
  }
  Place pop() {
    const Place place = top();
    stack_.pop_back();
    return place;
  }
  // All above the last mark, and the mark.
  std::vector<Place> pop_marked() {
    if (marks_.empty()) fail("no mark");
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Place> items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
  }
  void pop_tuple(std::size_t size) {
    std::vector<Place> items(size);
    for (std::size_t i = size; i-- > 0;) items[i] = pop();
    put({.kind = Kind::tuple, .items = std::move(items)});
  }

  void remember(std::uint64_t index) {
    document_[top()].shared = true;
    memo_[index] = top();
  }
  void recall(std::uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end()) fail("a memo that was not made");
    push(found->second);
  }

  // Gathering.

  // Into what is on top. An object of a class may be filled as well: it stays opaque.
  void append(const std::vector<Place>& items, Kind kind) {
    Node& node = document_[top()];
    if (node.kind == Kind::opaque) return;
    if (node.kind != kind) fail("something is put into what is no container for it");
    if (kind == Kind::dict && items.size() % 2 != 0) fail("a key without a value");
    node.items.insert(node.items.end(), items.begin(), items.end());
  }
  void put_dict(std::vector<Place> items) {
    if (items.size() % 2 != 0) fail("a key without a value");
    put({.kind = Kind::dict, .items = std::move(items)});
  }

  // A class is called: with the arguments that are on the stack above it.
  void call(int arguments) {
    for (int i = 0; i < arguments; ++i) pop();
    const Node& callee = document_[pop()];
    put_opaque(callee.kind == Kind::opaque ? callee.string : "object");
  }
  void put_global(std::string_view module, std::string_view name) {
    put_opaque(std::string(module) + "." + std::string(name));
  }
  void stack_global() {
    const Place name = pop();
    const Place module = pop();
    if (document_[name].kind != Kind::text || document_[module].kind != Kind::text)
      fail("a name that is no text");
    put_global(document_[module].string, document_[name].string);
  }

  // Values.

  void put_integer(std::int64_t integer) { put({.kind = Kind::integer, .integer = integer}); }
  void put_boolean(bool value) { put({.kind = Kind::boolean, .integer = value ? 1 : 0}); }
  void put_text(std::string_view text) { put({.kind = Kind::text, .string = std::string(text)}); }
  void put_bytes(std::string_view bytes) { put({.kind = Kind::bytes, .string = std::string(bytes)}); }

  void put_decimal(std::string_view digits) {
    std::int64_t integer = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), integer);
    if (error == std::errc::result_out_of_range) return put_opaque("int");
    if (error != std::errc() || end != digits.data() + digits.size()) fail("a number that is none");
    put_integer(integer);
  }
  // Two's complement, of any size, the lowest byte first.
  void put_long(std::string_view number) {
    if (number.size() > sizeof(std::int64_t)) return put_opaque("int");
    std::uint64_t value = !number.empty() && (number.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = number.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(number[i]);
    put_integer(static_cast<std::int64_t>(value));
  }
  void put_real_line(std::string_view line) {
    double real = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), real);
    if (error == std::errc::invalid_argument || end != line.data() + line.size())
      fail("a number that is none");
    put({.kind = Kind::real, .real = real});
  }
  void put_binary_real() {
    std::uint64_t bits = 0;
    for (const char c : take(8)) bits = bits << 8U | static_cast<unsigned char>(c);
    put({.kind = Kind::real, .real = std::bit_cast<double>(bits)});
  }
  // Python 2's repr() of a string: the quotes are taken off, escapes are left as they are.
  void put_quoted(std::string_view line) {
    const bool quoted =
        line.size() >= 2 && line.front() == line.back() && (line[0] == '\'' || line[0] == '"');
    if (!quoted) fail("a string without quotes");
    put_text(line.substr(1, line.size() - 2));
  }
  void put_raw_unicode(std::string_view line);

  bool step();
  bool step_old(char opcode);
  bool step_new(unsigned char opcode);

  const std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t opcode_at_ = 0;
  Document document_;
  std::vector<Place> stack_;
  std::vector<std::size_t> marks_;  // how high the stack was at each
  std::unordered_map<std::uint64_t, Place> memo_;
};

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0U | code >> 6U);
    put(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    put(0xe0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  } else {
    put(0xf0U | (code >> 18U & 0x07U));
    put(0x80U | (code >> 12U & 0x3fU));
    put(0x80U | (code >> 6U & 0x3fU));
    put(0x80U | (code & 0x3fU));
  }
}

// Python's raw-unicode-escape: Latin-1, with \uXXXX and \UXXXXXXXX.
void Machine::put_raw_unicode(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t digits = line[i] != '\\' || i + 1 >= line.size() ? 0
                               : line[i + 1] == 'u'                    ? 4
                               : line[i + 1] == 'U'                    ? 8
                                                                       : 0;
    std::uint32_t code = static_cast<unsigned char>(line[i]);
    std::size_t size = 1;
    if (digits > 0) {
      if (i + 2 + digits > line.size()) fail("an escape that ends too early");
      const char* const begin = line.data() + i + 2;
      const auto [end, error] = std::from_chars(begin, begin + digits, code, 16);
      if (error != std::errc() || end != begin + digits || code > 0x10ffff) fail("an escape that is none");
      size = 2 + digits;
    }
    append_utf8(text, code);
    i += size;
  }
  put_text(text);
}

// One opcode. False: it was the last.
bool Machine::step() {
  opcode_at_ = at_;
  const char opcode = take(1)[0];
  const auto byte = static_cast<unsigned char>(opcode);
  return byte < 0x80 ? step_old(opcode) : step_new(byte);
}

// Those of protocols 0 and 1, which are letters, and bytes of protocol 3.
bool Machine::step_old(char opcode) {
  switch (opcode) {
    case '.':
      document_.set_root(pop());
      return false;
    case '(':
      marks_.push_back(stack_.size());
      break;
    case '0':
      pop();
      break;
    case '1':
      pop_marked();
      break;
    case '2':
      document_[top()].shared = true;
      push(top());
      break;
    case 'N':
      put({});
      break;
    case 'I': {
      const std::string_view line = take_line();
      line == "00" || line == "01" ? put_boolean(line == "01") : put_decimal(line);
      break;
    }
    case 'L': {
      const std::string_view line = take_line();
      put_decimal(line.ends_with('L') ? line.substr(0, line.size() - 1) : line);
      break;
    }
    case 'K':
      put_integer(static_cast<std::int64_t>(take_number(1)));
      break;
    case 'M':
      put_integer(static_cast<std::int64_t>(take_number(2)));
      break;
    case 'J':
      put_integer(static_cast<std::int32_t>(take_number(4)));
      break;
    case 'F':
      put_real_line(take_line());
      break;
    case 'G':
      put_binary_real();
      break;
    case 'S':
      put_quoted(take_line());
      break;
    case 'T':
      put_text(take_sized(4));
      break;
    case 'U':
      put_text(take_sized(1));
      break;
    case 'V':
      put_raw_unicode(take_line());
      break;
    case 'X':
      put_text(take_sized(4));
      break;
    case 'B':
      put_bytes(take_sized(4));
      break;
    case 'C':
      put_bytes(take_sized(1));
      break;
    case ']':
      put({.kind = Kind::list});
      break;
    case ')':
      put({.kind = Kind::tuple});
      break;
    case '}':
      put({.kind = Kind::dict});
      break;
    case 'l':
      put({.kind = Kind::list, .items = pop_marked()});
      break;
    case 't':
      put({.kind = Kind::tuple, .items = pop_marked()});
      break;
    case 'd':
      put_dict(pop_marked());
      break;
    case 'a': {
      const Place item = pop();
      append({item}, Kind::list);
      break;
    }
    case 'e':
      append(pop_marked(), Kind::list);
      break;
    case 's': {
      const Place value = pop();
      const Place key = pop();
      append({key, value}, Kind::dict);
      break;
    }
    case 'u':
      append(pop_marked(), Kind::dict);
      break;
    case 'p': {
      std::uint64_t index = 0;
      const std::string_view line = take_line();
      std::from_chars(line.data(), line.data() + line.size(), index);
      remember(index);
      break;
    }
    case 'q':
      remember(take_number(1));
      break;
    case 'r':
      remember(take_number(4));
      break;
    case 'g': {
      std::uint64_t index = 0;
      const std::string_view line = take_line();
      std::from_chars(line.data(), line.data() + line.size(), index);
      recall(index);
      break;
    }
    case 'h':
      recall(take_number(1));
      break;
    case 'j':
      recall(take_number(4));
      break;
    case 'c': {
      const std::string_view module = take_line();
      put_global(module, take_line());
      break;
    }
    case 'i': {
      const std::string_view module = take_line();
      const std::string_view name = take_line();
      pop_marked();
      put_global(module, name);
      break;
    }
    case 'o': {
      const std::vector<Place> items = pop_marked();
      if (items.empty()) fail("an object without a class");
      const Node& callee = document_[items.front()];
      put_opaque(callee.kind == Kind::opaque ? callee.string : "object");
      break;
    }
    case 'R':
      call(1);
      break;
    case 'b':
      pop();
      top();
      break;
    case 'P':
      take_line();
      put_opaque("persistent id");
      break;
    case 'Q':
      pop();
      put_opaque("persistent id");
      break;
    default:
      fail("an opcode that is none");
  }
  return true;
}

// Those of protocols 2 to 5.
bool Machine::step_new(unsigned char opcode) {
  switch (opcode) {
    case 0x80:  // PROTO
      if (take_number(1) > 5) fail("a protocol later than 5");
      break;
    case 0x81:  // NEWOBJ
      call(1);
      break;
    case 0x82:  // EXT1, EXT2, EXT4: a class by its number in a registry of the writer
    case 0x83:
    case 0x84:
      take(std::size_t{1} << (opcode - 0x82U));
      put_opaque("extension");
      break;
    case 0x85:  // TUPLE1, TUPLE2, TUPLE3
    case 0x86:
    case 0x87:
      pop_tuple(opcode - 0x84U);
      break;
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
      put_boolean(opcode == 0x88);
      break;
    case 0x8a:  // LONG1
      put_long(take_sized(1));
      break;
    case 0x8b:  // LONG4
      put_long(take_sized(4));
      break;
    case 0x8c:  // SHORT_BINUNICODE
      put_text(take_sized(1));
      break;
    case 0x8d:  // BINUNICODE8
      put_text(take_sized(8));
      break;
    case 0x8e:  // BINBYTES8
    case 0x96:  // BYTEARRAY8
      put_bytes(take_sized(8));
      break;
    case 0x8f:  // EMPTY_SET
      put({.kind = Kind::set});
      break;
    case 0x90:  // ADDITEMS
      append(pop_marked(), Kind::set);
      break;
    case 0x91:  // FROZENSET
      put({.kind = Kind::set, .items = pop_marked()});
      break;
    case 0x92:  // NEWOBJ_EX
      call(2);
      break;
    case 0x93:  // STACK_GLOBAL
      stack_global();
      break;
    case 0x94:  // MEMOIZE
      remember(memo_.size());
      break;
    case 0x95:  // FRAME: how many bytes follow, for who reads from a file
      take_number(8);
      break;
    case 0x97:  // NEXT_BUFFER: what was sent beside the pickle
      put_opaque("buffer");
      break;
    case 0x98:  // READONLY_BUFFER
      top();
      break;
    default:
      fail("an opcode that is none");
  }
  return true;
}

}  // namespace

Document read_pickle(std::string_view bytes) {
  return Machine(bytes).run();
}

}  // namespace retally::rq
