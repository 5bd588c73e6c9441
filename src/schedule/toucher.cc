// A cache of beliefs, in sets of eight: the hash names the set, a set has a mutex of its own, and in a full
// set the belief that ends first makes room. So memory is fixed, a look-up is bounded, and threads that touch
// different targets rarely meet.
#include "retally/toucher.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <mutex>
#include <utility>

namespace retally {
namespace {

constexpr std::size_t kWays = 8;

struct Belief {
  SteadyTime until{};        // covered before this
  TimePoint until_time{};    // and before this
  TimePoint due{};           // what to answer meanwhile
  std::uint64_t merged = 0;  // touches not yet handed on
  std::string target;
};

std::size_t hash_of(std::string_view target) {
  return std::hash<std::string_view>{}(target);
}

// By both clocks: the time of day may be set back, and the steady one stands still while the machine sleeps.
// And a run starts sooner where its schedule goes by the same time of day, and that is set forward.
bool covers(const Belief& belief, SteadyTime steady, TimePoint now) {
  return steady < belief.until && now < belief.until_time;
}

}  // namespace

// The hashes lie beside each other so that a search reads one cache line; the names are compared in full.
struct alignas(64) Toucher::Stripe {
  std::mutex mutex;
  std::uint64_t covered = 0;
  std::array<std::size_t, kWays> hashes{};
  std::array<Belief, kWays> beliefs;

  Belief* find(std::size_t hash, std::string_view target) {
    for (std::size_t way = 0; way < kWays; ++way) {
      if (hashes[way] == hash && beliefs[way].target == target) {
        return &beliefs[way];
      }
    }
    return nullptr;
  }

  // The target's belief, or else the one that ends first, made free for it.
  Belief& find_or_replace(std::size_t hash, std::string_view target) {
    if (Belief* belief = find(hash, target)) {
      return *belief;
    }
    const auto first = std::ranges::min_element(beliefs, {}, &Belief::until);
    hashes[static_cast<std::size_t>(first - beliefs.begin())] = hash;
    *first = {.target = std::string(target)};
    return *first;
  }
};

Toucher::Toucher(Schedule& schedule, const Clock& clock, std::size_t targets)
    : schedule_(schedule),
      clock_(clock),
      stripe_count_(std::bit_ceil(std::max(targets / kWays, std::size_t{1}))),
      stripes_(std::make_unique<Stripe[]>(stripe_count_)) {}

Toucher::~Toucher() = default;

Toucher::Stripe& Toucher::stripe(std::size_t hash) const {
  return stripes_[hash & (stripe_count_ - 1)];
}

Touched Toucher::touch(std::string_view target) {
  Touch call{target};
  if (const auto answer = cover(target, call)) {
    return *answer;
  }
  const Before before{clock_.steady(), clock_.now()};
  const Touched answer = schedule_.touch(std::span<const Touch>(&call, 1)).front();
  believe(target, answer, before);
  return answer;
}

std::vector<Touched> Toucher::touch(std::span<const std::string> targets) {
  return touch_all(targets);
}

std::vector<Touched> Toucher::touch(std::initializer_list<std::string_view> targets) {
  return touch_all(targets);
}

template <typename Targets>
std::vector<Touched> Toucher::touch_all(const Targets& targets) {
  std::vector<Touched> answers(targets.size());
  std::vector<Touch> calls;
  std::vector<std::size_t> places;
  std::size_t place = 0;
  for (const std::string_view target : targets) {
    Touch call{target};
    if (const auto answer = cover(target, call)) {
      answers[place] = *answer;
    } else {
      calls.push_back(call);
      places.push_back(place);
    }
    ++place;
  }
  if (calls.empty()) {
    return answers;
  }
  const Before before{clock_.steady(), clock_.now()};
  const std::vector<Touched> called = schedule_.touch(calls);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    answers[places[i]] = called[i];
    believe(calls[i].target, called[i], before);
  }
  return answers;
}

// The answer to a covered touch; else none, and `call` takes over what has been merged.
std::optional<Touched> Toucher::cover(std::string_view target, Touch& call) {
  const SteadyTime steady = clock_.recent_steady();
  const TimePoint now = clock_.recent();
  const std::size_t hash = hash_of(target);
  Stripe& set = stripe(hash);
  const std::scoped_lock lock(set.mutex);
  Belief* belief = set.find(hash, target);
  if (belief == nullptr) {
    return std::nullopt;
  }
  if (!covers(*belief, steady, now)) {
    call.count += std::exchange(belief->merged, 0);
    return std::nullopt;
  }
  ++belief->merged;
  ++set.covered;
  return Touched{TouchResult::merged, belief->due, now, true};
}

void Toucher::believe(std::string_view target, const Touched& answer, const Before& before) {
  if (!answer.settled) {
    return;
  }
  const Millis covered = std::min(answer.due - answer.at - kMargin, kLongestBelief);
  if (covered <= Millis(0)) {
    return;
  }
  const std::size_t hash = hash_of(target);
  Stripe& set = stripe(hash);
  const std::scoped_lock lock(set.mutex);
  Belief& belief = set.find_or_replace(hash, target);
  belief.until = before.steady + covered;
  belief.until_time = before.time + covered;
  belief.due = answer.due;
}

void Toucher::forget(std::string_view target) {
  const std::size_t hash = hash_of(target);
  Stripe& set = stripe(hash);
  const std::scoped_lock lock(set.mutex);
  if (Belief* belief = set.find(hash, target)) {
    belief->until = {};
  }
}

std::uint64_t Toucher::covered() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < stripe_count_; ++i) {
    const std::scoped_lock lock(stripes_[i].mutex);
    sum += stripes_[i].covered;
  }
  return sum;
}

}  // namespace retally
