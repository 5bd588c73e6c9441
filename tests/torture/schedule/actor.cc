// One process of the torture: schedule_actor MODE --schedule URL --truth FILE --journal FILE …; see
// schedule_torture.py.
#include <sys/prctl.h>

#include <csignal>
#include <iostream>
#include <string_view>

#include "retally/error.h"
#include "tests/torture/schedule/producer.h"
#include "tests/torture/schedule/reconciliation.h"
#include "tests/torture/schedule/worker.h"

namespace retally::torture {
namespace {

void act(std::string_view mode, const Setup& setup) {
  if (mode == "produce") {
    Producer(setup, false).produce();
  } else if (mode == "produce-covered") {
    Producer(setup, true).produce();
  } else if (mode == "work") {
    Worker(setup).work();
  } else if (mode == "reconcile") {
    Reconciliation(setup).reconcile();
  } else if (mode == "settle") {
    Reconciliation(setup).settle();
  } else {
    throw Error(ErrorKind::invalid_input, "schedule_actor: no such mode: " + std::string(mode));
  }
}

}  // namespace
}  // namespace retally::torture

int main(int argc, char** argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a supervisor that crashes leaves nothing behind
  try {
    retally::torture::act(argc > 1 ? argv[1] : "", retally::torture::read_setup(argc - 2, argv + 2));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
