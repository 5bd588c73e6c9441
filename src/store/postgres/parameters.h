// The values of a statement's $1, $2 …, in binary form.
#pragma once

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/array.h"
#include "store/postgres/clean_text.h"

namespace retally::postgres {

class Parameters {
 public:
  template <class... Values>
  explicit Parameters(const Values&... values) {
    values_.reserve(sizeof...(values));
    (add(values), ...);
  }

  int size() const { return static_cast<int>(values_.size()); }
  const std::vector<Oid>& types() const { return types_; }

  // The same as libpq wants them. Pointers into this object.
  std::vector<const char*> pointers() const {
    std::vector<const char*> pointers;
    for (const auto& value : values_) pointers.push_back(value ? value->data() : nullptr);
    return pointers;
  }
  std::vector<int> lengths() const {
    std::vector<int> lengths;
    for (const auto& value : values_) lengths.push_back(value ? static_cast<int>(value->size()) : 0);
    return lengths;
  }

 private:
  void add(std::int64_t number) {
    std::string bytes;
    append_number(bytes, number);
    push(kInteger, std::move(bytes));
  }
  void add(int number) { add(std::int64_t{number}); }
  void add(const std::optional<std::int64_t>& number) {
    if (number) {
      add(*number);
    } else {
      push(kInteger, std::nullopt);
    }
  }
  void add(std::string_view text) { push(kText, clean_text(text)); }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const IntegerArray& array) { push(kIntegerArray, array.bytes()); }
  void add(const TextArray& array) { push(kTextArray, array.bytes()); }

  void push(Oid type, std::optional<std::string> value) {
    types_.push_back(type);
    values_.push_back(std::move(value));
  }

  std::vector<Oid> types_;
  std::vector<std::optional<std::string>> values_;
};

}  // namespace retally::postgres
