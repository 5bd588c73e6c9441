#include "rq/outbox.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "retally/error.h"
#include "rq/failure_text.h"
#include "rq/keys.h"

namespace retally::rq {
namespace {

Placing placing_of(const std::string& word) {
  if (word == "put") return Placing::put;
  return word == "found" ? Placing::found : Placing::behind;
}

JobPhase phase_of(const std::string& status) {
  if (status.empty()) return JobPhase::gone;
  if (status == "started") return JobPhase::started;
  if (status == "finished") return JobPhase::finished;
  if (status == "failed" || status == "stopped" || status == "canceled") return JobPhase::failed;
  return JobPhase::waiting;
}

// A time as RQ writes it: "2024-06-12T12:15:00.041000Z", in older versions without the fraction.
std::optional<Micros> parse_utc(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%uT%d:%d:%lfZ", &year, &month, &day, &hour, &minute, &second) != 6)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + Micros(static_cast<std::int64_t>(second * 1e6));
}

// For how long a worker has said nothing. A job that says nothing at all of its worker is as if it had just
// been taken: nobody writes such ones.
Micros silence(Micros now, const std::string& heartbeat, const std::string& started) {
  const std::optional<Micros> beat = parse_utc(heartbeat);
  const std::optional<Micros> start = parse_utc(started);
  const Micros heard = std::max(beat.value_or(Micros::min()), start.value_or(Micros::min()));
  return heard == Micros::min() ? Micros(0) : std::max(Micros(0), now - heard);
}

}  // namespace

Outbox::Outbox(Server& server, const std::string& queue)
    : server_(server),
      place_keys_{kQueue + queue, kQueues, "retally:rq:" + queue},
      abandon_keys_{kStarted + queue, kFailed + queue},
      record_{place_keys_[2]} {}

std::vector<Placed> Outbox::place(std::span<const NewJob> jobs) {
  std::vector<std::string> arguments;
  for (const NewJob& job : jobs) {
    arguments.insert(arguments.end(), {job.target, job.id, std::to_string(job.fields.size())});
    arguments.insert(arguments.end(), job.fields.begin(), job.fields.end());
  }
  redis::ReplyReader answer = server_.call("deliver", place_keys_, arguments);
  std::vector<Placed> placed;
  while (!answer.done()) {
    const Placing placing = placing_of(answer.text());
    placed.push_back({placing, answer.text()});
  }
  return placed;
}

std::vector<JobState> Outbox::look(const std::vector<std::string>& ids) {
  redis::ReplyReader answer = server_.call("look", {}, ids);
  const Micros now = parse_utc(answer.text()).value_or(Micros(0));
  std::vector<JobState> states;
  while (!answer.done()) {
    JobState& state = states.emplace_back();
    state.phase = phase_of(answer.text());
    state.heartbeat = answer.text();
    state.silent = silence(now, state.heartbeat, answer.text());
    const std::string base64 = answer.text();
    state.why = failure_text(base64, answer.text());
  }
  return states;
}

bool Outbox::abandon(const std::string& id, const std::string& heartbeat) {
  return server_.call("abandon", abandon_keys_, std::array{id, heartbeat}).integer() != 0;
}

void Outbox::forget(const std::vector<std::string>& targets_and_jobs) {
  server_.call("forget", record_, targets_and_jobs);
}

}  // namespace retally::rq
