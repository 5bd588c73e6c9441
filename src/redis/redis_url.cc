#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "retally/error.h"
#include "retally/redis_schedule.h"

namespace retally {
namespace {

// No error shows what comes before the '@': a password may be anywhere in it.
[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::invalid_input, "Redis URL: " + why);
}

// Takes what comes before the separator off the text, and the separator; all of it if there is none.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const std::size_t at = text.find(separator);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + separator.size());
  return taken;
}

int hex_digit(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t at = kDigits.find(static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      refuse("a '%' that two hexadecimal digits do not follow; write %25 for the sign itself");
    }
    plain += static_cast<char>(16 * high + low);
    i += 2;
  }
  return plain;
}

int number(std::string_view what, std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
    refuse(std::string(what) + " '" + std::string(text) + "': use " + std::to_string(least) + " to " +
           std::to_string(most));
  }
  return value;
}

// "host", "host:port", "[::1]:port".
RedisAddress address(std::string_view text, std::uint16_t usual_port) {
  RedisAddress address{.port = usual_port};
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    address.host = std::string(take_until(text, "]"));
    if (!text.empty() && !text.starts_with(':')) {
      refuse("host '[" + address.host + "]" + std::string(text) + "': a port is written [HOST]:PORT");
    }
    text.remove_prefix(text.empty() ? 0 : 1);
  } else {
    address.host = std::string(take_until(text, ":"));
  }
  if (address.host.empty()) {
    refuse("no host is named; write for example redis://127.0.0.1:6379");
  }
  if (!text.empty()) {
    address.port = static_cast<std::uint16_t>(number("port", text, 1, 65'535));
  }
  return address;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) {
    throw Error(ErrorKind::not_found, "password file " + path + ": cannot be read, or is empty");
  }
  if (line.ends_with('\r')) {
    line.pop_back();
  }
  return line;
}

RedisLogin login(std::string_view text) {
  RedisLogin login{.user = decoded(take_until(text, ":"))};
  login.password = decoded(text);
  return login;
}

void set_parameter(RedisOptions& options, std::string_view name, const std::string& value) {
  constexpr int kMost = 1'000'000;
  if (name == "queue") {
    options.queue = value;
  } else if (name == "shards") {
    options.shards = number("shards", value, 1, 1024);
  } else if (name == "db") {
    options.database = number("db", value, 0, kMost);
  } else if (name == "user") {
    options.login.user = value;
  } else if (name == "password_file") {
    options.login.password = first_line(value);
  } else if (name == "sentinel_password_file") {
    options.sentinel_login.password = first_line(value);
  } else {
    refuse("unknown parameter '" + std::string(name) +
           "'; there are queue, shards, db, user, password_file and sentinel_password_file");
  }
}

struct Scheme {
  std::string_view name;
  RedisKind kind;
  std::uint16_t port;
};

constexpr std::array<Scheme, 4> kSchemes = {{{"redis", RedisKind::server, 6379},
                                             {"unix", RedisKind::server, 0},
                                             {"redis+sentinel", RedisKind::sentinel, 26'379},
                                             {"redis+cluster", RedisKind::cluster, 6379}}};

const Scheme& scheme(std::string_view name) {
  if (name == "rediss") {
    refuse(
        "rediss:// (TLS) is not supported; let a proxy such as stunnel on this machine speak TLS, and name "
        "it");
  }
  const auto* const found = std::ranges::find(kSchemes, name, &Scheme::name);
  if (found == kSchemes.end()) {
    refuse("it begins with none of redis://, unix://, redis+sentinel:// and redis+cluster://");
  }
  return *found;
}

// What comes after the hosts: "/0", for sentinels "/primary" and perhaps "/0".
void set_path(RedisOptions& options, std::string_view path) {
  constexpr int kMost = 1'000'000;
  if (options.kind == RedisKind::sentinel) {
    options.primary = decoded(take_until(path, "/"));
    if (options.primary.empty()) {
      refuse("the primary is not named; write redis+sentinel://HOST:PORT,HOST:PORT/PRIMARY");
    }
  }
  if (path.empty()) {
    return;
  }
  options.database = number("database", path, 0, kMost);
  if (options.kind == RedisKind::cluster && options.database != 0) {
    refuse("a cluster has one database only, 0");
  }
}

}  // namespace

std::string RedisAddress::name() const {
  if (!socket.empty()) {
    return socket;
  }
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return shown + ":" + std::to_string(port);
}

RedisOptions redis_options(std::string_view url) {
  std::string_view rest = url;
  std::string_view parameters = rest;
  rest = take_until(parameters, "?");
  if (rest.find("://") == std::string_view::npos) {
    refuse("it begins with none of redis://, unix://, redis+sentinel:// and redis+cluster://");
  }
  const Scheme& is = scheme(take_until(rest, "://"));
  RedisOptions options;
  options.kind = is.kind;
  // The last '@': one in a password that is not percent-encoded is more likely than one in a host or a path.
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    options.login = login(rest.substr(0, at));
    rest.remove_prefix(at + 1);
  }
  if (is.name == "unix") {
    if (!rest.starts_with('/')) {
      refuse("the path of the socket is not absolute; write unix:///run/redis/redis.sock");
    }
    options.addresses = {RedisAddress{.socket = decoded(rest)}};
  } else {
    std::string_view hosts = take_until(rest, "/");
    options.addresses.clear();
    do {
      options.addresses.push_back(address(take_until(hosts, ","), is.port));
    } while (!hosts.empty());
    if (is.kind == RedisKind::server && options.addresses.size() > 1) {
      refuse("redis:// names one host; for several write redis+sentinel:// or redis+cluster://");
    }
    set_path(options, rest);
  }
  while (!parameters.empty()) {
    std::string_view value = take_until(parameters, "&");
    const std::string_view name = take_until(value, "=");
    set_parameter(options, name, decoded(value));
  }
  return options;
}

}  // namespace retally
