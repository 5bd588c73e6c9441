// The handlers, by the file that holds them. Each may throw retally::Error; docs/rest.md tells what they
// take and answer.
#pragma once

#include "http/context.h"
#include "http/message.h"

namespace retally::http {

// ingest_endpoint.cc
void post_events(Context& context, Request& request, const Respond& respond);

// reports.cc
Response get_report(Context& context, const Request& request);
Response post_report(Context& context, const Request& request);
Response get_annotators(Context& context, const Request& request);

// resources.cc
template <ResourceKind kKind>
Response list_resources(Context& context, const Request& request);
template <ResourceKind kKind>
Response get_resource(Context& context, const Request& request);
template <ResourceKind kKind>
Response restore_resource(Context& context, const Request& request);

// jobs.cc
Response put_job(Context& context, const Request& request);
Response put_annotations(Context& context, const Request& request);

// schedule.cc
Response get_schedule(Context& context, const Request& request);
Response get_schedule_stats(Context& context, const Request& request);
Response run_target(Context& context, const Request& request);
Response cancel_target(Context& context, const Request& request);
Response retry_target(Context& context, const Request& request);

// stream_endpoint.cc
Response get_stream(Context& context, const Request& request);

// touch.cc
Response post_touch(Context& context, const Request& request);

// rejects.cc
Response get_rejects(Context& context, const Request& request);

// page.cc
Response get_index(Context& context, const Request& request);
Response get_asset(Context& context, const Request& request);

// session.cc
Response get_session(Context& context, const Request& request);

// service.cc
Response get_health(Context& context, const Request& request);
Response get_ready(Context& context, const Request& request);
Response get_metrics(Context& context, const Request& request);
Response get_openapi(Context& context, const Request& request);

}  // namespace retally::http
