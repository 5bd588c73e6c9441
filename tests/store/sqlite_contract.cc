#include "contract.h"

namespace retally::support {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         ::testing::Values(StoreFactory{[] { return open_store("sqlite::memory:"); }}));

}  // namespace retally::support
