// A realistic event log of a CVAT server, for demos, tests and benchmarks.
//
// It is a simulation: organisations in several time zones run projects; managers make tasks, review jobs and
// tidy up; annotators come to work, open jobs, draw and save, take breaks and weekends. What they do becomes
// requests to CVAT's server, these become events, and CVAT's log sender delivers the events in bodies of up
// to 50, some of them late, some of them twice.
//
// The same options give the same bytes on every machine and with every compiler: all chance comes from one
// std::mt19937_64, by integer arithmetic only.
//
// What the events are, in shares of a log of 100,000 events or more:
//   65-75 %   client events: zoom:image, change:frame, draw:object, load:job, save:job, send:exception …
//   17-25 %   create, update and delete of shapes, tracks and tags: one event a kind and shape type for each
//             Save, with the request.id of that Save
//    4-7 %    send:working_time. The first 30 % of the log are of the age when working time stood in the
//             payload of client events, the next 10 % hold the draft of the event, the rest its last form
//    1-3 %    update:job (state, stage, assignee), update:task
//  0.3-2 %    create and delete of projects, tasks, jobs, labels, issues and comments
//  under 1 %  each: send:exception, export:dataset, import:dataset, call:function, update:comment
// One body in 100 comes a second time; one in 20 is late by up to minutes, one in 500 by up to days.
// From 40 % of the log on a task moves to another project now and then; in its last third jobs, tasks and
// projects are deleted. About one task in eight belongs to no project, and one job in ten is of type
// ground_truth or consensus_replica.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "generate/row.h"
#include "retally/clock.h"

namespace retally {

struct GenerateOptions {
  std::uint64_t seed = 1;
  std::uint64_t events = 100'000;  // exactly so many, repeats included
  TimePoint start{std::chrono::sys_days{std::chrono::year{2024} / 6 / 3}};
  // About how many days the log spans: the annotators' working hours are fitted to it. Annotators who are too
  // few for so many events take longer.
  unsigned days = 14;
  // How many there are by the end of the log; 0: fitted to `events`. When all jobs are done, old ones are
  // opened again.
  unsigned projects = 0;
  unsigned tasks = 0;
  unsigned jobs = 0;
  unsigned annotators = 0;
};

// What CVAT's log sender posts at once.
struct Body {
  std::int64_t time_us = 0;          // when it arrives
  std::vector<simulated::Row> rows;  // 1 to 50
};

// Makes the log, body by body. Memory does not grow with the log: only bodies under way are held, and a few
// bytes a job. Not for use by several threads at once.
class Generator {
 public:
  // Throws Error(invalid_input) for options that no log can have.
  explicit Generator(const GenerateOptions& options);
  ~Generator();

  // The bodies in the order of their arrival; the next call overwrites the last. Null at the end.
  const Body* next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

enum class GenerateFormat {
  ndjson,   // an event a line as the server writes it: compact JSON, in order of arrival
  csv,      // CVAT's export: in order of time, repeats side by side
  batches,  // a body of CVAT's log sender a line: a JSON array, as Python writes it
};

// Writes the whole log. The three formats hold the same events. Throws Error(invalid_input) as above and
// Error(unavailable) when the stream fails.
void generate(const GenerateOptions& options, GenerateFormat format, std::ostream& out);

// The body as it goes over the wire: what a line of `batches` holds, without the line end.
std::string to_json(std::span<const simulated::Row> rows);

}  // namespace retally
