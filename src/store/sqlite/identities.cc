#include "store/sqlite/identities.h"

#include <algorithm>

namespace retally::sqlite {

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

std::vector<Applied> add_new_identities(Connection& connection, std::span<const ChangeSet* const> sets,
                                        const std::function<void(const Change&)>& apply) {
  std::vector<Applied> applied(sets.size());
  Statement& insert = connection.prepared("INSERT OR IGNORE INTO event VALUES (?, ?)");
  std::int64_t fresh = 0;
  for (const Candidate& candidate : sorted_candidates(sets)) {
    insert.run(candidate.identity.time_ms, static_cast<std::int64_t>(candidate.identity.hash));
    if (connection.changes() == 0) {
      ++applied[candidate.set].known;
      continue;
    }
    ++applied[candidate.set].fresh;
    ++fresh;
    apply(*candidate.change);
  }
  if (fresh > 0) connection.run("UPDATE total SET events = events + ?", fresh);
  return applied;
}

}  // namespace retally::sqlite
