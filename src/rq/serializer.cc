#include "rq/serializer.h"

#include <nlohmann/json.hpp>

#include <cstddef>

#include "rq/compression.h"

namespace retally::rq {
namespace {

using Json = nlohmann::ordered_json;

// Protocol 4, which every Python from 3.4 on reads. The opcodes are those of Python's Lib/pickletools.py.
class PickleWriter {
 public:
  void begin() { put("\x80\x04"); }
  std::string end() && {
    put(".");
    return std::move(bytes_);
  }

  void none() { put("N"); }
  void empty_tuple() { put(")"); }
  void mark() { put("("); }
  void tuple_of_marked() { put("t"); }

  void text(const std::string& text) {
    put("X");  // BINUNICODE
    number(text.size(), 4);
    bytes_ += text;
  }
  void integer(std::int64_t value) {
    put("\x8a\x08");  // LONG1, eight bytes in two's complement
    number(static_cast<std::uint64_t>(value), 8);
  }
  void dict(const Fields& fields) {
    put("}(");
    for (const auto& [name, value] : fields) {
      text(name);
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        integer(*number);
      } else {
        text(std::get<std::string>(value));
      }
    }
    put("u");  // SETITEMS
  }

 private:
  void put(std::string_view opcodes) { bytes_ += opcodes; }
  void number(std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xffU);
  }

  std::string bytes_;
};

Json to_json(const Fields& fields) {
  Json json = Json::object();
  for (const auto& [name, value] : fields)
    std::visit([&json, &key = name](const auto& plain) { json[key] = plain; }, value);
  return json;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string write_dict(const Fields& fields, Serializer serializer) {
  if (serializer == Serializer::json) return dump(to_json(fields));
  PickleWriter writer;
  writer.begin();
  writer.dict(fields);
  return std::move(writer).end();
}

// Function, the instance whose method it is, arguments, keyword arguments.
std::string write_call(const std::string& function, const Fields& arguments, Serializer serializer) {
  if (serializer == Serializer::json)
    return deflate(dump(Json::array({function, nullptr, Json::array(), to_json(arguments)})));
  PickleWriter writer;
  writer.begin();
  writer.mark();
  writer.text(function);
  writer.none();
  writer.empty_tuple();
  writer.dict(arguments);
  writer.tuple_of_marked();
  return deflate(std::move(writer).end());
}

}  // namespace retally::rq
