#include "contract.h"

namespace retally::testing {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         ::testing::Values(StoreFactory{[] { return open_store("sqlite::memory:"); }}));

}  // namespace retally::testing
