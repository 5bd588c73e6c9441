"""What the schedule did, by the word of the one who decides: the log of a redis-server that writes down every change.

A claim writes a run into the hash `runs`, an end takes it out and writes it into the list `history`, packed as
docs/redis.md tells. Redis's append-only file has all of these in their order, across restarts and FLUSHALL; so nothing
that is read from it can have been missed, and reading it disturbs nobody.

check() proves of it that

* no target had two runs at a time;
* no update was claimed before it was due;
* each update that was claimed ran once. It ran again, as the next attempt, only after a run of it that failed; and each
  of these is explained by something that was done to the set-up: a run whose lease ran out by the death of a process
  that can have held it then, a run that ended with an error by a database that was away. Each death explains no more
  runs than could be lost by it.

A run that was under way when Redis was emptied has no end in the log: such runs are counted.
"""

import collections
import glob
import os
import re
import struct

# How long after its return a database may still be the reason of an error: a node finds out at its next use of a
# connection that it is broken.
GRACE_MS = 5_000

LEASE_LOST = "the lease ran out"

# From and to when it was done, how many runs may have lost their worker by it, and whether runs may have failed by it.
Trouble = collections.namedtuple("Trouble", "name begin_ms end_ms loses_runs breaks_store", defaults=(0, False))

Run = collections.namedtuple("Run", "token kind user first_touch due started attempt changes")
UPDATE = 0


def commands(folder):
    """All that the server in that folder has changed: the words of each command."""
    files = glob.glob(os.path.join(folder, "appendonlydir", "*.incr.aof"))
    for path in sorted(files, key=lambda name: int(re.search(r"\.(\d+)\.incr", name)[1])):
        with open(path, "rb") as file:
            while line := file.readline():
                yield [_word(file) for _ in range(int(line[1:]))]


def _word(file):
    word = file.read(int(file.readline()[1:]))
    file.readline()
    return word


# The kinds of MessagePack that Redis's cmsgpack writes for numbers and texts: first byte -> format of the number, or of
# the length of the text.
NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i",
           0xD3: ">q"}
TEXTS = {0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}


def unpack(packed):
    """The values that were packed one after the other."""
    values, at = [], 0

    def number(form):
        nonlocal at
        size = struct.calcsize(form)
        at += size
        return struct.unpack(form, packed[at - size:at])[0]

    while at < len(packed):
        kind = packed[at]
        at += 1
        if kind < 0x80:
            values.append(kind)
        elif kind in NUMBERS:
            values.append(number(NUMBERS[kind]))
        elif kind in TEXTS or 0xA0 <= kind < 0xC0:
            size = number(TEXTS[kind]) if kind in TEXTS else kind - 0xA0
            values.append(packed[at:at + size].decode())
            at += size
        else:
            raise AssertionError(f"MessagePack of kind {kind:#x} in {packed!r}")
    return values


class Check:
    def __init__(self):
        self.faults = []
        self.counts = collections.Counter()
        self._under_way = {}  # target -> its run
        self._last = {}  # (target, first touch) -> attempt and error of the last run of that update; None: it goes on
        self._failed = []  # (target, run, when it was lost or ended, error)

    def take(self, command):
        name, key = command[0].upper(), command[1] if len(command) > 1 else b""
        if name == b"FLUSHALL":
            self.counts["cut off when Redis was emptied"] += len(self._under_way)
            self._under_way.clear()
        elif name == b"HSET" and key.endswith(b":runs"):
            for target, packed in zip(command[2::2], command[3::2]):
                self._claimed(target.decode(), Run(*unpack(packed)[:8]))
        elif name == b"LPUSH" and key.endswith(b":history"):
            for entry in command[2:]:
                target, *run, _, lease_until, ended, error = unpack(entry)
                self._ended(target, Run(*run), min(lease_until, ended), error)

    def _claimed(self, target, run):
        self.counts["runs"] += 1
        if target in self._under_way:
            self.faults.append(f"{target} ran twice at a time: {self._under_way[target]} and {run}")
        self._under_way[target] = run
        if run.started < run.due:
            self.faults.append(f"{target} ran early: {run}")
        if run.kind != UPDATE:
            return
        update = target, run.first_touch
        if run.attempt == 1 and update not in self._last:
            self.counts["updates"] += 1
        elif (last := self._last.get(update)) is None or last[0] != run.attempt - 1 or not last[1]:
            self.faults.append(f"{target} ran again without a reason: {run} after {last}")
        self._last[update] = None

    def _ended(self, target, run, ended, error):
        if self._under_way.pop(target, None) != run:
            self.faults.append(f"{target} ended a run that was not under way: {run}")
        self._last[target, run.first_touch] = run.attempt, error
        if error:
            self._failed.append((target, run, ended, error))

    def finish(self, troubles):
        """Call it last. Explains what has failed by what was done."""
        if self._under_way:
            self.faults.append(f"still under way: {', '.join(self._under_way)}")
        lost = [failed for failed in self._failed if failed[3].startswith(LEASE_LOST)]
        self.counts["lost with their worker"] = len(lost)
        self.counts["failed for want of the database"] = len(self._failed) - len(lost)
        unexplained = without_those_lost_by(troubles, lost)
        unexplained += [one for one in self._failed if one not in lost and not self._store_was_away(one, troubles)]
        for target, run, ended, error in unexplained:
            self.faults.append(f"{target} failed without a reason: {run}, until {ended}: {error}")

    @staticmethod
    def _store_was_away(failed, troubles):
        _, run, ended, _ = failed
        return any(one.breaks_store and one.begin_ms <= ended and run.started <= one.end_ms + GRACE_MS
                   for one in troubles)


def without_those_lost_by(troubles, lost):
    """Those of the lost runs that none of the troubles explains.

    A death explains runs that were under way at its time, and so many at most. Of those that it could explain, it gets the
    ones that end first, which later deaths are the least likely to explain; so as many are explained as can be.
    """
    left = sorted(lost, key=lambda one: one[2])
    for trouble in sorted(troubles, key=lambda one: one.begin_ms):
        for _ in range(trouble.loses_runs):
            fits = (at for at, (_, run, ended, _) in enumerate(left)
                    if run.started <= trouble.end_ms and trouble.begin_ms <= ended)
            if (first := next(fits, None)) is not None:
                del left[first]
    return left


def check(all_commands, troubles):
    """What is wrong, and what was counted."""
    result = Check()
    for command in all_commands:
        result.take(command)
    result.finish(troubles)
    return result.faults, result.counts
