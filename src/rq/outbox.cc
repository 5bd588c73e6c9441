#include "rq/outbox.h"

#include "rq/failure_text.h"
#include "rq/keys.h"

namespace retally::rq {
namespace {

Placing placing_of(const std::string& word) {
  if (word == "put") return Placing::put;
  return word == "found" ? Placing::found : Placing::behind;
}

Waiting waiting_of(const std::string& word) {
  if (word == "there") return Waiting::there;
  return word == "put" ? Waiting::put : Waiting::missing;
}

JobPhase phase_of(const std::string& status) {
  if (status.empty()) return JobPhase::gone;
  if (status == "started") return JobPhase::started;
  if (status == "finished") return JobPhase::finished;
  if (status == "failed" || status == "stopped" || status == "canceled") return JobPhase::failed;
  return JobPhase::waiting;
}

}  // namespace

Outbox::Outbox(Server& server, const std::string& queue)
    : server_(server),
      place_keys_{kQueue + queue, kQueues, "retally:rq:" + queue},
      abandon_keys_{kStarted + queue, kFailed + queue},
      recall_keys_{kQueue + queue, kQueue + queue + kIntermediate},
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
  std::vector<JobState> states;
  while (!answer.done()) {
    JobState& state = states.emplace_back();
    state.phase = phase_of(answer.text());
    state.heartbeat = answer.text();
    const std::string base64 = answer.text();
    state.why = failure_text(base64, answer.text());
  }
  return states;
}

bool Outbox::abandon(const std::string& id, const std::string& heartbeat) {
  return server_.call("abandon", abandon_keys_, std::array{id, heartbeat}).integer() != 0;
}

std::vector<Waiting> Outbox::recall(const std::vector<Missed>& jobs) {
  std::vector<std::string> arguments;
  for (const Missed& missed : jobs)
    arguments.insert(arguments.end(), {missed.job, missed.before ? "1" : "0"});
  redis::ReplyReader answer = server_.call("recall", recall_keys_, arguments);
  std::vector<Waiting> found;
  while (!answer.done()) found.push_back(waiting_of(answer.text()));
  return found;
}

void Outbox::forget(const std::vector<std::string>& targets_and_jobs) {
  server_.call("forget", record_, targets_and_jobs);
}

}  // namespace retally::rq
