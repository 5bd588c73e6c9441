#include "events/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/events_testing.h"
#include "events/file_source.h"
#include "retally/error.h"

namespace retally {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kA = R"({"scope":"a:b","timestamp":1})";
constexpr std::string_view kB = R"({"scope":"c:d","timestamp":"2.5"})";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) all += part;
  return all;
}

// Of logs whose header ends with scope,timestamp.
const OtherColumns kOthers = columns_besides({"scope", "timestamp"});

std::string sample(std::string_view name) {
  return read_file(std::string(RETALLY_SOURCE_DIR "/tests/samples/").append(name));
}

TEST(LogReader, ReadsTheThreeSamplesAlike) {
  const Collected csv = read_log(sample("events.csv"), 1000);
  const Collected ndjson = read_log(sample("events.ndjson"), 1000);
  const Collected bodies = read_log(sample("vector_bodies.ndjson"), 1000);
  EXPECT_TRUE(csv.bad.empty() && ndjson.bad.empty() && bodies.bad.empty());
  EXPECT_EQ(csv.events.size(), 25U);
  EXPECT_EQ(csv.sorted_identities(), ndjson.sorted_identities());
  EXPECT_EQ(csv.sorted_identities(), bodies.sorted_identities());
}

TEST(LogReader, TellsTheFormByTheContent) {
  const auto format_of = [](std::string_view log) {
    TextSource source(log, 1);
    return LogReader(source).format();
  };
  EXPECT_EQ(format_of(sample("events.csv")), LogFormat::csv);
  EXPECT_EQ(format_of(sample("events.ndjson")), LogFormat::ndjson);
  EXPECT_EQ(format_of(sample("vector_bodies.ndjson")), LogFormat::ndjson);
  EXPECT_EQ(format_of("\xEF\xBB\xBF \n [ \n"), LogFormat::json_array);
  EXPECT_EQ(format_of(text({"[\n", kA, ",\n", kB, "\n]"})), LogFormat::json_array);
  EXPECT_EQ(format_of(text({"[", kA, "\n,", kB, "\n]"})), LogFormat::json_array);
  EXPECT_EQ(format_of("\xEF\xBB\xBF" + kOthers.names + "scope,timestamp"), LogFormat::csv);
  EXPECT_EQ(format_of(""), LogFormat::ndjson);
}

TEST(LogReader, SaysWhatIsNoLog) {
  for (const std::string_view log : {"hello", "<html>", "scope,time\n", "timestamp\n", "\"scope,timestamp\n",
                                     "scope,timestamp,scope\n", "\x1F\x8B"}) {
    TextSource source(log, 3);
    LogReader reader(source);
    EXPECT_THROW(reader.format(), Error) << log;
  }
}

TEST(LogReader, TakesAFormAsGiven) {
  const auto read_as = [](LogFormat format, std::string_view log) {
    TextSource source(log, 3);
    LogReader reader(source, format);
    EXPECT_EQ(reader.format(), format) << log;
    return collect(reader);
  };
  for (const std::string_view first : {"hello", "5", "{\"scope\":\"a:b\",", "[{", "scope,timestamp"}) {
    const Collected log = read_as(LogFormat::ndjson, text({"\n", first, "\n", kA}));
    EXPECT_THAT(log.bad_lines(), ElementsAre(2)) << first;
    EXPECT_THAT(log.lines(), ElementsAre(3)) << first;
  }
  EXPECT_THAT(read_as(LogFormat::json_array, text({"[{},", kA, "]\n", kB})).lines(), ElementsAre(2, 3));
  EXPECT_THAT(read_as(LogFormat::csv, kOthers.names + "scope,timestamp\n" + kOthers.commas + "a,1\n").lines(),
              ElementsAre(2));
  EXPECT_THROW(read_as(LogFormat::csv, kA), Error);
}

// Its form is told by what follows.
TEST(LogReader, ABadFirstLineOfJsonCostsNoOther) {
  for (const std::string_view first : {"hello", "\"hello", "5", "# a note", "{\"scope\":\"a:b\",", "{", "[",
                                       "[{\"scope\":\"a:b\",", "[[", "null"}) {
    for (const std::string_view second : {"", "world\n"}) {
      const Collected log = read_log(text({first, "\n", second, kA, "\n", kB, "\n"}));
      EXPECT_EQ(log.events.size(), 2U) << first << "\n" << second;
      EXPECT_GE(log.bad.size(), second.empty() ? 1U : 2U) << first << "\n" << second;
    }
  }
  const Collected array = read_log(text({"hello\n[\n", kA, ",\n", kB, "\n]\n"}));
  EXPECT_EQ(array.events.size(), 2U);
  const Collected bodies = read_log(text({"[", kA, ",{\"scope\":\n[", kA, "]\n[", kB, ",", kA, "]\n"}));
  EXPECT_THAT(bodies.lines(), ElementsAre(1, 2, 3, 3));
}

TEST(LogReader, LooksForTheFormInABoundedPartOfTheLog) {
  const std::string filler(std::size_t{1} << 21U, 'x');
  TextSource source(text({filler, "\n", kA}), 4096);
  LogReader reader(source);
  EXPECT_THROW(reader.format(), Error);
}

TEST(LogReader, ReadsLinesOfJson) {
  const Collected log = read_log(text({"\n", kA, "\r\n\n  ", kB, " \n[", kA, " , ", kB, "]\r\n[]\n", kA}));
  EXPECT_THAT(log.lines(), ElementsAre(2, 4, 5, 5, 7));
  EXPECT_TRUE(log.bad.empty());
  EXPECT_EQ(log.events[1].text, kB);
}

TEST(LogReader, ABadLineOfJsonCostsNoOther) {
  const Collected log = read_log(text({kA, "\n{\"scope\":\"x\n", kB, "\n[", kA, ",{\"scope\":\"x\n[1,", kB,
                                       ",]\n[", kA, "]x\nnull\n", kB, "\n[", kA, ",\"\n"}));
  EXPECT_THAT(log.lines(), ElementsAre(1, 3, 4, 5, 6, 8, 9));
  EXPECT_THAT(log.bad_lines(), ElementsAre(2, 4, 5, 5, 6, 7, 9));
  EXPECT_THAT(log.bad_texts(), ElementsAre("{\"scope\":\"x", "{\"scope\":\"x", "1", "", "x", "null", "\""));
}

TEST(LogReader, ReadsOneLargeArray) {
  const Collected log = read_log(
      text({"[\n  ", kA, ",\n  {\n \"scope\": \"[,]\",\n\"timestamp\":1}, [", kA, "], ", kB, "\n]\n"}));
  EXPECT_THAT(log.lines(), ElementsAre(1, 2, 4));
  EXPECT_THAT(log.bad_lines(), ElementsAre(3));
  EXPECT_EQ(log.bad[0].text, text({"[", kA, "]"}));
}

TEST(LogReader, ReadsEventsOverSeveralLines) {
  const Collected log =
      read_log("{\n\"scope\":\"a\",\n\"timestamp\":1\n}\n{\"scope\":\"b\",\n\"timestamp\":2}");
  EXPECT_THAT(log.lines(), ElementsAre(1, 2));
}

TEST(LogReader, ReadsCsv) {
  const auto [names, commas] = columns_besides({"timestamp", "scope", "obj_name", "payload"});
  const Collected log =
      read_log(text({"\xEF\xBB\xBF", names, "timestamp,extra,scope,obj_name,payload\r\n",             //
                     commas, "1,x,a:b,\"one, \"\"two\"\"\nthree\",\"{\"\"working_time\"\":5}\"\r\n",  //
                     "\r\n",                                                                          //
                     commas, "2,,c:d,,\n",                                                            //
                     commas, "\"3\",\"\",\"e:f\",\"\",\"\""}));
  ASSERT_TRUE(log.bad.empty()) << log.bad[0].reason;
  EXPECT_THAT(log.lines(), ElementsAre(2, 5, 6));
  EXPECT_EQ(log.events[0].obj_name, "one, \"two\"\nthree");
  EXPECT_EQ(log.events[0].working_ms, 5U);
  EXPECT_EQ(log.events[2].text, commas + "\"3\",\"\",\"e:f\",\"\",\"\"");
}

TEST(LogReader, ABadRecordCostsNoOther) {
  const std::string lines =
      "a,1,2\n"      // a value too many
      "a\n"          // one too few
      "a,\"1\"x\n"   // something behind the quote
      "a,1\"\n"      // a quote inside
      "a,\"1\n"      // never closed: closes in the next line, where something is behind it
      "b,\"2\"\r\n"  // good
      "a,\xFF\n"     // no UTF-8
      "c,3\n"        // good
      "a,\"1";       // never closed
  std::string log_text = kOthers.names + "scope,timestamp\n" + kOthers.commas;
  for (const char c : lines) {
    log_text += c;
    if (c == '\n') log_text += kOthers.commas;
  }
  const Collected log = read_log(log_text);
  EXPECT_THAT(log.lines(), ElementsAre(7, 9));
  EXPECT_THAT(log.bad_lines(), ElementsAre(2, 3, 4, 5, 6, 8, 10));
  std::vector<std::string> bad = log.bad_texts();
  for (std::string& one : bad) one.erase(0, kOthers.commas.size());
  EXPECT_THAT(bad, ElementsAre("a,1,2", "a", "a,\"1\"x", "a,1\"", "a,\"1", "a,\xFF", "a,\"1"));
}

TEST(LogReader, RefusesNul) {
  const std::string csv =
      text({kOthers.names, "scope,timestamp\n", kOthers.commas, std::string_view("a\0b,1\n", 6)});
  EXPECT_THAT(read_log(csv).bad[0].reason, HasSubstr("NUL"));
  EXPECT_THAT(read_log(R"({"scope":"a\u0000b","timestamp":1})").bad[0].reason, HasSubstr("NUL"));
  EXPECT_EQ(read_log(std::string_view("{\"scope\":\"a\0b\",\"timestamp\":1}", 29)).bad.size(), 1U);
}

TEST(LogReader, SaysWhatItCounts) {
  const auto counts_lines = [](std::string_view log) {
    TextSource source(log);
    return LogReader(source).counts_lines();
  };
  EXPECT_TRUE(counts_lines(kOthers.names + "scope,timestamp\n"));
  EXPECT_TRUE(counts_lines(text({kA, "\n"})));
  EXPECT_FALSE(counts_lines(text({"[\n", kA, "]"})));
  EXPECT_FALSE(counts_lines("{\n\"scope\":\"a\",\n\"timestamp\":1\n}"));
}

TEST(LogReader, KeepsTheHeader) {
  const std::string header = kOthers.names + "scope,timestamp";
  const std::string log = header + "\r\n" + kOthers.commas + "a,1\r\n";
  TextSource source(log, 5);
  LogReader reader(source);
  EXPECT_EQ(reader.header(), header);
}

TEST(LogReader, ReadsAFewBytesAtATime) {
  std::string log;
  for (int i = 0; i < 1000; ++i) log.append(kA).append("\n");
  TextSource source(log, 100);
  LogReader reader(source);
  CollectingSink sink;
  EXPECT_TRUE(reader.read(10 * kA.size(), sink));
  EXPECT_EQ(sink.collected.events.size(), 10U);
}

// As of an import before CVAT 2.23, or of long tracks.
TEST(LogReader, ReadsGiants) {
  const std::string payload = R"({"shapes":[)" + std::string(20 << 20, ' ') + "]}";
  const std::string event = text({R"({"scope":"e:f","timestamp":3,"payload":)", payload, "}"});
  const auto [names, commas] = columns_besides({"scope", "timestamp", "payload"});
  std::string quoted = payload;
  for (std::size_t at = 0; (at = quoted.find('"', at)) != std::string::npos; at += 2)
    quoted.insert(at, 1, '"');
  const std::string csv = text({names, "scope,timestamp,payload\n", commas, "a:b,1,\n", commas, "e:f,3,\"",
                                quoted, "\"\n", commas, "c:d,2.5,\n"});
  for (const std::string& log : {text({kA, "\n", event, "\n", kB, "\n"}), csv}) {
    const Collected got = read_log(log, 65'536);
    EXPECT_TRUE(got.bad.empty());
    ASSERT_EQ(got.events.size(), 3U);
    EXPECT_EQ(got.events[1].scope, "e:f");
    EXPECT_EQ(got.events[2].scope, "c:d");
  }
}

// What is longer than any event is passed over in little memory, and costs no other.
TEST(LogReader, RejectsWhatIsTooLong) {
  const std::string filler(kMaxEventBytes + 100'000, 'x');
  constexpr std::string_view kLong = R"({"scope":")";
  constexpr std::string_view kEnd = R"(","timestamp":1})";
  const std::string_view commas = kOthers.commas;
  const std::string first = text({kOthers.names, "scope,timestamp\n", commas, "a:b,1\n", commas});
  const std::string last = text({",2\n", commas, "c:d,2.5\n"});
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {text({kA, "\n", kLong}), text({kEnd, "\n", kB})},
           {text({"[", kA, ",\n", kLong}), text({kEnd, ",\n", kB, "]"})},
           {first, last},
           {first + '"', '"' + last}}) {
    const std::string log = text({before, filler, after});
    const Collected got = read_log(log, 65'536);
    EXPECT_EQ(got.events.size(), 2U);
    ASSERT_EQ(got.bad.size(), 1U);
    EXPECT_THAT(got.bad[0].reason, HasSubstr("larger than"));
    EXPECT_EQ(got.bad[0].text, log.substr(log.find(got.bad[0].text.substr(0, 50)), kKeptBytes));
    EXPECT_NE(got.bad[0].text.find("xxx"), std::string::npos);
  }
}

}  // namespace
}  // namespace retally
