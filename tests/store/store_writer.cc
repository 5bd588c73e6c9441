// store_writer URL FIRST: applies the numbered batches from FIRST on, for ever, and tells each one's number
// on its standard output once the store has acknowledged it. Made to be killed.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "numbered_batch.h"

int main(int argc, char** argv) {
  using namespace retally;
  if (argc != 3) return 2;
  const auto store = open_store(argv[1]);
  for (std::int64_t number = std::atoll(argv[2]);; ++number) {
    const ChangeSet set = support::numbered_batch(number);
    const ChangeSet* const sets[] = {&set};
    store->apply(sets);
    const std::string line = fmt::format("{}\n", number);
    // In one piece, and not through a buffer that would die with the process.
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return 1;
  }
}
