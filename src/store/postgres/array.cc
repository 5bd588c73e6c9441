#include "store/postgres/array.h"

#include "store/postgres/clean_text.h"

namespace retally::postgres {

std::string Array::bytes() const {
  std::string bytes;
  bytes.reserve(elements_.size() + 20);
  append_number(bytes, std::int32_t{size_ > 0 ? 1 : 0});
  append_number(bytes, std::int32_t{has_null_ ? 1 : 0});
  append_number(bytes, element_);
  if (size_ == 0) return bytes;
  append_number(bytes, static_cast<std::int32_t>(size_));
  append_number(bytes, std::int32_t{1});
  return bytes + elements_;
}

void Array::add(std::string_view bytes) {
  append_number(elements_, static_cast<std::int32_t>(bytes.size()));
  elements_ += bytes;
  ++size_;
}

void Array::add_number(std::int64_t number) {
  append_number(elements_, std::int32_t{sizeof number});
  append_number(elements_, number);
  ++size_;
}

void Array::add_null() {
  append_number(elements_, std::int32_t{-1});
  has_null_ = true;
  ++size_;
}

void TextArray::push_back(std::string_view text) {
  add(clean_text(text));
}

}  // namespace retally::postgres
