// Reads what a torture has left in its folder, and says what it shows: schedule_checker FOLDER TARGETS.
//
//   FOLDER/truth          see truth.h
//   FOLDER/journals/NAME  one for each process that there was; see journal.h
//   FOLDER/events         lines `ended NAME TIME`: that process was gone then; and `loss TIME`: the data were
//                         then; and `failover FROM TO`: see Loss; and `cut FROM TO`: connections to one of
//                         several servers were cut then
#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/torture/schedule/journal.h"
#include "tests/torture/schedule/target_check.h"
#include "tests/torture/schedule/truth.h"

namespace retally::torture {
namespace {

constexpr std::size_t kMostFaultsTold = 20;

Evidence read_evidence(const std::filesystem::path& folder, std::size_t targets) {
  Evidence evidence;
  std::vector<Cut> cuts;
  evidence.targets.resize(targets);
  std::ifstream events(folder / "events");
  for (std::string line; std::getline(events, line);) {
    std::istringstream words(line);
    std::string what;
    std::string name;
    Time time = 0;
    words >> what;
    if (what == "loss") {
      words >> time;
      evidence.losses.push_back({time, time});
    } else if (what == "failover") {
      Loss loss;
      words >> loss.from >> loss.to;
      evidence.losses.push_back(loss);
      cuts.push_back({loss.from, loss.to});
    } else if (what == "cut") {
      Cut cut;
      words >> cut.from >> cut.to;
      cuts.push_back(cut);
    } else if (what == "ended") {
      words >> name >> time;
      add_journal(evidence, read_journal(folder / "journals" / name), time);
    }
  }
  for (const Cut& cut : cuts) {
    add_cut(evidence, cut);
  }
  return evidence;
}

Verdict check_all(Evidence& evidence) {
  Verdict verdict{.faults = evidence.faults};
  std::vector<History> targets = std::move(evidence.targets);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    check_target(std::to_string(i), targets[i], evidence, verdict);
  }
  evidence.targets = std::move(targets);
  std::uint64_t most = 0;
  for (const Stray& stray : evidence.strays) {
    most += stray.most;
  }
  if (verdict.excused > most) {
    verdict.faults.push_back(
        "rules 1 and 2: more updates are missing than the claims without an answer can have taken");
  }
  return verdict;
}

// Rule 6: in the end everything is shown.
void check_truth(const std::filesystem::path& path, std::size_t targets, Verdict& verdict) {
  const Truth truth(path, targets);
  for (std::size_t i = 0; i < targets; ++i) {
    if (truth.shown(i) != truth.version(i)) {
      verdict.faults.push_back("rule 6: target " + std::to_string(i) + " shows version " +
                               std::to_string(truth.shown(i)) + " of " + std::to_string(truth.version(i)));
    }
  }
}

struct Figures {
  std::uint64_t touches = 0;
  std::uint64_t scheduled = 0;
  std::uint64_t covered = 0;
  std::uint64_t updates = 0;
  std::uint64_t requests = 0;
  std::uint64_t unended = 0;
  std::vector<Time> late{};
};

Figures count(const Evidence& evidence) {
  Figures figures;
  for (const History& history : evidence.targets) {
    for (const Acknowledged& touch : history.touches) {
      figures.touches += touch.covered || touch.witness ? 0 : 1;
      figures.scheduled += touch.scheduled ? 1 : 0;
      figures.covered += touch.covered ? 1 : 0;
    }
    for (const Worked& run : history.runs) {
      (run.request ? figures.requests : figures.updates) += 1;
      figures.unended += run.ended == 0 ? 1 : 0;
      if (!run.request) {
        figures.late.push_back(run.started - run.due);
      }
    }
  }
  std::ranges::sort(figures.late);
  return figures;
}

void tell(const Evidence& evidence, const Verdict& verdict) {
  const Figures figures = count(evidence);
  const auto late = [&](std::size_t of_1000) {
    return figures.late.empty() ? 0 : figures.late[(figures.late.size() - 1) * of_1000 / 1000];
  };
  std::cout << figures.touches << " touches answered, " << figures.scheduled << " of them `scheduled`; "
            << figures.covered << " covered; " << evidence.touches_sent - figures.touches - figures.covered
            << " without an answer\n"
            << figures.updates << " updates and " << figures.requests << " requests run, " << figures.unended
            << " of them not known to have been ended by their worker; " << evidence.lost_leases
            << " of these told that the lease is lost\n"
            << evidence.strays.size() << " claims without an answer of every server, which excuse "
            << verdict.excused << " runs; " << evidence.losses.size()
            << " losses of data, and with them the updates of " << verdict.lost_with_data << " touches\n"
            << "updates started after they were due: median " << late(500) << " ms, 99 % within " << late(990)
            << " ms, the last " << late(1000) << " ms\n";
  for (std::size_t i = 0; i < std::min(verdict.faults.size(), kMostFaultsTold); ++i) {
    std::cout << "FAULT " << verdict.faults[i] << '\n';
  }
  std::cout << evidence.targets.size() << " targets checked, " << verdict.faults.size() << " faults\n";
}

int check(const std::filesystem::path& folder, std::size_t targets) {
  Evidence evidence = read_evidence(folder, targets);
  Verdict verdict = check_all(evidence);
  check_truth(folder / "truth", targets, verdict);
  tell(evidence, verdict);
  const bool anything = std::ranges::any_of(evidence.targets, [](const History& history) {
    return !history.runs.empty() && !history.touches.empty();
  });
  return verdict.faults.empty() && anything ? 0 : 1;
}

}  // namespace
}  // namespace retally::torture

int main(int argc, char** argv) {
  try {
    if (argc != 3) {
      throw std::runtime_error("schedule_checker FOLDER TARGETS");
    }
    return retally::torture::check(argv[1], std::stoull(argv[2]));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
