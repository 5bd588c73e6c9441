// The schedule on a Redis server, as the suites run it.
#pragma once

#include "subject.h"

namespace retally {

SubjectKind redis_subject(int shards);

}  // namespace retally
