#include "retally/schedule_options.h"

#include <string>

#include "retally/error.h"

namespace retally {
namespace {

void check_size(const std::string& name, std::size_t size) {
  if (size > kMaxListed) {
    throw Error(ErrorKind::invalid_input, "schedule: " + name + " is " + std::to_string(size) +
                                              "; use at most " + std::to_string(kMaxListed));
  }
}

}  // namespace

void check(const ScheduleOptions& options) {
  check(options.policy);
  check(options.retry);
  if (options.request_result_ttl < Millis(0) || options.request_result_ttl > std::chrono::days(366)) {
    throw Error(ErrorKind::invalid_input, "schedule: request_result_ttl is " +
                                              std::to_string(options.request_result_ttl.count()) +
                                              " ms; use 0 to 366 days");
  }
  check_size("history_size", options.history_size);
  check_size("failed_size", options.failed_size);
}

}  // namespace retally
