#include "tests/torture/schedule/target_check.h"

#include <algorithm>
#include <tuple>

namespace retally::torture {
namespace {

class Check {
 public:
  Check(const std::string& target, History& history, const Evidence& evidence, Verdict& verdict)
      : target_(target),
        touches_(history.touches),
        runs_(history.runs),
        evidence_(evidence),
        verdict_(verdict) {
    // Of touches at once, the one that made the record comes first, and what is merged into an older one
    // before it.
    std::ranges::sort(touches_, {}, [](const Acknowledged& touch) {
      return std::tuple(touch.at, touch.due, !touch.scheduled);
    });
    std::ranges::sort(runs_, {}, &Worked::started);
    for (const Worked& run : runs_) {
      if (!run.request) {
        updates_.push_back(run.started);
      }
    }
  }

  void run() {
    check_pending();
    check_early();
    check_versions();
    check_leases();
  }

 private:
  void fault(const std::string& what, Time at) {
    verdict_.faults.push_back("target " + target_ + " at " + std::to_string(at) + ": " + what);
  }

  bool was_lost_between(Time from, Time to) const {
    return std::ranges::any_of(evidence_.losses,
                               [&](const Loss& loss) { return loss.from <= to && from <= loss.to; });
  }

  bool was_wiped_between(Time from, Time to) const {
    return std::ranges::any_of(evidence_.losses, [&](const Loss& loss) {
      return loss.from == loss.to && loss.from <= to && from <= loss.to;
    });
  }

  bool failed_over_between(Time from, Time to) const {
    return was_lost_between(from, to) && !was_wiped_between(from, to);
  }

  // Whether it was touched while a failover lasted, and so perhaps in vain.
  bool is_in_vain(const Acknowledged& touch) const { return failed_over_between(touch.at, touch.at); }

  static bool is_any_between(const std::vector<Time>& times, Time from, Time to) {
    const auto first = std::ranges::lower_bound(times, from);
    return first != times.end() && *first <= to;
  }

  bool update_started_between(Time from, Time to) const { return is_any_between(updates_, from, to); }

  // Who follows whom is told by the tokens: several runs may start at once, but for the rule.
  void check_leases() {
    std::ranges::sort(runs_, {}, &Worked::token);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const Worked& run = runs_[i];
      if (run.started < run.due) {
        fault("rule 3: a run started before it was due", run.started);
      }
      if (run.ended > 1) {
        fault("rule 4: a run was ended twice", run.started);
      }
      if (was_wiped_between(run.started, run.last_held)) {
        fault("rule 4: a run held its lease after the data were lost", run.last_held);
      }
      if (i + 1 < runs_.size()) {
        check_handover(run, runs_[i + 1]);
      }
    }
  }

  void check_handover(const Worked& run, const Worked& next) {
    if (next.token == run.token) {
      fault("rule 4: a token was given out twice", next.started);
    }
    if (next.started < run.started) {
      fault("rule 4: a token is less than an earlier one", next.started);
    }
    if (run.last_held > next.started && !failed_over_between(run.started, run.last_held)) {
      fault("rule 4: a run held its lease while the next one ran", run.last_held);
    }
    if (next.started < std::min(run.lease_until, run.ended_from) &&
        !was_lost_between(run.started, next.started)) {
      fault("rule 4: a run started while another held the lease", next.started);
    }
  }

  // Touches since the last one that found nothing pending, or since the data were lost: `from` is the least
  // time at which the run of all of them can have started.
  struct Open {
    std::size_t count = 0;
    std::size_t looks = 0;  // among them
    bool only_first = true;
    Time from = 0;
  };

  void check_pending() {
    Open open;
    auto loss = evidence_.losses.begin();
    for (const Acknowledged& touch : touches_) {
      if (touch.covered) {
        continue;  // whoever believes that it is covered was told so by a touch that is here as well
      }
      for (; loss != evidence_.losses.end() && loss->from < touch.at; ++loss) {
        close_by_loss(open, loss->from);
        open = {};
      }
      if (is_in_vain(touch)) {
        continue;
      }
      if (touch.scheduled) {
        close(open, touch.at);
        open = {};
      }
      open.only_first = open.count == 0 && touch.scheduled;
      ++open.count;
      open.looks += touch.witness ? 1 : 0;
      open.from = std::max(open.from, touch.witness ? touch.due : std::max(touch.at, touch.due));
    }
    for (; loss != evidence_.losses.end(); ++loss) {
      close_by_loss(open, loss->from);
      open = {};
    }
    close(open, kNever);
  }

  void close_by_loss(const Open& open, Time at) {
    if (open.count > 0 && !update_started_between(open.from, at)) {
      verdict_.lost_with_data += open.count - open.looks;
    }
  }

  void close(const Open& open, Time at) {
    if (open.count == 0 || update_started_between(open.from, at)) {
      return;
    }
    if (is_excused(open.from, at)) {
      ++verdict_.excused;
    } else if (at == kNever) {
      fault("rule 2: no run started after a touch", open.from);
    } else if (open.only_first) {
      fault("rule 1: the target was made pending twice, and no run between", at);
    } else {
      fault("rule 2: a touch was merged into an update that never ran", open.from);
    }
  }

  bool is_excused(Time from, Time to) const {
    return std::ranges::any_of(evidence_.strays,
                               [&](const Stray& stray) { return stray.from <= to && from <= stray.to; });
  }

  void check_early() {
    Time due = 0;  // the latest of all touches before the run, since the data were lost
    auto touch = touches_.begin();
    auto loss = evidence_.losses.begin();
    const auto forget_before = [&](Time at) {
      for (; loss != evidence_.losses.end() && loss->from < at; ++loss) {
        due = 0;
      }
    };
    for (const Time started : updates_) {
      for (; touch != touches_.end() && touch->at < started; ++touch) {
        forget_before(touch->at);
        if (!touch->covered && !touch->witness && !is_in_vain(*touch)) {
          due = std::max(due, touch->due);
        }
      }
      forget_before(started);
      if (started < due) {
        fault("rule 3: a run started before a touch said that it is due", started);
      }
    }
  }

  void check_versions() {
    // From when on a run must know of a change. A touch at once with a run that was overdue may be on either
    // side of it.
    const auto from = [](const Acknowledged& touch) {
      return touch.covered || touch.due > touch.at ? touch.due : touch.at + 1;
    };
    std::vector<const Acknowledged*> touches;
    for (const Acknowledged& touch : touches_) {
      touches.push_back(&touch);
    }
    std::ranges::sort(touches, {}, [&](const Acknowledged* touch) { return from(*touch); });
    const Acknowledged* latest = nullptr;
    auto touch = touches.begin();
    for (const Worked& run : runs_) {
      for (; touch != touches.end() && from(**touch) <= run.started; ++touch) {
        latest = latest != nullptr && latest->version > (*touch)->version ? latest : *touch;
      }
      if (latest != nullptr && run.read && *run.read < latest->version) {
        fault(latest->covered ? "rule 2: a run did not know of a change whose touch was covered by it"
                              : "rule 2: a run did not know of a change that was touched before it",
              run.started);
      }
    }
  }

  const std::string& target_;
  std::vector<Acknowledged>& touches_;
  std::vector<Worked>& runs_;
  std::vector<Time> updates_;  // when they started
  const Evidence& evidence_;
  Verdict& verdict_;
};

}  // namespace

void check_target(const std::string& target, History& history, const Evidence& evidence, Verdict& verdict) {
  Check(target, history, evidence, verdict).run();
}

}  // namespace retally::torture
