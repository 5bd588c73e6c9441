#include "schedule/request_table.h"

#include <utility>

namespace retally {
namespace {

bool has_ended(const Request& request) {
  return request.state == RequestState::finished || request.state == RequestState::failed;
}

}  // namespace

const Request& RequestTable::ask(std::string_view target, std::string_view user, TimePoint now, bool held) {
  std::string id = request_id(target);
  forget(id);
  const auto [it, is_new] = records_.try_emplace(id);
  RequestRecord& record = it->second;
  if (is_new) {
    record = {{.id = std::move(id), .target = std::string(target), .user = std::string(user)},
              now,
              {},
              next_place_++};
    ++queued_;
    if (!held) {
      ready_.emplace(record.place, &record);
    }
  }
  return record.request;
}

const Request* RequestTable::find(std::string_view id) const {
  const auto it = records_.find(id);
  return it == records_.end() ? nullptr : &it->second.request;
}

void RequestTable::forget(std::string_view id) {
  const auto it = records_.find(id);
  if (it != records_.end() && has_ended(it->second.request)) {
    by_end_.erase({it->second.ended, it->first});
    records_.erase(it);
  }
}

void RequestTable::forget_ended(TimePoint when) {
  while (!by_end_.empty() && by_end_.begin()->first <= when) {
    forget(by_end_.begin()->second);
  }
}

void RequestTable::release(std::string_view target) {
  if (RequestRecord* record = find_queued(target)) {
    ready_.emplace(record->place, record);
  }
}

std::optional<std::string> RequestTable::ready() const {
  return ready_.empty() ? std::nullopt : std::optional(ready_.begin()->second->request.target);
}

const RequestRecord& RequestTable::start(std::string_view target) {
  RequestRecord& record = *find_queued(target);
  ready_.erase(record.place);
  record.request.state = RequestState::started;
  --queued_;
  return record;
}

void RequestTable::end(std::string_view target, const std::optional<std::string>& error, TimePoint now) {
  auto& [id, record] = *records_.find(request_id(target));
  record.request.state = error ? RequestState::failed : RequestState::finished;
  record.request.error = error.value_or("");
  record.ended = now;
  by_end_.insert({now, id});
}

RequestRecord* RequestTable::find_queued(std::string_view target) {
  if (queued_ == 0) {
    return nullptr;
  }
  const auto it = records_.find(request_id(target));
  const bool queued = it != records_.end() && it->second.request.state == RequestState::queued;
  return queued ? &it->second : nullptr;
}

}  // namespace retally
