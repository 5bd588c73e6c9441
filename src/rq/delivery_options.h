// How updates become jobs of RQ.
#pragma once

#include <string>
#include <string_view>

#include "retally/clock.h"
#include "retally/redis_schedule.h"
#include "rq/serializer.h"

namespace retally::rq {

struct DeliveryOptions {
  RedisOptions redis{};    // where the workers look for jobs
  std::string queue{};     // RQ's name of the queue
  std::string function{};  // what a worker calls, as Python imports it: "shop.reports.renew"
  Serializer serializer = Serializer::pickle;  // that of the workers
  Millis timeout = std::chrono::hours(1);      // for which a worker lets the function run
  // When a job that is being worked on is given up. A worker says that it lives every 30 s, unless its
  // --job-monitoring-interval says otherwise; RQ itself gives it another minute.
  Millis abandoned_after = std::chrono::seconds(90);
  // A run's lease. Another node takes a run over that was not extended for so long.
  Millis lease = std::chrono::seconds(30);
};

// Sets queue and function of "rq:QUEUE:module.path.function". Throws Error(invalid_input) for another form.
void set_delivery(DeliveryOptions& options, std::string_view text);

}  // namespace retally::rq
