#include "feed/listeners.h"

#include <utility>

namespace retally {
namespace {

const FeedEvent kReload;

}  // namespace

Subscription Listeners::add(Feed::Listener listener) {
  const std::scoped_lock lock(mutex_);
  const auto added = listeners_.insert(listeners_.end(), std::move(listener));
  if (complete_) (*added)({&kReload, 1});
  if (count_++ == 0 && changed_) changed_(true);
  return Subscription([this, added] { remove(added); });
}

void Listeners::remove(std::list<Feed::Listener>::iterator listener) {
  const std::scoped_lock lock(mutex_);
  listeners_.erase(listener);
  if (--count_ > 0 || !changed_) return;
  complete_ = false;
  changed_(false);
}

void Listeners::tell(std::span<const FeedEvent> events) {
  const std::scoped_lock lock(mutex_);
  for (const Feed::Listener& listener : listeners_) listener(events);
}

void Listeners::set_complete(bool complete) {
  const std::scoped_lock lock(mutex_);
  complete_ = complete;
  if (!complete) return;
  for (const Feed::Listener& listener : listeners_) listener({&kReload, 1});
}

}  // namespace retally
