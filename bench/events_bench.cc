// How many events a second one core decodes and translates, in each form that a log comes in. The log is the
// sample log of the tests, over and over.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "events/decoder.h"
#include "ingest/translate.h"
#include "tests/support/text_source.h"

namespace retally {
namespace {

constexpr int kRepeats = 2000;  // of the 25 events of a sample: some 17 MB
constexpr std::size_t kBatch = 1000;

std::string sample(const std::string& name) {
  std::ifstream in(RETALLY_SOURCE_DIR "/tests/samples/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no sample " + name);
  std::stringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::string repeated(const std::string& text) {
  std::string all;
  for (int i = 0; i < kRepeats; ++i) all += text;
  return all;
}

std::string csv_log() {
  const std::string csv = sample("events.csv");
  const std::size_t header = csv.find('\n') + 1;
  return csv.substr(0, header) + repeated(csv.substr(header));
}

std::string ndjson_log() {
  return repeated(sample("events.ndjson"));
}

// Arrays of 50 events a line, the most that CVAT sends at once, or one array of them all.
std::string array_log(std::size_t size) {
  std::istringstream lines(ndjson_log());
  std::string log;
  std::string line;
  for (std::size_t i = 0; std::getline(lines, line); ++i) {
    log += i % size == 0 ? (i == 0 ? "[" : "]\n[") : ", ";
    log += line;
  }
  return log + "]\n";
}

class DecodeOnly final : public EventSink {
 public:
  void on_event(const Event& event, std::uint64_t /*line*/) override {
    benchmark::DoNotOptimize(event.hash);
    ++events;
  }
  void on_bad(const BadEvent& bad, std::uint64_t /*line*/) override { throw std::runtime_error(bad.reason); }

  std::int64_t events = 0;
};

class Translate final : public EventSink {
 public:
  void on_event(const Event& event, std::uint64_t /*line*/) override {
    translate(event, set_);
    if (static_cast<std::size_t>(++events) % kBatch == 0) set_ = ChangeSet{};
  }
  void on_bad(const BadEvent& bad, std::uint64_t /*line*/) override { throw std::runtime_error(bad.reason); }

  std::int64_t events = 0;

 private:
  ChangeSet set_;
};

template <class Sink>
void read_log(benchmark::State& state, const std::string& log) {
  Sink sink;
  for (auto _ : state) {
    TextSource source(log);
    LogReader reader(source);
    while (reader.read(1U << 20U, sink)) {
    }
  }
  state.SetItemsProcessed(sink.events);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(log.size()));
}

void register_all() {
  const auto add = [](const std::string& name, const std::string& log) {
    benchmark::RegisterBenchmark(("decode/" + name).c_str(), read_log<DecodeOnly>, log);
    benchmark::RegisterBenchmark(("decode_and_translate/" + name).c_str(), read_log<Translate>, log);
  };
  add("ndjson", ndjson_log());
  add("arrays_of_50", array_log(50));
  add("one_array", array_log(SIZE_MAX));
  add("csv", csv_log());
}

}  // namespace
}  // namespace retally

int main(int argc, char** argv) {
  retally::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
