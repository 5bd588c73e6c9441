// A document as Python's repr() writes it.
#include <array>
#include <charconv>
#include <cmath>

#include "rq/document.h"

namespace retally::rq {
namespace {

constexpr int kDeepest = 8;
constexpr std::string_view kMore = "…";

class Writer {
 public:
  Writer(const Document& document, std::size_t limit) : document_(document), limit_(limit) {}

  void write(Document::Place place, int depth) {
    const Node& node = document_[place];
    if (full()) return more();
    switch (node.kind) {
      case Kind::none:
        return put("None");
      case Kind::boolean:
        return put(node.integer != 0 ? "True" : "False");
      case Kind::integer:
        return put(std::to_string(node.integer));
      case Kind::real:
        return put_real(node.real);
      case Kind::text:
        return put_quoted(node.string, true);
      case Kind::bytes:
        put("b");
        return put_quoted(node.string, false);
      case Kind::list:
        return put_items(node, "[", "]", depth);
      case Kind::tuple:
        return put_items(node, "(", node.items.size() == 1 ? ",)" : ")", depth);
      case Kind::set:
        return node.items.empty() ? put("set()") : put_items(node, "{", "}", depth);
      case Kind::dict:
        return put_dict(node, depth);
      case Kind::opaque:
        return put_name(node.string);
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  bool full() const { return text_.size() >= limit_; }
  void put(std::string_view text) { text_ += text; }
  void more() {
    if (!text_.ends_with(kMore)) text_ += kMore;
  }

  void put_real(double value) {
    if (!std::isfinite(value)) return put(std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    put(digits);
    if (digits.find_first_of(".e") == std::string_view::npos) put(".0");
  }

  void put_byte(char c, char quote) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      text_ += {'\\', c};
    } else if (c == '\n') {
      put("\\n");
    } else if (byte < 0x20 || byte >= 0x7f) {
      text_ += {'\\', 'x', kDigits[byte / 16], kDigits[byte % 16]};
    } else {
      text_ += c;
    }
  }

  // The size of the UTF-8 sequence of a printable character at the beginning; 0: there is none. C1 controls
  // and the marks that turn the direction of writing are not printed: a terminal would obey them.
  static std::size_t printable(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t size = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : byte(0) >= 0xc2 ? 2 : 0;
    if (size == 0 || size > text.size() || byte(0) > 0xf4) return 0;
    std::uint32_t code = byte(0) & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
      if ((byte(i) & 0xc0U) != 0x80U) return 0;
      code = code << 6U | (byte(i) & 0x3fU);
    }
    const bool control = code < 0xa0 || (code >= 0x200b && code <= 0x200f) ||
                         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                         code == 0xfeff || (code >= 0xd800 && code < 0xe000);
    return control ? 0 : size;
  }

  void put_quoted(std::string_view string, bool unicode) {
    const bool has_single = string.find('\'') != std::string_view::npos;
    const char quote = has_single && string.find('"') == std::string_view::npos ? '"' : '\'';
    text_ += quote;
    for (std::size_t i = 0; i < string.size();) {
      if (full()) {
        more();
        break;
      }
      const std::size_t size =
          unicode && static_cast<unsigned char>(string[i]) >= 0x80 ? printable(string.substr(i)) : 0;
      if (size > 0) {
        put(string.substr(i, size));
        i += size;
      } else {
        put_byte(string[i++], quote);
      }
    }
    text_ += quote;
  }

  void put_name(std::string_view name) {
    put("<");
    for (const char c : name) {
      if (full()) {
        more();
        break;
      }
      put_byte(c, '>');
    }
    put(">");
  }

  void put_items(const Node& node, std::string_view begin, std::string_view end, int depth) {
    put(begin);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (i > 0) put(", ");
      if (full() || depth == kDeepest) {
        more();
        break;
      }
      write(node.items[i], depth + 1);
    }
    put(end);
  }

  void put_dict(const Node& node, int depth) {
    put("{");
    for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
      if (i > 0) put(", ");
      if (full() || depth == kDeepest) {
        more();
        break;
      }
      write(node.items[i], depth + 1);
      put(": ");
      write(node.items[i + 1], depth + 1);
    }
    put("}");
  }

  const Document& document_;
  const std::size_t limit_;
  std::string text_;
};

}  // namespace

std::string to_text(const Document& document, Document::Place place, std::size_t limit) {
  Writer writer(document, limit);
  writer.write(place, 0);
  return std::move(writer).text();
}

}  // namespace retally::rq
