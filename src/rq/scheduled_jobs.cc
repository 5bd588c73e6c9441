#include "rq/scheduled_jobs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "retally/error.h"
#include "rq/call_text.h"
#include "rq/keys.h"
#include "rq/recurrence.h"

namespace retally::rq {
namespace {

constexpr std::size_t kMaxPage = 1000;
// What a job calls is shown in so many characters, and read if its data is no longer than this many bytes.
constexpr std::size_t kShown = 200;
constexpr std::size_t kRead = 64 * 1024;

const std::array<std::string, 2> kSets = {kScheduledJobs, kQueues};

std::string shown_call(std::size_t size, const std::string& data) {
  if (size == 0) return "<the job is gone>";
  if (data.empty()) return "<" + std::to_string(size) + " bytes: too long to be shown>";
  try {
    return call_text(data, kShown);
  } catch (const Error& error) {
    return "<" + std::string(error.what()) + ">";
  }
}

std::string repeats_text(const std::string& meta) {
  try {
    return meta.empty() ? "" : to_text(read_recurrence(meta));
  } catch (const Error& error) {
    return "<" + std::string(error.what()) + ">";
  }
}

std::vector<bool> change(Server& server, std::vector<std::string> arguments,
                         const std::vector<std::string>& ids) {
  arguments.insert(arguments.end(), ids.begin(), ids.end());
  redis::ReplyReader answer = server.call("change", kSets, arguments);
  std::vector<bool> changed;
  while (!answer.done()) changed.push_back(answer.integer() != 0);
  return changed;
}

std::size_t count(redis::ReplyReader& answer) {
  return static_cast<std::size_t>(answer.integer());
}

}  // namespace

JobPage list_jobs(Server& server, std::size_t offset, std::size_t limit) {
  const std::array<std::string, 3> arguments = {
      std::to_string(offset), std::to_string(std::min(limit, kMaxPage)), std::to_string(kRead)};
  redis::ReplyReader answer = server.call("list", kSets, arguments);
  JobPage page;
  page.now = to_micros(answer.text());
  page.total = count(answer);
  while (!answer.done()) {
    ScheduledJob& job = page.jobs.emplace_back();
    job.id = answer.text();
    job.time = to_micros(answer.text());
    job.queue = answer.text();
    job.by = answer.text();
    job.status = answer.text();
    const std::size_t size = count(answer);
    job.call = shown_call(size, answer.text());
    const std::size_t meta_size = count(answer);
    const std::string meta = answer.text();
    job.repeats = meta_size > 0 && meta.empty() ? "<too long to be read>" : repeats_text(meta);
  }
  return page;
}

std::vector<bool> cancel_jobs(Server& server, const std::vector<std::string>& ids, bool delete_too) {
  return change(server, {delete_too ? "delete" : "cancel"}, ids);
}

std::vector<bool> move_jobs(Server& server, const std::vector<std::string>& ids, const JobMove& move) {
  return change(server,
                {"move",
                 move.now    ? "now"
                 : move.time ? to_seconds(*move.time)
                             : "",
                 move.queue},
                ids);
}

std::map<std::string, QueueCounts> count_jobs(Server& server) {
  std::map<std::string, QueueCounts> counts;
  for (redis::ReplyReader answer = server.call("counts", std::array<std::string, 1>{kQueues}, {});
       !answer.done();) {
    QueueCounts& queue = counts[answer.text()];
    queue.waiting = count(answer);
    queue.started = count(answer);
    queue.scheduled = count(answer);
    queue.deferred = count(answer);
    queue.finished = count(answer);
    queue.failed = count(answer);
  }
  std::string cursor = "0";
  do {
    redis::ReplyReader answer =
        server.call("origins", std::array<std::string, 1>{kScheduledJobs}, std::array{cursor});
    cursor = answer.text();
    while (!answer.done()) {
      QueueCounts& queue = counts[answer.text()];
      queue.scheduled += count(answer);
    }
  } while (cursor != "0");
  return counts;
}

}  // namespace retally::rq
