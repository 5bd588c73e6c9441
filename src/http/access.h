// Who may come in by a listener, and to do what.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/message.h"
#include "http/token_book.h"
#include "http/tokens.h"

namespace retally::http {

class Access {
 public:
  // Whoever has a token with the scope, by what is in the book when he comes.
  static Access by_token(std::shared_ptr<const TokenBook> tokens);

  // Whoever is on this machine, to do anything. What a browser on this machine is made to send by a page from
  // elsewhere is refused: a request must name a loopback host, or `listen_host` (a page whose name was bound
  // to 127.0.0.1 names itself), and one that changes something must not come from another origin.
  static Access on_loopback(std::string listen_host);

  // Whoever can reach the listener, since that takes events only; but no browser: those say their Origin.
  static Access for_events();

  // Why the request is refused; none: it may go on, and says now whose token it showed, if one was needed.
  std::optional<Response> refuse(Request& request, Scope scope) const;

 private:
  enum class Kind { token, loopback, events };

  explicit Access(Kind kind) : kind_(kind) {}

  std::optional<Response> refuse_token(Request& request, Scope scope) const;
  std::optional<Response> refuse_page(const Request& request) const;

  Kind kind_;
  std::shared_ptr<const TokenBook> tokens_;
  std::string listen_host_;
};

}  // namespace retally::http
