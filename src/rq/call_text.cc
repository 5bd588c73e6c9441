#include "rq/call_text.h"

#include <algorithm>
#include <vector>

#include "retally/error.h"
#include "rq/compression.h"
#include "rq/document.h"

namespace retally::rq {
namespace {

bool is_sequence(const Node& node) {
  return node.kind == Kind::list || node.kind == Kind::tuple;
}

// Names are printed as they are, if they are such.
std::string name_text(const Document& document, Document::Place place) {
  const std::string& name = document[place].string;
  const bool plain = document[place].kind == Kind::text &&
                     std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f; });
  return plain ? name : to_text(document, place, name.size() + 2);
}

}  // namespace

std::string call_text(std::string_view data, std::size_t limit) {
  const Document document = read_document(inflate(data, kMaxDocumentBytes));
  const std::vector<Document::Place>& parts = document[document.root()].items;
  if (!is_sequence(document[document.root()]) || parts.size() != 4 || !is_sequence(document[parts[2]]) ||
      document[parts[3]].kind != Kind::dict) {
    throw Error(ErrorKind::invalid_input, "not what RQ stores of a call");
  }
  std::string text = document[parts[1]].kind == Kind::none ? "" : to_text(document, parts[1], limit) + ".";
  text += name_text(document, parts[0]);

  std::vector<std::string> arguments;
  for (const Document::Place argument : document[parts[2]].items) {
    if (arguments.size() > limit) break;  // each is a byte at least
    arguments.push_back(to_text(document, argument, limit));
  }
  const std::ptrdiff_t unnamed = std::ssize(arguments);
  const std::vector<Document::Place>& named = document[parts[3]].items;
  for (std::size_t i = 0; i + 1 < named.size() && arguments.size() <= limit; i += 2)
    arguments.push_back(name_text(document, named[i]) + "=" + to_text(document, named[i + 1], limit));
  std::sort(arguments.begin() + unnamed, arguments.end());

  text += "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    text += i > 0 ? ", " : "";
    if (text.size() >= limit) return text + "…)";
    text += arguments[i];
  }
  return text + ")";
}

}  // namespace retally::rq
