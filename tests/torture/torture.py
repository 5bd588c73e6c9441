#!/usr/bin/env python3
"""Kills the server again and again while events pour in, and checks that nothing is lost and nothing counted twice.

    RETALLY=build/release/retally tests/torture/torture.py --kills 200

A sender behaves as CVAT's does, only worse: several connections post bodies in a shuffled order, and some of them
twice; a body that was not answered with 200 is sent again. Meanwhile the server is ended by SIGKILL at random
moments, some while it starts, and started again on the same port and store. In the end it must tell, to the last
digit, what a server tells into whose store the log was imported undisturbed: every project, task and job with its
name, parent and type, every report and the figures of every annotator. Only what depends on the time of the report
is left out: created_date, and the dates of points that are dated today.
"""

import argparse
import os
import random
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "end_to_end"))

from program import AT_ONCE, Server, differences, run  # noqa: E402
from sender import Sender, disturbed  # noqa: E402

# So that updates run all the time beside the ingest, and are killed too.
WINDOW = ("--quiet", "20ms", "--max-wait", "50ms", "--reconcile-every", "1s")

CONNECTIONS = 4
KILLED_IN_START = 0.1


def kill_while_starting(store, port, chance):
    with Server(store, *WINDOW, port=port, listening=False) as server:
        time.sleep(chance.uniform(0, 0.03))  # not to wait for something: to hit any moment
        server.kill()


def torment(store, bodies, kills, chance):
    """Sends all bodies through so many kills; returns the server that has taken the last."""
    sender = Sender(disturbed(bodies, chance), CONNECTIONS)
    server = Server(store, *WINDOW)
    sender.server_is_up(server.port)
    for kill in range(kills):
        # As many answers between two kills as there are on average for each, so that the kills are spread.
        sender.wait_for_answers(chance.randint(0, 2 * sender.left() // (kills - kill + 1)))
        time.sleep(chance.uniform(0, 0.005))  # else every kill would come right after an answer
        sender.server_is_down()  # what is under way stays so; nothing new knocks at a closed door
        server.kill()
        if chance.random() < KILLED_IN_START:
            kill_while_starting(store, server.port, chance)
        server = Server(store, *WINDOW, port=server.port)
        sender.server_is_up(server.port)
    sender.wait_for_end()
    answered, sent_again = sender.totals()
    print(f"{kills} kills; {answered} bodies answered with 200, {sent_again} posts failed and were sent again")
    return server


def torture(directory, options):
    log = os.path.join(directory, "log")
    run("generate", "--events", str(options.events), "--seed", str(options.seed), "--format", "batches", "--output", log)
    with open(log, "rb") as file:
        bodies = file.read().splitlines()

    undisturbed = "sqlite:" + os.path.join(directory, "undisturbed.db")
    run("import", log, "--store", undisturbed)
    with Server(undisturbed, *AT_ONCE) as server:
        server.wait_until_fresh()
        expected = server.everything()

    store = "sqlite:" + os.path.join(directory, "disturbed.db")
    with torment(store, bodies, options.kills, random.Random(options.seed)) as server:
        server.wait_until_fresh()
        found = server.everything()

    wrong = list(differences(found, expected))
    for difference in wrong[:5]:
        print(difference)
    print(f"{len(expected)} projects, tasks and jobs compared, {len(wrong)} differ")
    return len(wrong) == 0 and len(expected) > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--events", type=int, help="how long the log is (default: 1,500 a kill)")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32), help="of the log and of all chance")
    options = parser.parse_args()
    options.events = options.events or 1500 * options.kills
    print(f"torture: --kills {options.kills} --events {options.events} --seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="retally-torture-") as directory:
        sys.exit(0 if torture(directory, options) else 1)


if __name__ == "__main__":
    main()
