#include "store/ledger/identities.h"

#include <algorithm>

namespace retally::ledger {

namespace {

struct Candidate {
  Identity identity;
  std::size_t set = 0;
  const Change* change = nullptr;
};

// Sorted, so that a batch goes through the table once. Stable: the first of equals stays the first.
std::vector<Candidate> sorted_candidates(std::span<const ChangeSet* const> sets) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (const Change& change : sets[i]->changes) candidates.push_back({change.identity, i, &change});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.identity < b.identity; });
  return candidates;
}

}  // namespace

std::vector<const Change*> keep_new(Tables& tables, std::span<const ChangeSet* const> sets,
                                    std::vector<Applied>& applied) {
  std::vector<Candidate> candidates = sorted_candidates(sets);
  applied.assign(sets.size(), {});
  for (const Candidate& candidate : candidates) ++applied[candidate.set].known;
  const auto equal = [](const Candidate& a, const Candidate& b) { return a.identity == b.identity; };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), equal), candidates.end());
  std::vector<Identity> identities;
  identities.reserve(candidates.size());
  for (const Candidate& candidate : candidates) identities.push_back(candidate.identity);
  const std::vector<bool> is_new = tables.add_identities(identities);
  std::vector<const Change*> fresh;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!is_new[i]) continue;
    Applied& counts = applied[candidates[i].set];
    ++counts.fresh;
    --counts.known;
    fresh.push_back(candidates[i].change);
  }
  return fresh;
}

}  // namespace retally::ledger
