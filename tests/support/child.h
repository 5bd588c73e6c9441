// A process of a test's own, forked from it: for what threads cannot show.
#pragma once

#include <sys/types.h>

#include <functional>

namespace retally {

class Child {
 public:
  // Forks: call it while the test has no other thread. The process ends when `body` does, and is killed if
  // that takes longer than any test does.
  explicit Child(const std::function<void()>& body);
  // Kills it if it is still there.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Blocks until it has ended; false if it threw, or was killed.
  bool wait();
  // Blocks until it has stopped itself by SIGSTOP; false if it has ended.
  bool wait_until_stopped();
  void go_on();

 private:
  pid_t process_;
};

// Memory that a test shares with its children; zero at first.
class SharedMemory {
 public:
  explicit SharedMemory(std::size_t size);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  void* get() const { return memory_; }

 private:
  std::size_t size_;
  void* memory_;
};

}  // namespace retally
