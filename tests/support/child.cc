#include "tests/support/child.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iostream>
#include <system_error>
#include <utility>

namespace retally {

namespace {
constexpr unsigned kLongestSeconds = 120;
}  // namespace

Child::Child(const std::function<void()>& body) : process_(fork()) {
  if (process_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (process_ != 0) {
    return;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  alarm(kLongestSeconds);
  int code = 0;
  try {
    body();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    code = 1;
  }
  _exit(code);  // nothing of the test's is to be ended twice
}

Child::~Child() {
  if (process_ != 0) {
    kill(process_, SIGKILL);
    wait();
  }
}

bool Child::wait() {
  int status = 0;
  waitpid(std::exchange(process_, 0), &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool Child::wait_until_stopped() {
  int status = 0;
  waitpid(process_, &status, WUNTRACED);
  if (WIFSTOPPED(status)) {
    return true;
  }
  process_ = 0;
  return false;
}

void Child::go_on() {
  kill(process_, SIGCONT);
}

SharedMemory::SharedMemory(std::size_t size)
    : size_(size), memory_(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
  if (memory_ == MAP_FAILED) {
    throw std::system_error(errno, std::generic_category(), "mmap");
  }
}

SharedMemory::~SharedMemory() {
  munmap(memory_, size_);
}

}  // namespace retally
