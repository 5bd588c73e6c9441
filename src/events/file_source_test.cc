#include "events/file_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "retally/error.h"

namespace retally {
namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

class FileSourceTest : public testing::Test {
 protected:
  FileSourceTest() {
    for (int i = 0; i < 50'000; ++i) text_ += "line " + std::to_string(i) + "\n";
  }
  ~FileSourceTest() override { std::filesystem::remove(path_); }

  void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

  static std::string read_all(FileSource& source, std::size_t step) {
    std::string all;
    std::string buffer(step, '\0');
    while (const std::size_t got = source.read(buffer.data(), step)) all.append(buffer, 0, got);
    return all;
  }

  std::string path_ = testing::TempDir() + "file_source_" + std::to_string(::getpid()) + ".log";
  std::string text_;
};

TEST_F(FileSourceTest, ReadsAPlainFile) {
  write(text_);
  FileSource source(path_);
  EXPECT_EQ(source.position(), 0U);
  EXPECT_EQ(source.size(), text_.size());
  EXPECT_EQ(read_all(source, 1000), text_);
  EXPECT_EQ(source.position(), text_.size());
}

TEST_F(FileSourceTest, ReadsAGzippedFile) {
  const std::string packed = gzipped(text_);
  write(packed);
  FileSource source(path_);
  EXPECT_EQ(read_all(source, 999), text_);
  EXPECT_EQ(source.position(), packed.size());
  EXPECT_EQ(source.size(), packed.size());
}

TEST_F(FileSourceTest, ReadsOneMemberAfterAnother) {
  write(gzipped("one\n") + gzipped("") + gzipped(text_) + gzipped("two\n"));
  FileSource source(path_);
  EXPECT_EQ(read_all(source, 70'000), "one\n" + text_ + "two\n");
}

TEST_F(FileSourceTest, ReadsShortFiles) {
  for (const char* const text : {"", "x", "xy"}) {
    write(text);
    FileSource source(path_);
    EXPECT_EQ(read_all(source, 10), text);
  }
}

TEST_F(FileSourceTest, NamesAFileThatWasCutOff) {
  const std::string packed = gzipped(text_);
  for (const std::size_t size : {packed.size() - 1, packed.size() / 2, std::size_t{5}}) {
    write(packed.substr(0, size));
    FileSource source(path_);
    try {
      read_all(source, 4096);
      FAIL() << size;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
      EXPECT_NE(std::string(error.what()).find(path_), std::string::npos) << error.what();
    }
  }
}

TEST_F(FileSourceTest, NamesAFileThatIsDamaged) {
  std::string packed = gzipped(text_);
  packed[packed.size() - 6] ^= 1;  // the checksum
  for (const std::string& bytes : {packed, gzipped(text_) + "rubbish"}) {
    write(bytes);
    FileSource source(path_);
    EXPECT_THROW(read_all(source, 4096), Error);
  }
}

TEST_F(FileSourceTest, NamesAFileThatIsNotThere) {
  EXPECT_THROW(FileSource("/nowhere/at all"), Error);
  FileSource directory(testing::TempDir());
  EXPECT_THROW(read_all(directory, 10), Error);
}

}  // namespace
}  // namespace retally
