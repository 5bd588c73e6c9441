#include "http/tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

#include "retally/error.h"

namespace retally::http {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kMaxNameBytes = 100;

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    hex.push_back(kDigits[bytes[i] >> 4]);
    hex.push_back(kDigits[bytes[i] & 15]);
  }
  return hex;
}

bool is_hash(std::string_view text) {
  return text.size() == kHashBytes * 2 &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127 && c != '#'; });
}

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorKind::invalid_input, message);
}

// Hashes are no secret a reader could use, but who can write the file can let himself in, and who can read it
// learns who there is.
void check_mode(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) refuse("token file " + path + ": can't be read");
  if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0)
    refuse("token file " + path + ": others may read or write it; run: chmod 600 " + path);
}

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  try {
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.is_open()) return text;
  } catch (const std::ios_base::failure&) {
    // It is a directory, for one.
  }
  refuse("can't be read");
}

}  // namespace

std::string_view name_of(Scope scope) {
  switch (scope) {
    case Scope::open:
      return "open";
    case Scope::any:
      return "any";
    case Scope::ingest:
      return "ingest";
    case Scope::read:
      return "read";
    case Scope::operate:
      break;
  }
  return "operate";
}

Scopes Scopes::parse(std::string_view list) {
  Scopes scopes;
  while (true) {
    const std::string_view name = list.substr(0, list.find(','));
    const auto* const scope = std::ranges::find(kGivenScopes, name, [](Scope s) { return name_of(s); });
    if (scope == kGivenScopes.end())
      refuse("scope '" + std::string(name.substr(0, 50)) + "' is not one of ingest, read, operate");
    scopes.bits_ |= bit(*scope);
    if (name.size() == list.size()) return scopes;
    list.remove_prefix(name.size() + 1);
  }
}

std::string make_token() {
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    throw Error(ErrorKind::unavailable, "token: the system gave no random numbers");
  return "retally_" + to_hex(random.data(), random.size());
}

std::string hash_token(std::string_view token) {
  std::array<unsigned char, kHashBytes> hash{};
  if (EVP_Digest(token.data(), token.size(), hash.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw Error(ErrorKind::unavailable, "token: SHA-256 is not to be had");
  return to_hex(hash.data(), hash.size());
}

std::string token_line(std::string_view name, std::string_view scopes, std::string_view token) {
  std::string line = std::string(name) + ' ' + std::string(scopes) + ' ' + hash_token(token);
  if (!is_name(name))
    refuse("token name '" + std::string(name.substr(0, 50)) +
           "': expected printable ASCII without spaces and '#'");
  Scopes::parse(scopes);
  return line;
}

Tokens Tokens::parse(std::string_view text) {
  Tokens tokens;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    const std::vector<std::string> fields{std::istream_iterator<std::string>(words), {}};
    if (fields.empty()) continue;
    const std::string where = "line " + std::to_string(number) + ": ";
    if (fields.size() != 3 || !is_name(fields[0]) || !is_hash(fields[2]))
      refuse(where + "expected NAME SCOPES SHA256HEX (64 lower-case hex digits)");
    try {
      tokens.entries_.push_back({{fields[0], Scopes::parse(fields[1])}, fields[2]});
    } catch (const Error& error) {
      refuse(where + error.what());
    }
  }
  return tokens;
}

Tokens Tokens::load(const std::string& path) {
  check_mode(path);
  try {
    Tokens tokens = parse(read_all(path));
    if (tokens.entries_.empty()) refuse("holds no token, so nobody could do anything; add one");
    return tokens;
  } catch (const Error& error) {
    refuse("token file " + path + ": " + error.what());
  }
}

std::optional<Holder> Tokens::find(std::string_view token) const {
  const std::string hash = hash_token(token);
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (CRYPTO_memcmp(entry.hash.data(), hash.data(), hash.size()) == 0) found = &entry;
  }
  return found == nullptr ? std::nullopt : std::optional(found->holder);
}

}  // namespace retally::http
