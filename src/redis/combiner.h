// Many threads ask one thing each; one of them asks for all.
//
// Who comes while nobody is asking asks at once. Who comes meanwhile waits, and when the answers are there,
// the first of those that wait asks for all of them. So a thread that is alone loses nothing, and of sixteen
// that ask without pause, one round trip carries the questions of up to fifteen.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace retally::redis {

// Every function may be called from any thread.
template <typename Question, typename Answer>
class Combiner {
 public:
  // Answers the questions, in their order.
  using AskAll = std::function<std::vector<Answer>(const std::vector<Question>&)>;

  // `ask_all` is called by one thread at a time, with at most `most` questions.
  Combiner(std::size_t most, AskAll ask_all) : most_(most), ask_all_(std::move(ask_all)) {}

  // Blocks until there is an answer. What `ask_all` throws, all those throw that it was asked for.
  Answer ask(Question question) {
    Asker self{.question = std::move(question)};
    std::unique_lock lock(mutex_);
    askers_.push_back(&self);
    self.called.wait(lock, [&] { return self.answered || !asking_ || self.leads; });
    if (!self.answered) {
      ask_for_all(lock);
    }
    if (self.error) {
      std::rethrow_exception(self.error);
    }
    return std::move(self.answer);
  }

  // How many wait for somebody else's answers to come before they are asked for.
  std::size_t waiting() {
    const std::scoped_lock lock(mutex_);
    return askers_.size();
  }

 private:
  struct Asker {
    Question question;
    Answer answer{};
    std::exception_ptr error{};
    bool answered = false;
    bool leads = false;  // it is its turn to ask
    std::condition_variable called{};
  };

  // Asks for those who have waited longest, the caller among them, and calls whoever is next.
  void ask_for_all(std::unique_lock<std::mutex>& lock) {
    const auto last = askers_.begin() + static_cast<std::ptrdiff_t>(std::min(askers_.size(), most_));
    const std::vector<Asker*> asked(askers_.begin(), last);
    askers_.erase(askers_.begin(), last);
    asking_ = true;
    lock.unlock();
    const std::exception_ptr error = answer(asked);
    lock.lock();
    // Under the lock: whoever is called may be gone, with its condition, as soon as it is free.
    for (Asker* asker : asked) {
      asker->error = error;
      asker->answered = true;
      asker->called.notify_one();
    }
    asking_ = !askers_.empty();
    if (asking_) {
      askers_.front()->leads = true;
      askers_.front()->called.notify_one();
    }
  }

  std::exception_ptr answer(const std::vector<Asker*>& asked) {
    try {
      std::vector<Question> questions;
      questions.reserve(asked.size());
      for (Asker* asker : asked) {
        questions.push_back(std::move(asker->question));
      }
      std::vector<Answer> answers = ask_all_(questions);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        asked[i]->answer = std::move(answers.at(i));
      }
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

  const std::size_t most_;
  const AskAll ask_all_;
  std::mutex mutex_;  // guards all below
  std::deque<Asker*> askers_;
  bool asking_ = false;
};

}  // namespace retally::redis
