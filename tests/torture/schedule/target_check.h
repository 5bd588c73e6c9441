// Whether what all processes wrote down about one target can be, by the rule of the schedule.
//
// Nobody sees everything: a process that is killed, or a connection that breaks, takes answers with it. So
// every check rests on what certainly was, and allows for what may have been:
//
// * Pending until it runs. A touch that was answered took effect at `at`, and from then on an update is
//   pending that is due at `due` or later. It stops being pending in two ways only: it is claimed, at `due`
//   or later, or the data are lost. (Nothing is cancelled here.) A touch that was not answered may have done
//   the same, or nothing: no check needs to know.
//
//   A later touch that is answered `scheduled` found nothing pending. So between the two a run must have
//   started, at the `due` of the first or later. That is rule 1 if the first was answered `scheduled` itself,
//   for then two records were made; else it is rule 2, for then the record was lost that the first was merged
//   into. After the last touch a run must have started as well. Reconciliation cannot hide a lost change, for
//   its touch is just such a later one; and where it was told that a target is pending already, that is held
//   to like an answered touch.
//
// * Strays. A run that nobody was told of, because its worker was killed or its connection cut meanwhile, is
//   no excuse unless a claim was under way that some server did not answer; and all of them together excuse
//   no more runs than they asked for.
//
// * What a run has seen (rule 2). It reads the version after it was claimed, and the version grows before a
//   touch is sent. So a run that started when a touch had taken effect has read a version that counts it.
//   This is what a covered touch is held to: the Toucher promises that the update which is due at `due`
//   starts after it. No clock of the producer takes part in this.
//
// * Never early (rule 3). A run starts at its own due time or later; and none starts between `at` and `due`
//   of a touch, unless the data were lost between, for a new record may be due sooner than the old one was.
//
// * One run at a time (rule 4). The next one starts when a finish of the former was on its way, or when its
//   lease was over as its worker knew it. (By an extend that was not answered it may last longer: then the
//   next one starts later still.) A call that was answered "you hold the lease" was not sent after the next
//   run had started, nor after the data were lost. The tokens of a target grow. When data are lost, the
//   schedule forgets who runs, and may start another run meanwhile: that the former cannot end it is all that
//   is promised then.
//
// * What was lost with the data (rule 6) is found by the next reconciliation. That is a touch like any other,
//   held to the same; and in the end every target must show its last version, and nothing be left to do.
//
// `at`, `due`, `started` and the ends of leases are the server's times. Only when a call was sent is told by
// the machine's clock, which is the server's own; it is cut to milliseconds, so that what is equal is
// undecided, and allowed.
#pragma once

#include <string>
#include <vector>

#include "tests/torture/schedule/evidence.h"

namespace retally::torture {

struct Verdict {
  std::vector<std::string> faults;
  std::uint64_t excused = 0;         // runs that only strays can have claimed
  std::uint64_t lost_with_data = 0;  // touches whose update was still pending when the data were lost
};

// Puts `history` in order, and adds to `verdict`.
void check_target(const std::string& target, History& history, const Evidence& evidence, Verdict& verdict);

}  // namespace retally::torture
