// What a process of the torture writes down: one record for each thing that it sent or was told.
#pragma once

#include <cstdint>

namespace retally::torture {

enum class Kind : std::uint8_t {
  touch_sent,      // target, version
  touched,         // target, version; at, due; detail: 1 if it was answered `scheduled`
  covered,         // target, version; due: of the update that it is covered by
  claim_sent,      // token: how many runs at most
  claimed,         // target, token; at: when it started; due, until; detail: 1 for a request
  claim_answered,  // all runs of the last claim are written down; here: when it was answered;
                   // token: how many they are
  claim_failed,    // it is unknown what it has done, but it does nothing any more
  read,            // target, token; version: what is saved if all goes well
  extended,        // target, token; until: the new end of the lease, 0 if it is lost
  held,            // target, token; detail: 1 if the lease is held
  finish_sent,     // target, token
  finished,        // target, token; detail: 1 if it was ended by this, 0 if the lease is lost
  seen_pending,    // target; here to at: while it was said to be pending
};

// Times are in ms since 1970.
struct Record {
  Kind kind{};
  std::uint8_t detail = 0;
  std::uint16_t unused = 0;
  std::uint32_t target = 0;
  std::int64_t here = 0;   // by this machine's clock, right before the call was sent
  std::int64_t at = 0;     // by the server's clock
  std::int64_t due = 0;    // by the server's clock
  std::int64_t until = 0;  // by the server's clock
  std::uint64_t token = 0;
  std::uint64_t version = 0;
};
static_assert(sizeof(Record) == 56, "it is written as it lies in memory: no gaps");

}  // namespace retally::torture
