#include "ingest/translate.h"
#include <gtest/gtest.h>
#include <fstream>
#include <sstream>
#include "events/decoder.h"
namespace {
using namespace retally;
struct Translator : EventSink {
  void on_event(const Event& event, std::uint64_t) override { translate(event, set); }
  void on_bad(const BadEvent& bad, std::uint64_t) override { ADD_FAILURE() << bad.reason; }
  ChangeSet set;
};
TEST(Translate, Samples) {
  for (auto name : {"events.ndjson", "vector_bodies.ndjson"}) {
    std::ifstream in(std::string(RETALLY_SOURCE_DIR "/tests/samples/") + name);
    std::stringstream text;
    text << in.rdbuf();
    Translator sink;
    JsonDecoder decoder;
    decoder.decode(text.str(), sink);
    std::size_t kinds[5] = {};
    for (auto& c : sink.set.changes) {
      ++kinds[(int)c.kind];
      printf("%llu ", (unsigned long long)c.identity.hash);
    }
    puts("");
    for (auto k : kinds) printf("%zu ", k);
    printf("none %zu\n", (size_t)sink.set.no_interest);
  }
}
}  // namespace
