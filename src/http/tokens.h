// Who may do what: bearer tokens, of which only the hashes are kept.
//
// The token file has one token a line, `NAME SCOPES SHA256HEX`, and comments after '#':
//
//     cvat       ingest        9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//     dashboard  read,operate  60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
//
// A token is 256 random bits, so its hash needs no salt and cannot be searched for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retally::http {

// What a route asks for, and a token gives. `open` needs no token, `any` one that is known.
enum class Scope : std::uint8_t { open, any, ingest, read, operate };

// Those that a token may be given, by which it is more than known.
inline constexpr std::array kGivenScopes{Scope::ingest, Scope::read, Scope::operate};

std::string_view name_of(Scope scope);

// A set of scopes.
class Scopes {
 public:
  // A comma list: "read,operate". Throws Error(invalid_input) for an unknown or an empty one.
  static Scopes parse(std::string_view list);

  bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }

 private:
  static unsigned bit(Scope scope) { return 1u << static_cast<unsigned>(scope); }

  unsigned bits_ = bit(Scope::open) | bit(Scope::any);
};

// Whose token it is, and what it gives.
struct Holder {
  std::string name;
  Scopes scopes;
};

// A new token: "retally_" and 64 hex digits of the system's randomness.
std::string make_token();

// The SHA-256 of a token, in 64 lower-case hex digits.
std::string hash_token(std::string_view token);

// The line of the token file for a token. Throws Error(invalid_input) for a name or scopes that the file
// could not hold.
std::string token_line(std::string_view name, std::string_view scopes, std::string_view token);

class Tokens {
 public:
  // Throws Error(invalid_input) naming the line that is wrong.
  static Tokens parse(std::string_view text);

  // Throws Error(invalid_input) when the file can't be read, when others may read or write it, when a line
  // of it is wrong, and when it holds no token.
  static Tokens load(const std::string& path);

  // The holder of a token; none if it is not known. Takes the same time whatever the token is.
  std::optional<Holder> find(std::string_view token) const;

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Holder holder;
    std::string hash;
  };

  std::vector<Entry> entries_;
};

}  // namespace retally::http
