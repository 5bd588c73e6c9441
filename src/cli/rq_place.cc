#include "cli/rq_place.h"

#include "cli/command.h"

namespace retally {

void add_rq_place(CLI::App& command, RqPlace& place) {
  command.add_option("-u,--url", place.url, "The Redis server; wins over the options below")
      ->type_name("redis://…")
      ->envname("RQ_REDIS_URL");
  command.add_option("-H,--host", place.host, "Its host")->envname("RQ_REDIS_HOST")->capture_default_str();
  command.add_option("-p,--port", place.port, "Its port")->envname("RQ_REDIS_PORT")->capture_default_str();
  command.add_option("-d,--db", place.database, "Its database")
      ->envname("RQ_REDIS_DB")
      ->check(whole_number(0))
      ->capture_default_str();
  command
      .add_option("-P,--password", place.password,
                  "Its password; others on this machine see it here, but not in the variable")
      ->envname("RQ_REDIS_PASSWORD");
}

RedisOptions redis_options_of(const RqPlace& place) {
  if (!place.url.empty()) return redis_options(place.url);
  RedisOptions options;
  options.addresses = {{.host = place.host, .port = place.port}};
  options.database = place.database;
  options.login.password = place.password;
  return options;
}

}  // namespace retally
