// What is told about resources in other ways than by events.
#pragma once

#include <vector>

#include "store/ledger/tables.h"

namespace retally::ledger {

// As the functions of Store of these names say.
std::vector<ResourceId> put_job_facts(Tables& tables, const JobFacts& facts);
std::vector<ResourceId> put_annotations(Tables& tables, std::int64_t job, const AnnotationCount& count);
std::vector<ResourceId> restore(Tables& tables, ResourceId id, TimePoint now);

}  // namespace retally::ledger
