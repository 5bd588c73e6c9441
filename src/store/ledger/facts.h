// What is told about resources in other ways than by events.
#pragma once

#include <vector>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace retally::sqlite {

// As the functions of Store of these names say. Call them in a WriteTransaction.
std::vector<ResourceId> put_job_facts(Connection& connection, const JobFacts& facts);
std::vector<ResourceId> put_annotations(Connection& connection, std::int64_t job,
                                        const AnnotationCount& count);
std::vector<ResourceId> restore(Connection& connection, ResourceId id, TimePoint now);

std::optional<AnnotationCount> annotations(Connection& connection, std::int64_t job);

}  // namespace retally::sqlite
