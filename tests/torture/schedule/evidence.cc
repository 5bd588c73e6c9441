#include "tests/torture/schedule/evidence.h"

#include <algorithm>
#include <map>
#include <utility>

namespace retally::torture {
namespace {

// Reads one journal from its beginning to its end.
class Reader {
 public:
  Reader(Evidence& evidence, Time ended) : evidence_(evidence), ended_(ended) {}

  void read(std::span<const Record> records) {
    for (const Record& record : records) {
      read(record);
    }
    give_up_claim(ended_ + kInFlight);
    for (const auto& [key, run] : runs_) {
      evidence_.targets.at(run.target).runs.push_back(run.worked);
      evidence_.lost_leases += run.lost ? 1 : 0;
    }
  }

 private:
  struct Followed {
    std::uint32_t target = 0;
    Worked worked;
    bool lost = false;  // it was told that its lease is lost, and had not ended it
  };

  void read(const Record& record) {
    switch (record.kind) {
      case Kind::touch_sent:
        ++evidence_.touches_sent;
        return;
      case Kind::touched:
      case Kind::covered:
      case Kind::seen_pending:
        return acknowledge(record);
      case Kind::claim_sent:
      case Kind::claim_answered:
      case Kind::claim_failed:
        return claim(record);
      default:
        return follow(record);
    }
  }

  void acknowledge(const Record& record) {
    Acknowledged touch{record.at, record.due, record.version, record.detail == 1};
    touch.covered = record.kind == Kind::covered;
    if (record.kind == Kind::seen_pending) {
      // Ordered after whatever took effect in its last millisecond.
      touch = {.at = record.at + 1, .due = record.here, .witness = true};
    }
    evidence_.targets.at(record.target).touches.push_back(touch);
  }

  void claim(const Record& record) {
    if (record.kind == Kind::claim_sent) {
      claiming_ = Stray{record.here, kNever, record.token};
    } else if (record.kind == Kind::claim_answered && claiming_) {
      if (record.token < claiming_->most) {
        evidence_.short_claims.push_back({claiming_->from, record.here, claiming_->most - record.token});
      }
      claiming_.reset();
    } else if (record.kind == Kind::claim_failed && claiming_) {
      // Where the patience of the library was at its end, the claim may still be in the server's queue.
      give_up_claim(record.here - claiming_->from < kInFlight ? record.here : record.here + kInFlight);
    } else {
      claiming_.reset();
    }
  }

  void give_up_claim(Time to) {
    if (claiming_) {
      evidence_.strays.push_back({claiming_->from, to, claiming_->most});
      claiming_.reset();
    }
  }

  void follow(const Record& record) {
    Followed& run = runs_[{record.target, record.token}];
    switch (record.kind) {
      case Kind::claimed:
        if (run.worked.token != 0) {
          fault(record, "rule 4: its token was given out twice");
        }
        run = {record.target, {record.token, record.detail == 1, record.due, record.at, record.until}};
        return;
      case Kind::read:
        run.worked.read = record.version;
        return;
      case Kind::extended:
        held(run, record, record.until != 0);
        run.worked.lease_until = std::max(run.worked.lease_until, record.until);
        return;
      case Kind::held:
        return held(run, record, record.detail == 1);
      case Kind::finish_sent:
        run.worked.ended_from = std::min(run.worked.ended_from, record.here);
        return;
      default:
        return finished(run, record);
    }
  }

  void finished(Followed& run, const Record& record) {
    const bool ended = record.detail == 1;
    held(run, record, ended);
    run.worked.ended += ended ? 1 : 0;
    // It was refused, and no call before it was left without an answer: so nothing has ended the run.
    if (!ended && run.worked.ended == 0 && run.worked.ended_from == record.here) {
      run.worked.ended_from = kNever;
    }
  }

  // A worker asks nothing more of a run after a call that was not answered, but for one more finish: so it
  // knows when the lease ends.
  void held(Followed& run, const Record& record, bool held) {
    if (!held) {
      run.lost |= run.worked.ended == 0;
      return;
    }
    run.worked.last_held = std::max(run.worked.last_held, record.here);
    if (record.here >= run.worked.lease_until) {
      fault(record, "rule 4: it was told that it holds a lease that was over");
    }
  }

  void fault(const Record& record, const std::string& what) {
    evidence_.faults.push_back("target " + std::to_string(record.target) + ", run " +
                               std::to_string(record.token) + ": " + what);
  }

  Evidence& evidence_;
  const Time ended_;
  std::optional<Stray> claiming_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, Followed> runs_;
};

}  // namespace

void add_journal(Evidence& evidence, std::span<const Record> records, Time ended) {
  Reader(evidence, ended).read(records);
}

void add_cut(Evidence& evidence, const Cut& cut) {
  auto& claims = evidence.short_claims;
  const auto cut_off = std::partition(claims.begin(), claims.end(), [&](const Stray& claim) {
    return cut.to < claim.from || claim.to < cut.from;
  });
  evidence.strays.insert(evidence.strays.end(), cut_off, claims.end());
  claims.erase(cut_off, claims.end());
}

}  // namespace retally::torture
