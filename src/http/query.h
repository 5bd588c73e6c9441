// What stands behind the '?' of a request, and the numbers in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retally::http {

// Undoes percent-encoding. Throws Error(invalid_input) for a '%' without two hex digits, and for a NUL, which
// no name of ours can hold.
std::string percent_decode(std::string_view text);

// A whole number from `low` to `high`, in decimal digits and nothing else. Throws Error(invalid_input) naming
// `what`.
std::int64_t parse_number(std::string_view what, std::string_view text, std::int64_t low, std::int64_t high);

// The parameters of a query string. Names that nobody asks for are ignored, as CVAT does.
class Query {
 public:
  // Throws Error(invalid_input) for broken percent-encoding and for more than kMaxParameters.
  explicit Query(std::string_view text);

  static constexpr std::size_t kMaxParameters = 100;

  // The parameter's value, that of its first mention; none if it is not given.
  std::optional<std::string_view> get(std::string_view name) const;

  // Its values, in the order of its mentions.
  std::vector<std::string_view> all(std::string_view name) const;

  // The parameter as a number in [low, high]; `otherwise` if it is not given. Throws Error(invalid_input).
  std::int64_t number(std::string_view name, std::int64_t low, std::int64_t high,
                      std::int64_t otherwise) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace retally::http
