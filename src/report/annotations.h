// CVAT's own count of the objects in a job's annotations document.
#pragma once

#include <string_view>

#include "store/store.h"

namespace retally {

// Counts what `document` holds: the answer of CVAT's GET /api/jobs/<id>/annotations with the job's
// "start_frame" and "stop_frame" beside "tags", "shapes" and "tracks". `received` of the result is left to
// the caller.
//
// What was imported from a file (source "file") is not counted. A tag is 1; a shape is 1, a skeleton 0, since
// its elements are counted; a track is the number of frames on which it is seen, by CVAT's formula (see
// docs/metrics.md). Throws Error(invalid_input) that names what is wrong and where.
AnnotationCount count_annotations(std::string_view document);

}  // namespace retally
