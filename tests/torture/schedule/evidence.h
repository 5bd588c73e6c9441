// What the journals say, put together target by target.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/torture/schedule/record.h"

namespace retally::torture {

using Time = std::int64_t;  // ms since 1970
inline constexpr Time kNever = INT64_MAX;

// A touch that was answered, or (`witness`) a look that found the target pending.
struct Acknowledged {
  Time at = 0;
  Time due = 0;
  std::uint64_t version = 0;
  bool scheduled = false;
  bool covered = false;
  bool witness = false;  // pending at some time from `due` to before `at`
};

// A run that a worker was told of.
struct Worked {
  std::uint64_t token = 0;
  bool request = false;
  Time due = 0;
  Time started = 0;
  Time lease_until = 0;                 // as far as its worker was told
  std::optional<std::uint64_t> read{};  // what it would show
  Time ended_from = kNever;             // when the first finish was sent that may have ended it
  Time last_held = 0;  // when the last call was sent whose answer says that it held the lease
  int ended = 0;       // finishes that were answered with true
};

struct History {
  std::vector<Acknowledged> touches;
  std::vector<Worked> runs;
};

// A claim without an answer: between these times it may have started up to `most` runs that nobody was told
// of.
struct Stray {
  Time from = 0;
  Time to = 0;
  std::uint64_t most = 0;
};

// A time at which connections were cut.
struct Cut {
  Time from = 0;
  Time to = 0;
};

// All data were lost at one moment, at which nothing else happens (`from` is `to`). Or there was a failover:
// what was done just before it may be lost, and while it lasts two servers may hold themselves for the
// primary, of which one will forget what it was told.
struct Loss {
  Time from = 0;
  Time to = 0;
};

struct Evidence {
  std::vector<History> targets;
  std::vector<Stray> strays;
  std::vector<Stray> short_claims;  // were answered, with `most` runs less than they asked for
  std::vector<Loss> losses;         // in their order
  std::vector<std::string> faults;  // what one process' own journal already shows to be wrong
  std::uint64_t touches_sent = 0;
  std::uint64_t lost_leases = 0;  // runs whose worker was told so
};

// How long after the death of its sender a call may still be in the server's queue. No longer than the
// library itself waits for an answer.
inline constexpr Time kInFlight = 5'000;

// Adds the records of one process, which ended then.
void add_journal(Evidence& evidence, std::span<const Record> records, Time ended);

// A claim from several shards is answered with what some of them gave, where others are away. So one that was
// answered with less than it asked for, and was under way when the connections were cut, may have left
// strays. To be called when all journals are there.
void add_cut(Evidence& evidence, const Cut& cut);

}  // namespace retally::torture
