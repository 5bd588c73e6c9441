// What the tests of decoding share: a sink that keeps everything.
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/columns.h"
#include "events/decoder.h"
#include "events/limits.h"
#include "tests/support/text_source.h"

namespace retally {

// An event whose texts are its own.
struct KeptEvent {
  std::uint64_t line = 0;
  std::int64_t time_ms = 0;
  std::uint64_t hash = 0;
  std::uint64_t working_ms = 0;
  std::optional<std::uint64_t> count;
  std::string scope;
  std::string obj_name;
  std::string text;

  bool operator==(const KeptEvent&) const = default;
};

struct KeptBad {
  std::uint64_t line = 0;
  std::string reason;
  std::string text;

  bool operator==(const KeptBad&) const = default;
};

struct Collected {
  std::vector<KeptEvent> events;
  std::vector<KeptBad> bad;

  bool operator==(const Collected&) const = default;

  std::vector<std::pair<std::int64_t, std::uint64_t>> sorted_identities() const {
    std::vector<std::pair<std::int64_t, std::uint64_t>> all;
    for (const KeptEvent& event : events) all.emplace_back(event.time_ms, event.hash);
    std::sort(all.begin(), all.end());
    return all;
  }
  std::vector<std::uint64_t> lines() const {
    std::vector<std::uint64_t> all;
    for (const KeptEvent& event : events) all.push_back(event.line);
    return all;
  }
  std::vector<std::uint64_t> bad_lines() const {
    std::vector<std::uint64_t> all;
    for (const KeptBad& one : bad) all.push_back(one.line);
    return all;
  }
  std::vector<std::string> bad_texts() const {
    std::vector<std::string> all;
    for (const KeptBad& one : bad) all.push_back(one.text);
    return all;
  }
};

class CollectingSink final : public EventSink {
 public:
  void on_event(const Event& event, std::uint64_t line) override {
    collected.events.push_back({line, event.time_ms, event.hash, event.payload.working_ms, event.count,
                                std::string(event.scope), std::string(event.obj_name),
                                std::string(event.text)});
  }
  void on_bad(const BadEvent& bad, std::uint64_t line) override {
    collected.bad.push_back({line, bad.reason, std::string(bad.text)});
  }

  Collected collected;
};

// The columns that a short CSV of a test does without: what its header, and each of its records, begin with.
struct OtherColumns {
  std::string names;
  std::string commas;
};

inline OtherColumns columns_besides(std::initializer_list<std::string_view> used) {
  OtherColumns others;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const std::string_view name = name_of(static_cast<Column>(i));
    if (std::find(used.begin(), used.end(), name) != used.end()) continue;
    others.names.append(name).append(",");
    others.commas += ',';
  }
  return others;
}

inline Collected collect(LogReader& reader) {
  CollectingSink sink;
  while (reader.read(1, sink)) {
  }
  return std::move(sink.collected);
}

inline Collected read_log(std::string_view log, std::size_t step = 1) {
  TextSource source(log, step);
  LogReader reader(source);
  return collect(reader);
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

}  // namespace retally
