// What was acknowledged is there, once, after the process has been killed at any moment.
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <random>

#include "numbered_batch.h"
#include "store/sqlite/test_folder.h"

namespace retally::support {

namespace {

// The program store_writer, running.
class Writer {
 public:
  Writer(const std::string& url, std::int64_t first) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(STORE_WRITER, STORE_WRITER, url.c_str(), std::to_string(first).c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ::fdopen(ends[0], "r");
  }
  ~Writer() {
    if (output_ != nullptr) std::fclose(output_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // The next number that it acknowledges; -1: it has ended.
  std::int64_t next() {
    long long number = -1;
    return std::fscanf(output_, "%lld", &number) == 1 ? number : -1;
  }

  // Kills it; returns the last number that it had acknowledged, of which `last` was read already.
  std::int64_t kill(std::int64_t last) {
    ::kill(pid_, SIGKILL);
    for (std::int64_t number = next(); number >= 0; number = next()) last = number;
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    return last;
  }

 private:
  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
};

std::int64_t created(Reader& reader, ResourceId id) {
  std::int64_t sum = 0;
  for (const UserDayTally& day : reader.user_days(id, Day::min(), Day::max()))
    sum += day.tally.total(Action::create);
  return sum;
}

// All batches up to `last`, and perhaps the one that was under way, whole and once.
void check_holds_up_to(const std::string& url, std::int64_t last) {
  const auto store = open_store(url);
  const auto reader = store->read();
  const std::int64_t events = reader->counts().events;
  EXPECT_GE(events, (last + 1) * kBatchSize);
  EXPECT_LE(events, (last + 2) * kBatchSize);
  EXPECT_EQ(events % kBatchSize, 0);
  EXPECT_EQ(created(*reader, project(1)), events);
  EXPECT_EQ(created(*reader, task(1)) + created(*reader, task(2)), events);
  const ChangeSet again = numbered_batch(last);
  const ChangeSet* const sets[] = {&again};
  EXPECT_EQ(store->apply(sets).applied[0].fresh, 0U) << "batch " << last << " was acknowledged";
}

}  // namespace

TEST(Durability, WhatWasAcknowledgedOutlivesAKillAtAnyMoment) {
  const TestFolder folder;
  const std::string url = "sqlite:" + folder.file();
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::int64_t last = -1;
  for (int round = 0; round < 30; ++round) {
    // As a sender does, which does not know what of its last batches has arrived, they are sent again.
    const std::int64_t first = std::max<std::int64_t>(0, last - 2);
    Writer writer(url, first);
    std::int64_t read = -1;
    for (std::uint64_t left = 1 + random() % 20; left > 0; --left) read = writer.next();
    // Wherever it has got to by now: in a write, a sync, or a checkpoint.
    for (std::uint64_t spins = random() % 2'000'000; spins > 0; --spins) asm volatile("");
    last = std::max(last, writer.kill(read));
    check_holds_up_to(url, last);
  }
}

}  // namespace retally::support
