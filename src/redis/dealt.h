// Items dealt out to the shards of their targets, a batch to a call, and their answers put in order again.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redis/queue.h"
#include "redis/result.h"

namespace retally::redis {

// How many targets one call of a script is about: it takes 2 ms, and until it ends the server does nothing
// else.
inline constexpr std::size_t kBatch = 500;

inline std::string_view target_of(const std::string& target) {
  return target;
}

template <typename Item>
std::string_view target_of(const Item& item) {
  return item.target;
}

// The calls, and which items each of them is about.
struct Dealt {
  std::vector<Call> calls;
  std::vector<std::vector<std::size_t>> items;
};

// `words` adds an item to the arguments of a call.
template <typename Item, typename Words>
Dealt deal(const Queue& queue, std::span<const Item> items, Words words) {
  Dealt dealt;
  std::map<std::size_t, std::size_t> open;  // the call of each shard that is being filled
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t shard = queue.shard_of(target_of(items[i]));
    auto call = open.find(shard);
    if (call == open.end() || dealt.items[call->second].size() == kBatch) {
      call = open.insert_or_assign(shard, dealt.calls.size()).first;
      dealt.calls.push_back({shard});
      dealt.items.emplace_back();
    }
    words(dealt.calls[call->second].arguments, items[i]);
    dealt.items[call->second].push_back(i);
  }
  return dealt;
}

// Reads the answer of a call item by item. Where there is none, all of its items share the error.
template <typename Value, typename Read>
void read_items(Answer& answer, const std::vector<std::size_t>& items, std::vector<Result<Value>>& results,
                Read read) {
  for (const std::size_t item : items) {
    if (answer.error) {
      results[item].error = answer.error;
    } else {
      results[item].value = read(answer.get());
    }
  }
}

// The values. Throws the first error.
template <typename Value>
std::vector<Value> all_of(std::vector<Result<Value>> results) {
  std::vector<Value> values;
  values.reserve(results.size());
  for (Result<Value>& result : results) {
    values.push_back(result.get());
  }
  return values;
}

}  // namespace retally::redis
