#include "redis/inquiry.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "redis/connections.h"
#include "retally/error.h"

namespace retally::redis {
namespace {

constexpr Millis kLong = std::chrono::seconds(6);

class InquiryTest : public testing::Test {
 protected:
  // Whether it is known afterwards; false where the inquiry throws.
  bool make_sure(const Inquiry::Ask& ask) {
    std::unique_lock lock(mutex_);
    try {
      inquiry_.make_sure(
          lock, [this] { return known_; }, ask);
    } catch (const Error& error) {
      EXPECT_TRUE(lock.owns_lock());
      EXPECT_EQ(error.kind(), ErrorKind::unavailable);
      EXPECT_STREQ(error.what(), "nobody answers");
      return false;
    }
    return known_;
  }
  Inquiry::Learn answer() {
    ++asked_;
    return [this] { known_ = true; };
  }
  Inquiry::Learn no_answer() {
    ++asked_;
    throw Error(ErrorKind::unavailable, "nobody answers");
  }
  // As one that waits in vain.
  Inquiry::Learn no_answer_for(Millis time) {
    now_ += time;
    return no_answer();
  }

  Inquiry::Time now_{};
  std::mutex mutex_;
  Inquiry inquiry_{[this] { return now_; }};
  bool known_ = false;
  std::atomic<int> asked_ = 0;
};

TEST_F(InquiryTest, WhatIsKnownIsNotAskedFor) {
  EXPECT_TRUE(make_sure([this] {
    const std::unique_lock free(mutex_, std::try_to_lock);
    EXPECT_TRUE(free.owns_lock()) << "the lock is held while it is asked";
    return answer();
  }));
  EXPECT_TRUE(make_sure([this] { return answer(); }));
  EXPECT_EQ(asked_, 1);
}

TEST_F(InquiryTest, WhoRefusesAtOnceIsAskedAgainAtOnce) {
  EXPECT_FALSE(make_sure([this] { return no_answer(); }));
  EXPECT_TRUE(make_sure([this] { return answer(); }));
}

TEST_F(InquiryTest, WhoDoesNotAnswerIsLeftAloneForAsLong) {
  EXPECT_FALSE(make_sure([this] { return no_answer_for(kLong); }));
  now_ += kLong - Millis(1);
  EXPECT_FALSE(make_sure([this] { return answer(); }));
  EXPECT_EQ(asked_, 1);
  now_ += Millis(1);
  EXPECT_TRUE(make_sure([this] { return answer(); }));
  EXPECT_EQ(asked_, 2);
}

// The one that asks goes on when all others are there.
TEST_F(InquiryTest, OneAsksForAll) {
  for (const bool answered : {false, true}) {
    std::atomic<int> succeeded = 0;
    std::latch all(8);
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
          all.count_down();
          succeeded += make_sure([&] {
            all.wait();
            return answered ? answer() : no_answer_for(kLong);
          });
        });
      }
    }
    EXPECT_EQ(asked_.exchange(0), 1);
    EXPECT_EQ(succeeded, answered ? 8 : 0);
    now_ += kLong;
  }
}

TEST_F(InquiryTest, WhatIsDoubtedIsAskedForAgain) {
  EXPECT_TRUE(make_sure([this] { return answer(); }));
  known_ = false;
  EXPECT_TRUE(make_sure([this] { return answer(); }));
  EXPECT_EQ(asked_, 2);
}

}  // namespace
}  // namespace retally::redis
