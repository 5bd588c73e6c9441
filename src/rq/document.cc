#include "rq/document.h"

#include "retally/error.h"
#include "rq/json_reader.h"
#include "rq/pickle_reader.h"

namespace retally::rq {

Document::Place Document::add(Node node) {
  if (nodes_.size() >= kMaxNodes)
    throw Error(ErrorKind::invalid_input, "more than " + std::to_string(kMaxNodes) + " values");
  nodes_.push_back(std::move(node));
  return static_cast<Place>(nodes_.size() - 1);
}

const Node* Document::find(Place dict, std::string_view key) const {
  const Node& node = nodes_[dict];
  if (node.kind != Kind::dict) return nullptr;
  for (std::size_t i = node.items.size(); i >= 2; i -= 2) {
    const Node& candidate = nodes_[node.items[i - 2]];
    if (candidate.kind == Kind::text && candidate.string == key) return &nodes_[node.items[i - 1]];
  }
  return nullptr;
}

Document read_document(std::string_view bytes) {
  if (bytes.size() > kMaxDocumentBytes)
    throw Error(ErrorKind::invalid_input, std::to_string(bytes.size()) + " bytes are too many to be read");
  // A pickle of protocol 0 may begin with a '[' never, and with a '{' neither: it is made of a mark, '('.
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  return json ? read_json(bytes) : read_pickle(bytes);
}

}  // namespace retally::rq
