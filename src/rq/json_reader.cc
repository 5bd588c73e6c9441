#include "rq/json_reader.h"

#include <nlohmann/json.hpp>

#include <utility>

#include "retally/error.h"

namespace retally::rq {
namespace {

// Builds the document as the parser goes: without the tree in between, whose end would need a stack.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(Document& document) : document_(document) {}

  bool null() override { return put({}); }
  bool boolean(bool value) override { return put({.kind = Kind::boolean, .integer = value ? 1 : 0}); }
  bool number_integer(number_integer_t value) override {
    return put({.kind = Kind::integer, .integer = value});
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > INT64_MAX) return put({.kind = Kind::opaque, .string = "int"});
    return put({.kind = Kind::integer, .integer = static_cast<std::int64_t>(value)});
  }
  bool number_float(number_float_t value, const string_t&) override {
    return put({.kind = Kind::real, .real = value});
  }
  bool string(string_t& value) override { return put({.kind = Kind::text, .string = std::move(value)}); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return begin(Kind::dict); }
  bool key(string_t& value) override { return put({.kind = Kind::text, .string = std::move(value)}); }
  bool end_object() override { return end(); }
  bool start_array(std::size_t) override { return begin(Kind::list); }
  bool end_array() override { return end(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    throw Error(ErrorKind::invalid_input, std::string("no JSON: ") + error.what());
  }

 private:
  bool put(Node node) {
    const Document::Place place = document_.add(std::move(node));
    if (!open_.empty()) document_[open_.back()].items.push_back(place);
    last_ = place;
    return true;
  }
  bool begin(Kind kind) {
    put({.kind = kind});
    open_.push_back(last_);
    return true;
  }
  bool end() {
    document_.set_root(open_.back());
    open_.pop_back();
    return true;
  }

  Document& document_;
  std::vector<Document::Place> open_;
  Document::Place last_ = 0;
};

}  // namespace

Document read_json(std::string_view bytes) {
  Document document;
  Builder builder(document);
  if (!nlohmann::json::sax_parse(bytes, &builder)) throw Error(ErrorKind::invalid_input, "no JSON");
  return document;
}

}  // namespace retally::rq
