// Empties a database, which is much faster than to make one for each test.
#pragma once

#include "store/postgres/connection.h"

namespace retally::support {

inline void clear_database(postgres::Connection& connection) {
  connection.script(
      "DELETE FROM retally.event; DELETE FROM retally.resource; DELETE FROM retally.tally;"
      " DELETE FROM retally.state_change; DELETE FROM retally.annotation; DELETE FROM retally.annotator;"
      " DELETE FROM retally.horizon; DELETE FROM retally.report; DELETE FROM retally.reject; UPDATE "
      "retally.total SET events = 0");
}

}  // namespace retally::support
