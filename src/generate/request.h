// One request to CVAT's server, as the events that it logs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/row.h"
#include "generate/world.h"

namespace retally::simulated {

struct Request {
  std::int64_t time_us = 0;  // when the server logs it
  bool by_worker = false;    // a worker process logs it: it sends each event alone, at once
  std::vector<Row> rows;
};

// What an event is about. Ids that it has nothing to do with are 0.
struct Place {
  std::uint64_t project_id = 0;
  std::uint64_t task_id = 0;
  std::uint64_t job_id = 0;

  bool operator==(const Place&) const = default;
};

Place place_of(const Project& project);
Place place_of(const Task& task);
Place place_of(const Job& job);

// A row with the columns that every event of that user there has.
Row make_row(RowForm form, std::string_view scope, const Person& user, const Place& place);

// Writes down the server's events of one request: all carry its id, a moment after one another.
class RequestLog {
 public:
  RequestLog(World& world, const Person& user, std::int64_t time_us);

  // `body` is what the payload holds besides the request's id: members of a JSON object, or nothing. Names
  // must live as long as the world.
  void created(std::string_view scope, std::uint64_t id, std::string_view name, const Place& place,
               std::string_view body);
  void deleted(std::string_view scope, std::uint64_t id, std::string_view name, const Place& place);
  // `old_value` is JSON.
  void updated(std::string_view scope, std::string_view field, std::string_view value, std::uint64_t value_id,
               std::string_view old_value, const Place& place);
  void other(std::string_view scope, std::uint32_t count, const Place& place, std::string_view body);

  // create:, update: or delete: of shapes, tracks and tags; an event for each that there are any of.
  void objects(std::string_view action, const ObjectCounts& counts, const Place& place);

  // A row that is complete but for its payload; the time is the caller's.
  void add(Row row, std::string_view body);
  void add_client(Row row) { request_.rows.push_back(std::move(row)); }

  std::int64_t time_us() const { return time_us_; }
  // Once, at the end.
  Request take();

 private:
  Row row(RowForm form, std::string_view scope, const Place& place);
  void add_objects(std::string_view scope, std::string_view kind, std::string_view type, std::uint32_t count,
                   const Place& place);

  World& world_;
  const Person& user_;
  std::int64_t time_us_;
  std::string request_member_;  // "request":{"id":"…"}
  std::string body_;
  Request request_;
};

}  // namespace retally::simulated
