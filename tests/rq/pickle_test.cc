// Pickles as Python itself makes and reads them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "retally/error.h"
#include "rq/call_text.h"
#include "rq/compression.h"
#include "rq/document.h"
#include "rq/meta_patch.h"
#include "rq/pickle_reader.h"
#include "rq/serializer.h"

namespace retally::rq {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using namespace std::string_literals;
using Lines = std::vector<std::string>;

constexpr std::size_t kNoLimit = 100'000;

// What `pickles.py ARGUMENTS` prints, line by line.
Lines python(const std::string& arguments) {
  const std::string command =
      std::string(RETALLY_PYTHON) + " -B " + RETALLY_SOURCE_DIR + "/tests/rq/pickles.py " + arguments;
  FILE* const pipe = popen(command.c_str(), "r");
  std::string output;
  std::array<char, 4096> buffer{};
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) output += buffer.data();
  EXPECT_EQ(pclose(pipe), 0) << command;
  Lines lines;
  for (std::size_t begin = 0; begin < output.size();) {
    const std::size_t end = output.find('\n', begin);
    lines.push_back(output.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// The same with lines for it to read from a file.
Lines python(const std::string& action, const Lines& input) {
  const std::string path = testing::TempDir() + "retally-pickles-" + action;
  std::ofstream file(path);
  for (const std::string& line : input) file << line << "\n";
  file.close();
  Lines output = python(action + " " + path);
  std::filesystem::remove(path);
  return output;
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string to_hex(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes)
    hex += {kDigits[static_cast<unsigned char>(c) / 16], kDigits[static_cast<unsigned char>(c) % 16]};
  return hex;
}

// Pickles, each with what is to be shown of it.
std::vector<std::pair<std::string, std::string>> made(const std::string& what) {
  std::vector<std::pair<std::string, std::string>> pickles;
  for (const std::string& line : python(what)) {
    const std::size_t tab = line.find('\t');
    pickles.emplace_back(from_hex(line.substr(0, tab)), line.substr(tab + 1));
  }
  return pickles;
}

std::string shown(const std::string& pickle) {
  const Document document = read_document(pickle);
  return to_text(document, document.root(), kNoLimit);
}

TEST(Pickle, IsReadAsPythonMeantIt) {
  const auto pickles = made("make");
  ASSERT_GT(pickles.size(), 300U);
  for (const auto& [pickle, expected] : pickles) EXPECT_EQ(shown(pickle), expected) << to_hex(pickle);
}

TEST(Pickle, ThatIsCutAnywhereIsRefused) {
  for (const auto& [pickle, expected] : made("make")) {
    for (std::size_t size = 0; size < pickle.size(); ++size)
      EXPECT_THROW(read_pickle(std::string_view(pickle).substr(0, size)), Error)
          << to_hex(pickle) << " to " << size;
  }
}

TEST(Pickle, CannotBeMadeToCallAnything) {
  const std::string attack = "cos\nsystem\n(S'touch /tmp/retally-was-here'\ntR.";
  EXPECT_EQ(shown(attack), "<os.system>");
  EXPECT_FALSE(std::filesystem::exists("/tmp/retally-was-here"));
}

TEST(Pickle, TakesMemoryInProportionToItsBytes) {
  // Each list holds the one before it twice: written out, that would be 2^1000 values.
  std::string bomb = "(lp0\n";
  for (int i = 0; i < 1000; ++i)
    bomb += "(g" + std::to_string(i) + "\ng" + std::to_string(i) + "\nlp" + std::to_string(i + 1) + "\n";
  EXPECT_LT(shown(bomb + ".").size(), 3000U) << "eight levels of two";

  const std::string deep = std::string(50'000, ']') + std::string(49'999, 'a') + ".";
  EXPECT_EQ(shown(deep), "[[[[[[[[[…]]]]]]]]]");
  EXPECT_THAT([] { read_pickle(std::string(200'000, ']') + "."); },
              ThrowsMessage<Error>(HasSubstr("more than 100000 values")));
  EXPECT_THAT([] { read_pickle("\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7f."); },
              ThrowsMessage<Error>(HasSubstr("it ends too early")));
  EXPECT_THAT([] { read_document(std::string(kMaxDocumentBytes + 1, 'N')); },
              ThrowsMessage<Error>(HasSubstr("too many")));
}

TEST(Pickle, SaysWhereItIsWrong) {
  EXPECT_THAT([] { read_pickle("N\xff."); },
              ThrowsMessage<Error>(HasSubstr("at byte 1: an opcode that is none")));
  EXPECT_THAT([] { read_pickle("h\x07."); }, ThrowsMessage<Error>(HasSubstr("a memo that was not made")));
  EXPECT_THAT([] { read_pickle("}(Nu."); }, ThrowsMessage<Error>(HasSubstr("a key without a value")));
  EXPECT_THAT([] { read_pickle("Na."); }, ThrowsMessage<Error>(HasSubstr("nothing on the stack")));
  EXPECT_THAT([] { read_pickle("NNa."); }, ThrowsMessage<Error>(HasSubstr("no container")));
}

TEST(Document, IsShownWithoutWhatATerminalWouldObey) {
  EXPECT_EQ(shown("S'a\x1b[2J\xc2\x9b\xe2\x80\xae'\n."), R"('a\x1b[2J\xc2\x9b\xe2\x80\xae')");
  EXPECT_EQ(shown("S'\xff\xfe'\n."), R"('\xff\xfe')") << "no UTF-8";
}

TEST(Document, IsCutAtTheLimit) {
  const Document document = read_document("S'" + std::string(100, 'x') + "'\n.");
  EXPECT_EQ(to_text(document, document.root(), 10), "'xxxxxxxxx…'");
  const Document opaque = read_document("c" + std::string(100, 'x') + "\nf\n.");
  EXPECT_EQ(to_text(opaque, opaque.root(), 10), "<xxxxxxxxx…>");
}

TEST(Document, OfJsonIsReadToo) {
  EXPECT_EQ(shown(R"(["work.renew", null, [1, 2.5], {"a": true, "b": "é"}])"),
            R"(['work.renew', None, [1, 2.5], {'a': True, 'b': 'é'}])");
  EXPECT_THROW(read_document("{\"a\": "), Error);
  EXPECT_THROW(read_document(std::string(500'000, '[')), Error);
  EXPECT_EQ(shown(" [18446744073709551615]"), "[<int>]");
}

TEST(MetaPatch, ChangesOneNumberAndNothingElse) {
  Lines changes;
  for (const auto& [pickle, number] : made("counters")) {
    const std::string less = std::to_string(std::stoll(number) - 1);
    changes.push_back(to_hex(pickle) + " " + to_hex(with_number(pickle, "repeat", std::stoll(less))) + " " +
                      less);
  }
  ASSERT_EQ(changes.size(), 600U);
  EXPECT_THAT(python("compare", changes), ::testing::Each("right"));
}

TEST(MetaPatch, RefusesWhatItCannotDo) {
  const std::string small = "\x80\x04}(X\x06\x00\x00\x00repeatK\x05u."s;
  EXPECT_EQ(with_number(small, "repeat", 255).size(), small.size());
  EXPECT_THAT([&] { with_number(small, "repeat", 256); }, ThrowsMessage<Error>(HasSubstr("does not fit")));
  EXPECT_THAT([&] { with_number(small, "repeat", -1); }, ThrowsMessage<Error>(HasSubstr("does not fit")));
  EXPECT_THAT([&] { with_number(small, "other", 1); }, ThrowsMessage<Error>(HasSubstr("no whole number")));
  EXPECT_THAT([] { with_number("}(S'repeat'\nS'5'\nu.", "repeat", 4); },
              ThrowsMessage<Error>(HasSubstr("no whole number")));
  EXPECT_THAT([] { with_number("}(S'repeat'\nK\x05q\x01S'x'\nh\x01u.", "repeat", 4); },
              ThrowsMessage<Error>(HasSubstr("stands for others too")));
  EXPECT_EQ(with_number("}(S'repeat'\nI10\nu.", "repeat", 9), "}(S'repeat'\nI9\nu.");
  EXPECT_EQ(with_number(R"({"repeat": 3, "x": [1]})", "repeat", 2), R"({"repeat":2,"x":[1]})");
}

TEST(Call, ThatIsWrittenIsReadByRq) {
  const Fields arguments = {
      {"a", 1}, {"big", INT64_MAX}, {"negative", -7}, {"text", "zo\xc3\xa9 'quoted'"}, {"empty", ""}};
  Lines data;
  for (const Serializer serializer : {Serializer::pickle, Serializer::json})
    data.push_back((serializer == Serializer::json ? "json " : "pickle ") +
                   to_hex(write_call("shop.renew", arguments, serializer)));
  const std::string expected =
      "shop.renew(a=1, big=9223372036854775807, empty='', negative=-7, text=\"zo\xc3\xa9 'quoted'\") None "
      R"({"a": 1, "big": 9223372036854775807, "negative": -7, "text": "zo\u00e9 'quoted'", "empty": ""})";
  EXPECT_THAT(python("calls", data), ::testing::ElementsAre(expected, expected));
}

TEST(Call, IsShownAsRqDescribesIt) {
  const Fields arguments = {{"b", 2}, {"a", "one"}};
  EXPECT_EQ(call_text(write_call("m.f", arguments, Serializer::pickle), 100), "m.f(a='one', b=2)");
  EXPECT_EQ(call_text(write_call("m.f", arguments, Serializer::json), 100), "m.f(a='one', b=2)");
  EXPECT_EQ(call_text(R"(["m.f", null, [1, [2]], {}])", 100), "m.f(1, [2])")
      << "old versions did not compress";
  EXPECT_EQ(call_text(R"(["m.f", null, ["xxxxxxxxxxxxxxxx", 2, 3, 4, 5], {}])", 10), "m.f('xxxxxxxxx…', …)");
  for (const char* text : {"[]", "{}", R"(["f", null, 1, {}])", R"(["f", null, [], []])", "N.", "K\x05."})
    EXPECT_THROW(call_text(text, 100), Error) << text;
}

TEST(Compression, StopsAtItsLimit) {
  const std::string bomb = deflate(std::string(10'000'000, 'x'));
  EXPECT_LT(bomb.size(), 20'000U);
  EXPECT_THAT([&] { inflate(bomb, 1'000'000); }, ThrowsMessage<Error>(HasSubstr("more than 1000000 bytes")));
  EXPECT_EQ(inflate(deflate("abc"), 3), "abc");
  EXPECT_EQ(inflate("abc", 3), "abc") << "not compressed at all";
  EXPECT_THROW(inflate("abcd", 3), Error);
  EXPECT_EQ(inflate("", 3), "");
}

}  // namespace
}  // namespace retally::rq
