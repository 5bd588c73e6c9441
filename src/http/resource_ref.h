// How a request names a project, task or job.
#pragma once

#include <string_view>

#include "http/json.h"
#include "http/query.h"
#include "store/resource.h"
#include "store/store.h"

namespace retally::http {

// Exactly one of project_id, task_id and job_id, in a query or in a JSON object. Throws Error(invalid_input),
// in CVAT's words.
ResourceId resource_in(const Query& query);
ResourceId resource_in(const JsonInput& object);

// An id of a path: /api/jobs/7. Throws Error(invalid_input).
std::int64_t parse_id(std::string_view what, std::string_view text);

// A target of a path or a body: "project:7". Throws Error(invalid_input).
ResourceId parse_target(std::string_view text);

// The resource as the store knows it. Throws Error(not_found) if it is not known, or deleted.
Resource known_resource(Reader& reader, ResourceId id);

}  // namespace retally::http
