"""A checker that finds nothing proves nothing: what each fault looks like to it."""

import struct
import unittest

from runs import Run, Trouble, check, unpack

RUNS, HISTORY = b"retally:{default:0}:runs", b"retally:{default:0}:history"
LEASE_LOST = "the lease ran out: its worker is gone, or was too slow to extend it"

KILL = Trouble("node killed", 1_500, 1_500, loses_runs=1)
OUTAGE = Trouble("database killed", 1_050, 1_200, breaks_store=True)


def pack(*values):
    """As Redis's cmsgpack packs numbers and texts."""
    packed = b""
    for value in values:
        if isinstance(value, str):
            packed += b"\xda" + struct.pack(">H", len(value)) + value.encode()
        else:
            packed += b"\xcf" + struct.pack(">Q", value)
    return packed


def run(token, first_touch=900, due=1_000, started=1_000, attempt=1):
    return Run(token, 0, "", first_touch, due, started, attempt, 1)


def claim(one, target="project:1"):
    return [b"HSET", RUNS, target.encode(), pack(*one, " " * 40)]


def end(one, ended=1_100, error="", target="project:1"):
    return [b"LPUSH", HISTORY, pack(target, *one, " " * 40, one.started + 30_000, ended, error)]


class RunsTest(unittest.TestCase):
    def expect(self, *commands, troubles=(), fault=None):
        faults, _ = check(commands, troubles)
        if fault is None:
            self.assertEqual(faults, [])
        else:
            self.assertEqual(len(faults), 1, faults)
            self.assertIn(fault, faults[0])

    def test_numbers_and_texts_of_every_length(self):
        for value in (0, 127, 128, 65_536, 1 << 40, 1 << 63, "", "x" * 31, "x" * 300):
            self.assertEqual(unpack(pack(value, 1)), [value, 1])
        self.assertEqual(unpack(b"\x07\xa2ab\xcc\xff"), [7, "ab", 255])

    def test_updates_that_ran_once(self):
        first, second = run(1), run(2, first_touch=1_050, due=1_150, started=1_151)
        self.expect(claim(first), end(first), claim(second), end(second, ended=1_160))

    def test_two_targets_may_run_at_a_time(self):
        one, other = run(1), run(2)
        self.expect(claim(one), claim(other, "task:2"), end(one), end(other, target="task:2"))

    def test_two_runs_at_a_time(self):
        first, second = run(1), run(2, first_touch=950)
        self.expect(claim(first), claim(second), end(second), fault="twice at a time")

    def test_an_early_run(self):
        early = run(1, due=1_001)
        self.expect(claim(early), end(early), fault="early")

    def test_an_update_that_ran_twice(self):
        first, second = run(1), run(2, started=1_200)
        self.expect(claim(first), end(first), claim(second), end(second, 1_300), fault="again without a reason")

    def test_another_attempt_after_a_success(self):
        first, second = run(1), run(2, started=1_200, attempt=2)
        self.expect(claim(first), end(first), claim(second), end(second, 1_300), fault="again without a reason")

    def test_a_run_that_never_ended(self):
        self.expect(claim(run(1)), fault="still under way")

    def test_an_end_without_a_run(self):
        self.expect(end(run(1)), fault="not under way")

    def test_a_run_that_was_lost_with_its_worker(self):
        first, second = run(1), run(2, started=36_000, attempt=2)
        lost = (claim(first), end(first, 31_001, LEASE_LOST), claim(second), end(second, 36_100))
        self.expect(*lost, troubles=(KILL,))
        self.expect(*lost, fault="failed without a reason")
        self.expect(*lost, troubles=(OUTAGE,), fault="failed without a reason")
        self.expect(*lost, troubles=(KILL._replace(begin_ms=900, end_ms=900),), fault="failed without a reason")

    def test_a_death_explains_no_more_runs_than_its_worker_held(self):
        one, other = run(1), run(2)
        lost = (claim(one), claim(other, "task:2"), end(one, 31_001, LEASE_LOST), end(other, 31_001, LEASE_LOST, "task:2"))
        self.expect(*lost, troubles=(KILL,), fault="failed without a reason")
        self.expect(*lost, troubles=(KILL, KILL))

    def test_a_run_that_failed_for_want_of_the_database(self):
        first, second = run(1), run(2, started=6_100, attempt=2)
        failed = (claim(first), end(first, error="store: gone"), claim(second), end(second, 6_200))
        self.expect(*failed, troubles=(OUTAGE,))
        self.expect(*failed, fault="failed without a reason")
        self.expect(*failed, troubles=(OUTAGE._replace(begin_ms=1_101),), fault="failed without a reason")

    def test_runs_that_were_cut_off_when_redis_was_emptied(self):
        first, second = run(1), run(2, first_touch=1_010, due=1_110, started=1_110)
        faults, counts = check([claim(first), [b"FLUSHALL"], claim(second), end(second, 1_200)], ())
        self.assertEqual(faults, [])
        self.assertEqual(counts["cut off when Redis was emptied"], 1)


if __name__ == "__main__":
    unittest.main()
