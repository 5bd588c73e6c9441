// Moves an installation that has outgrown its embedded store to PostgreSQL.
//
// Everything goes as it is: identities, so that what was counted is known there, versions, so that no report
// becomes stale by it, and the reports themselves. Rows are streamed: memory stays bounded, whatever the
// store.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace retally {

// How many rows of a table there are to be moved, and how many there are in the target then.
struct TransferCount {
  std::string_view table;
  std::int64_t source = 0;
  std::int64_t target = 0;
};

struct TransferResult {
  std::vector<TransferCount> counts;
  bool committed = false;  // all counts are equal; else nothing has been moved
};

// Called for each table and every now and then, from the calling thread, with the table that is moved, and
// the rows of all tables that have been moved so far, of how many.
using TransferProgress = std::function<void(std::string_view table, std::uint64_t rows, std::uint64_t all)>;

// Moves the store of the URL `from`, sqlite:PATH, into that of `to`, postgresql://…, in one transaction: the
// source as it is at one moment, whoever writes to it meanwhile. The source stays as it is (but is brought to
// today's schema first), and so does the target where this fails. Throws Error(invalid_input) for other URLs,
// not_found where there is no such file, conflict where the target is not empty, and unavailable.
TransferResult transfer_store(const std::string& from, const std::string& to,
                              const TransferProgress& progress);

}  // namespace retally
