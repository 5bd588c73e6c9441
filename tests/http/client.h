// A client that may misbehave: it sends the bytes it is told to, and reads what comes back.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace retally::support {

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;

  nlohmann::json json() const { return nlohmann::json::parse(body); }
};

class Client {
 public:
  // Throws std::runtime_error when nobody listens.
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // False when the server has closed the connection.
  bool send(std::string_view bytes);

  // The next answer; none when the connection ended before it was whole. `has_body`: false for one to HEAD.
  std::optional<HttpAnswer> read(bool has_body = true);

  // The next chunk of an answer that comes in chunks, of which read() gives the head only; empty: it was the
  // last. None when the connection ended before it was whole.
  std::optional<std::string> read_chunk();

  // The next line, without its end; none when the connection ended before it.
  std::optional<std::string> read_line();

  // Reads to the end of the connection; whether nothing came before it.
  bool ended();

  // A whole request and its answer. `fields` are header lines, each with its line end.
  HttpAnswer ask(std::string_view method, std::string_view target, std::string_view body = "",
                 std::string_view fields = "");

 private:
  bool receive();

  int socket_ = -1;
  std::string buffer_;
};

bool listens(std::uint16_t port);

}  // namespace retally::support
