#include "http/address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "http/query.h"
#include "retally/error.h"

namespace retally::http {

namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kMappedBits = 96;

bool is_v4(std::string_view text) {
  return text.find(':') == std::string_view::npos;
}

std::string_view without_brackets(std::string_view text) {
  const bool bracketed = text.size() >= 2 && text.front() == '[' && text.back() == ']';
  return bracketed ? text.substr(1, text.size() - 2) : text;
}

[[noreturn]] void refuse(std::string_view what, std::string_view text, std::string_view expected) {
  throw Error(ErrorKind::invalid_input, std::string(what) + " '" + std::string(text.substr(0, 100)) +
                                            "': expected " + std::string(expected));
}

}  // namespace

Address Address::parse(std::string_view text) {
  Address address;
  const std::string plain(without_brackets(text));
  bool good = false;
  if (is_v4(plain)) {
    std::ranges::copy(kMappedPrefix, address.bytes_.begin());
    good = ::inet_pton(AF_INET, plain.c_str(), address.bytes_.data() + kMappedPrefix.size()) == 1;
  } else {
    good = ::inet_pton(AF_INET6, plain.c_str(), address.bytes_.data()) == 1;
  }
  if (!good || plain.find('\0') != std::string::npos)
    refuse("address", text, "an IPv4 or IPv6 address such as 127.0.0.1 or ::1");
  return address;
}

bool Address::loopback() const {
  static const std::array<Network, 2> kLoopback{Network::parse("127.0.0.0/8"), Network::parse("::1")};
  return any_contains(kLoopback, *this);
}

Network Network::parse(std::string_view text) {
  Network network;
  const std::size_t slash = text.find('/');
  const std::string_view base = text.substr(0, slash);
  network.base_ = Address::parse(base);
  if (slash != std::string_view::npos) {
    const bool v4 = is_v4(base);
    const std::int64_t bits =
        parse_number("network " + std::string(text.substr(0, 100)), text.substr(slash + 1), 0, v4 ? 32 : 128);
    network.bits_ = static_cast<unsigned>(bits) + (v4 ? kMappedBits : 0);
  }
  return network;
}

bool Network::contains(const Address& address) const {
  for (unsigned bit = 0; bit < bits_; bit += 8) {
    const unsigned wanted = std::min(8u, bits_ - bit);
    const unsigned mask = (0xffu << (8 - wanted)) & 0xffu;
    if (((base_.bytes()[bit / 8] ^ address.bytes()[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

bool any_contains(std::span<const Network> networks, const Address& address) {
  return std::ranges::any_of(networks, [&](const Network& network) { return network.contains(address); });
}

Endpoint Endpoint::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    refuse("listen address", text, "ADDRESS:PORT such as 127.0.0.1:8460 or [::1]:8460");
  const std::string_view host = text.substr(0, colon);
  Endpoint endpoint;
  endpoint.host = host == "localhost" ? "127.0.0.1" : std::string(without_brackets(host));
  if (host.front() != '[' && !is_v4(host))
    refuse("listen address", text, "an IPv6 address in brackets: [::1]:8460");
  endpoint.address = Address::parse(endpoint.host);
  endpoint.port = static_cast<std::uint16_t>(
      parse_number("port of " + std::string(text.substr(0, 100)), text.substr(colon + 1), 0, 65535));
  return endpoint;
}

}  // namespace retally::http
