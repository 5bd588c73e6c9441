// When a job of rq-scheduler is due again: its meta holds `interval` (s), `cron_string` with
// `use_local_timezone`, and `repeat`, how many runs are left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rq/micros.h"

namespace retally::rq {

struct Recurrence {
  std::int64_t interval = 0;             // s; 0: none
  std::string cron{};                    // empty: none
  bool local = false;                    // the cron string is of the machine's zone, not of UTC
  std::optional<std::int64_t> repeat{};  // runs that are left, the next one among them; none: for ever
};

// Of a job's meta. One without these keys does not recur. Throws Error(invalid_input) for a meta that cannot
// be read, and for keys with other kinds of values.
Recurrence read_recurrence(std::string_view meta);

// "every 60 s, 3 times more", "cron 0 8 * * 1 (UTC)"; empty: it does not recur.
std::string to_text(const Recurrence& recurrence);

// What becomes of a job that is moved now, in the words of move_due.lua.
struct Next {
  std::string time;  // empty: never again; "+60": 60 s from now; else a time in s since 1970
  std::string meta;  // the new one, with one run less; empty: it stays as it is
};

// As rq-scheduler 0.14 decides, but for a cron string without use_local_timezone, which is read in UTC as its
// manual says; rq-scheduler itself takes the machine's zone. Throws Error(invalid_input) for a meta that
// cannot be read or changed, and for a cron string that is none.
Next next_after(std::string_view meta, Micros now);

}  // namespace retally::rq
