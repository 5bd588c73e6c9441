#include "model.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "schedule/target.h"

namespace retally {

ModelSchedule::Record& ModelSchedule::record(std::string_view target) {
  const auto it = std::ranges::find(records_, target, &Record::target);
  return it != records_.end() ? *it : records_.emplace_back(Record{.target = std::string(target)});
}

ModelSchedule::Record* ModelSchedule::running(std::string_view target, RunToken token) {
  Record& it = record(target);
  return it.running && it.token == token && clock_.now() < it.running->lease_until ? &it : nullptr;
}

std::vector<Touched> ModelSchedule::touch(std::span<const Touch> touches) {
  std::ranges::for_each(touches, check_touch);
  const TimePoint now = clock_.now();
  std::vector<Touched> answers;
  for (const Touch& touch : touches) {
    Record& it = record(touch.target);
    const bool merged = it.pending.has_value();
    counts_.touches += touch.count;
    counts_.merges += merged ? touch.count : touch.count - 1;
    if (!merged) {
      it.pending = {.target = it.target, .first_touch = now, .attempt = 1};
      it.pending->touches = it.failed ? it.failed->touches : 0;
      it.failed.reset();
    }
    it.pending->touches += touch.count;
    const TimePoint before = it.pending->due;
    const TimePoint cap = it.pending->first_touch + options_.policy.max_wait;
    const TimePoint due = std::max(before, std::min(now + options_.policy.quiet, cap));
    it.pending->due = due;
    const auto result = !merged        ? TouchResult::scheduled
                        : due > before ? TouchResult::postponed
                                       : TouchResult::merged;
    answers.push_back({result, due, now, due >= cap});
  }
  return answers;
}

std::vector<Run> ModelSchedule::claim(std::size_t max, Millis lease) {
  check_lease("claim", lease);
  const TimePoint now = clock_.now();
  for (Record& it : records_) {
    if (it.running && it.running->lease_until <= now) {
      ++counts_.orphans;
      end(it, "the lease ran out: its worker is gone, or was too slow to extend it");
    }
  }
  std::vector<Run> runs;
  while (runs.size() < max) {
    auto entry = next(now);
    if (!entry) {
      break;
    }
    entry->started = now;
    entry->lease_until = now + lease;
    Record& it = record(entry->target);
    it.token = RunToken{++last_token_};
    ++counts_.runs;
    runs.push_back({entry->target, it.token, entry->kind, entry->user, entry->due, now, entry->lease_until,
                    entry->attempt, entry->touches});
    it.running = entry;
  }
  return runs;
}

std::optional<ListEntry> ModelSchedule::next(TimePoint now) {
  for (Asked& it : requests_) {
    if (it.request.state == RequestState::queued && !record(it.request.target).running) {
      it.request.state = RequestState::started;
      return ListEntry{.target = it.request.target,
                       .kind = RunKind::request,
                       .user = it.request.user,
                       .due = it.asked,
                       .attempt = 1};
    }
  }
  Record* first = nullptr;
  for (Record& it : records_) {
    const bool ready = it.pending && !it.running && it.pending->due <= now;
    if (ready && (first == nullptr ||
                  std::tie(it.pending->due, it.target) < std::tie(first->pending->due, first->target))) {
      first = &it;
    }
  }
  if (first == nullptr) {
    return std::nullopt;
  }
  auto entry = std::exchange(first->pending, std::nullopt);
  entry->error.clear();
  return entry;
}

std::vector<std::optional<TimePoint>> ModelSchedule::extend(std::span<const Run> runs, Millis lease) {
  check_lease("extend", lease);
  std::vector<std::optional<TimePoint>> ends;
  for (const Run& run : runs) {
    Record* it = running(run.target, run.token);
    if (it != nullptr) {
      it->running->lease_until = clock_.now() + lease;
    }
    ends.push_back(it == nullptr ? std::nullopt : std::optional(it->running->lease_until));
  }
  return ends;
}

std::vector<bool> ModelSchedule::finish(std::span<const Ending> endings) {
  std::vector<bool> ended;
  for (const Ending& ending : endings) {
    Record* it = running(ending.target, ending.token);
    ended.push_back(it != nullptr);
    if (it != nullptr) {
      end(*it, ending.error);
    }
  }
  return ended;
}

void ModelSchedule::end(Record& record, const std::optional<std::string>& error) {
  const TimePoint now = clock_.now();
  ListEntry entry = *std::exchange(record.running, std::nullopt);
  entry.ended = now;
  if (error) {
    ++counts_.failures;
    entry.error = error->empty() ? "failed, and gave no reason" : cut_error(*error);
  }
  history_.push_front(entry);
  history_.resize(std::min(history_.size(), options_.history_size));
  if (entry.kind == RunKind::request) {
    const auto it = std::ranges::find_if(requests_, [&](const Asked& asked) {
      return asked.request.target == entry.target && asked.request.state == RequestState::started;
    });
    it->request.state = error ? RequestState::failed : RequestState::finished;
    it->request.error = entry.error;
    it->ended = now;
  } else if (error && record.pending) {
    record.pending->touches += entry.touches;
  } else if (error && entry.attempt < options_.retry.max_attempts) {
    record.pending = {.target = entry.target,
                      .first_touch = entry.first_touch,
                      .due = now + options_.retry.delay(entry.attempt),
                      .attempt = entry.attempt + 1,
                      .touches = entry.touches,
                      .error = entry.error};
  } else if (error) {
    record.failed = entry;
    drop_failed();
  }
}

// The one that failed first, if there are more than there may be.
void ModelSchedule::drop_failed() {
  const auto has_failed = [](const Record& it) { return it.failed.has_value(); };
  if (static_cast<std::size_t>(std::ranges::count_if(records_, has_failed)) > options_.failed_size) {
    const auto failed_at = [](const Record& it) {
      return std::pair(it.failed ? it.failed->ended : TimePoint::max(), it.target);
    };
    std::ranges::min_element(records_, {}, failed_at)->failed.reset();
  }
}

std::string ModelSchedule::request(std::string_view target, std::string_view user) {
  check_target("request", target);
  check_user("request", user);
  const std::string id = request_id(target);
  forget_request(id);
  if (!find_request(id)) {
    requests_.push_back({{.id = id, .target = std::string(target), .user = std::string(user)}, clock_.now()});
  }
  return id;
}

std::optional<Request> ModelSchedule::find_request(std::string_view id) {
  for (const Asked& it : requests_) {
    const bool expired = it.has_ended() && it.ended + options_.request_result_ttl <= clock_.now();
    if (it.request.id == id && !expired) {
      return it.request;
    }
  }
  return std::nullopt;
}

void ModelSchedule::forget_request(std::string_view id) {
  std::erase_if(requests_, [&](const Asked& it) { return it.has_ended() && it.request.id == id; });
}

bool ModelSchedule::cancel(std::string_view target) {
  check_target("cancel", target);
  Record& it = record(target);
  const bool found = it.pending || it.failed;
  it.pending.reset();
  it.failed.reset();
  return found;
}

bool ModelSchedule::retry(std::string_view target) {
  check_target("retry", target);
  Record& it = record(target);
  if (!it.failed) {
    return false;
  }
  it.pending = {.target = it.target,
                .first_touch = it.failed->first_touch,
                .due = clock_.now(),
                .attempt = 1,
                .touches = it.failed->touches,
                .error = it.failed->error};
  it.failed.reset();
  return true;
}

std::vector<TargetState> ModelSchedule::states(std::span<const std::string> targets) {
  std::vector<TargetState> answers;
  for (const std::string& target : targets) {
    check_target("states", target);
    const Record& it = record(target);
    answers.push_back({it.pending.has_value(), it.running.has_value(), it.failed.has_value()});
  }
  return answers;
}

std::optional<TimePoint> ModelSchedule::due(std::string_view target) {
  check_target("due", target);
  const Record& it = record(target);
  return it.pending ? std::optional(it.pending->due) : std::nullopt;
}

Listing ModelSchedule::list(ListState state, std::size_t offset, std::size_t limit) {
  std::vector<ListEntry> all;
  for (const Record& it : records_) {
    const auto& entry = state == ListState::pending   ? it.pending
                        : state == ListState::running ? it.running
                                                      : it.failed;
    if (entry && state != ListState::history) {
      all.push_back(*entry);
    }
  }
  if (state == ListState::history) {
    all.assign(history_.begin(), history_.end());
  }
  std::ranges::stable_sort(all, [&](const ListEntry& a, const ListEntry& b) {
    switch (state) {
      case ListState::pending:
        return a.due < b.due;
      case ListState::running:
        return a.started < b.started;
      default:
        return a.ended > b.ended;
    }
  });
  Listing page{.entries = {}, .total = all.size()};
  const std::size_t first = std::min(offset, all.size());
  const std::size_t count = std::min({limit, kMaxPage, all.size() - first});
  page.entries.assign(all.begin() + static_cast<std::ptrdiff_t>(first),
                      all.begin() + static_cast<std::ptrdiff_t>(first + count));
  return page;
}

Stats ModelSchedule::stats() {
  Stats stats = counts_;
  for (const Record& it : records_) {
    stats.running += it.running ? 1 : 0;
    stats.failed += it.failed ? 1 : 0;
    if (it.pending) {
      ++stats.pending;
      stats.oldest_pending =
          std::min(stats.oldest_pending.value_or(TimePoint::max()), it.pending->first_touch);
      stats.next_due = std::min(stats.next_due.value_or(TimePoint::max()), it.pending->due);
    }
  }
  for (const Asked& it : requests_) {
    stats.requests += it.request.state == RequestState::queued ? 1 : 0;
  }
  return stats;
}

}  // namespace retally
