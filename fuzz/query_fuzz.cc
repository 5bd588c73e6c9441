// Everything of a request that is read before anybody has shown a token: bytes into requests, paths, queries,
// addresses and token lines. The first byte of the input says which.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/access.h"
#include "http/address.h"
#include "http/period.h"
#include "http/query.h"
#include "http/request_parser.h"
#include "http/resource_ref.h"
#include "http/router.h"
#include "http/routes.h"
#include "http/tokens.h"
#include "retally/error.h"

namespace retally::http {
namespace {

void read_query(std::string_view text) {
  const Query query(text);
  query.number("page", 1, 1000, 1);
  resource_in(query);
  period_of(query, TimePoint{}, Period{});
}

void read_request(std::string_view bytes) {
  RequestParser parser({.max_header_bytes = 1000, .max_body_bytes = 1000});
  const Router router(api_routes());
  const Access access = Access::on_loopback("127.0.0.1");
  while (!bytes.empty()) {
    const auto [state, taken] = parser.feed(bytes.substr(0, 64));
    bytes.remove_prefix(taken);
    if (state == RequestParser::State::refused) return;
    if (state == RequestParser::State::head) {
      access.refuse(parser.request(), Scope::read);
      router.find(parser.request().method, parser.request().path);
      Query{parser.request().query};
    }
    if (state == RequestParser::State::complete) parser.reset();
  }
}

void read_address(std::string_view text) {
  Network::parse(text).contains(Address::parse("10.0.0.1"));
  Endpoint::parse(text);
}

void read(std::uint8_t what, std::string_view text) {
  switch (what % 4) {
    case 0:
      return read_query(text);
    case 1:
      return read_request(text);
    case 2:
      return read_address(text);
    default:
      Tokens::parse(text);
  }
}

}  // namespace
}  // namespace retally::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  try {
    retally::http::read(data[0], {reinterpret_cast<const char*>(data + 1), size - 1});
  } catch (const retally::Error&) {
    // Refused with a reason: as it should be. Anything else that is thrown is a finding.
  }
  return 0;
}
