// Addresses and networks of either family, told apart by nobody but this file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace retally::http {

// An IPv6 address, or an IPv4 one as IPv6 maps it (::ffff:a.b.c.d): so a client is the same whichever kind of
// socket it came by.
class Address {
 public:
  // "127.0.0.1", "::1", "::ffff:10.0.0.1", "[::1]". Throws Error(invalid_input).
  static Address parse(std::string_view text);

  bool loopback() const;
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  bool operator==(const Address&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

// "10.0.0.0/8", "fd00::/8"; a bare address is a network of one.
class Network {
 public:
  // Throws Error(invalid_input).
  static Network parse(std::string_view text);

  bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned bits_ = 128;  // of the mapped form
};

bool any_contains(std::span<const Network> networks, const Address& address);

// Where to listen.
struct Endpoint {
  Address address;
  std::string host;  // the address as text, without brackets
  std::uint16_t port = 0;

  // "127.0.0.1:8460", "[::1]:8460", "localhost:8460". Throws Error(invalid_input).
  static Endpoint parse(std::string_view text);
};

}  // namespace retally::http
