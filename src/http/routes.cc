#include "http/routes.h"

#include <array>

#include "http/handlers.h"

namespace retally::http {

namespace {

constexpr auto kGet = Method::get;
constexpr auto kPost = Method::post;
constexpr auto kPut = Method::put;
constexpr auto kJob = ResourceKind::job;
constexpr auto kTask = ResourceKind::task;
constexpr auto kProject = ResourceKind::project;

constexpr std::array kApiRoutes{
    Route{kGet, "/", Scope::open, get_index},
    Route{kGet, "/assets/{file}", Scope::open, get_asset},
    Route{kPost, "/", Scope::ingest, post_events, Runs::here, kAnyBody},
    Route{kPost, "/api/events", Scope::ingest, post_events, Runs::here, kAnyBody},

    Route{kGet, "/api/analytics/reports", Scope::read, get_report, Runs::reads},
    Route{kPost, "/api/analytics/reports", Scope::operate, post_report, Runs::reads},
    Route{kGet, "/api/analytics/annotators", Scope::read, get_annotators, Runs::reads},

    Route{kGet, "/api/projects", Scope::read, list_resources<kProject>, Runs::reads},
    Route{kGet, "/api/projects/{id}", Scope::read, get_resource<kProject>, Runs::reads},
    Route{kPost, "/api/projects/{id}/restore", Scope::operate, restore_resource<kProject>, Runs::aside},
    Route{kGet, "/api/tasks", Scope::read, list_resources<kTask>, Runs::reads},
    Route{kGet, "/api/tasks/{id}", Scope::read, get_resource<kTask>, Runs::reads},
    Route{kPost, "/api/tasks/{id}/restore", Scope::operate, restore_resource<kTask>, Runs::aside},
    Route{kGet, "/api/jobs", Scope::read, list_resources<kJob>, Runs::reads},
    Route{kGet, "/api/jobs/{id}", Scope::read, get_resource<kJob>, Runs::reads},
    Route{kPut, "/api/jobs/{id}", Scope::operate, put_job, Runs::aside, kListBody},
    Route{kPut, "/api/jobs/{id}/annotations", Scope::operate, put_annotations, Runs::aside, kAnyBody},
    Route{kPost, "/api/jobs/{id}/restore", Scope::operate, restore_resource<kJob>, Runs::aside},

    Route{kGet, "/api/schedule", Scope::read, get_schedule, Runs::reads},
    Route{kGet, "/api/schedule/stats", Scope::read, get_schedule_stats, Runs::reads},
    Route{kPost, "/api/schedule/{target}/run", Scope::operate, run_target, Runs::reads},
    Route{kPost, "/api/schedule/{target}/cancel", Scope::operate, cancel_target, Runs::reads},
    Route{kPost, "/api/schedule/{target}/retry", Scope::operate, retry_target, Runs::reads},
    Route{kGet, "/api/stream", Scope::read, get_stream},
    Route{kPost, "/api/touch", Scope::operate, post_touch, Runs::aside, kListBody},

    Route{kGet, "/api/rejects", Scope::read, get_rejects, Runs::reads},

    Route{kGet, "/api/session", Scope::any, get_session},

    Route{kGet, "/healthz", Scope::open, get_health},
    Route{kGet, "/readyz", Scope::open, get_ready, Runs::reads},
    Route{kGet, "/metrics", Scope::read, get_metrics, Runs::reads},
    Route{kGet, "/openapi.json", Scope::open, get_openapi},
};

constexpr std::array kIngestRoutes{
    Route{kPost, "/", Scope::open, post_events, Runs::here, kAnyBody},
    Route{kPost, "/api/events", Scope::open, post_events, Runs::here, kAnyBody},
    Route{kGet, "/healthz", Scope::open, get_health},
};

}  // namespace

std::span<const Route> api_routes() {
  return kApiRoutes;
}

std::span<const Route> ingest_routes() {
  return kIngestRoutes;
}

}  // namespace retally::http
