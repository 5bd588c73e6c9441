// What every handler may use.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>

#include "http/event_streams.h"
#include "http/report_cache.h"
#include "http/server.h"
#include "page/page_file.h"

namespace retally::http {

struct Context {
  const Services& services;
  std::size_t max_body_bytes;
  std::size_t max_streams;
  std::span<const PageFile> page = page_files();
  ReportCache reports{kReportCacheBytes};
  EventStreams streams{services.feed, max_streams};
  std::atomic<bool> draining = false;  // the server is about to end: nobody should send it more

  // Some thousand reports of a month, some hundred of a year.
  static constexpr std::size_t kReportCacheBytes = 64u << 20;
};

}  // namespace retally::http
