#!/usr/bin/python3
"""Searches the model of the schedule with Spin: all of it, or until the error that a fault must bring about.

    check_model.py --into DIR --search safety|CLAIM [--finds REGEX] [--takes-all] [DEFINE...]

A search that was not complete (too deep, out of memory) counts as a failure, and so does an error that is none of the
expected. Everything is made in DIR, where `spin -t -p` then shows the counter-example: see docs/model.md.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

MODEL = pathlib.Path(__file__).with_name("schedule.pml")
DEPTH = 100_000  # steps; the longest path is a few hundred
MEGABYTES = 900
SLOTS = 22  # 2^22 of the hash table, for 1.6 million states at most


def call(directory, *command):
    done = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def must(directory, *command):
    code, output = call(directory, *command)
    if code != 0:
        sys.exit(f"{' '.join(command)}: exit status {code}\n{output}")


def search(directory, kind, defines, options):
    """Compiles the model and searches it. Returns what pan has to say."""
    if kind == "safety":
        compiled, searched = ["-DSAFETY", "-DNOCLAIM"], []
    else:
        compiled, searched = ["-DNFAIR=3"], ["-a", "-f", "-N", kind]  # enough for 10 processes
    # -o3: no steps are merged into one, so that -DPEG can count how often each was taken.
    must(directory, "spin", *(["-o3"] if "-DPEG" in options else []), *defines, "-a", MODEL.name)
    must(directory, "gcc", "-w", *options, *compiled, f"-DMEMLIM={MEGABYTES}", "-o", "pan", "pan.c")
    # -b: a path that is too long is an error.
    return call(directory, "./pan", "-b", f"-m{DEPTH}", f"-w{SLOTS}", *searched)[1]


def errors(report):
    found = re.search(r"errors: (\d+)", report)
    return int(found[1]) if found else None


def is_complete(report):
    incomplete = ("not completed", "max search depth too small", "reached -DMEMLIM bound", "out of memory")
    return errors(report) is not None and not any(it in report for it in incomplete)


def lines_never_taken(directory, report):
    """Lines of the model of which no step was ever taken, except those that are taken only if an assertion fails."""
    line = re.escape(MODEL.name) + r":(\d+)"
    steps = re.findall(r"STATE \d+ - " + line + r" - \[(?!-end-)", (directory / "pan.m").read_text())
    taken = re.findall(r"^ *\d+\ttrans +\d+ " + line, report, re.MULTILINE)
    if not steps or not taken:
        sys.exit("spin or pan has not told which steps there are, or which were taken")
    model = MODEL.read_text().splitlines()
    never = {int(it) for it in steps} - {int(it) for it in taken}
    return [it for it in sorted(never) if "-> assert(" not in model[it - 1]]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--into", type=pathlib.Path, required=True)
    arguments.add_argument("--search", required=True)
    arguments.add_argument("--finds")
    arguments.add_argument("--takes-all", action="store_true")
    arguments.add_argument("defines", nargs="*")
    asked = arguments.parse_intermixed_args()

    asked.into.mkdir(parents=True, exist_ok=True)
    shutil.copy(MODEL, asked.into)
    defines = [f"-D{it}" for it in asked.defines]
    # An error is found in less time than it takes to optimise the search.
    options = ["-O0" if asked.finds else "-O1"] + (["-DPEG"] if asked.takes_all else [])
    report = search(asked.into, asked.search, defines, options)
    print(report)
    if asked.finds:
        if errors(report) != 1 or not re.search(asked.finds, report):
            sys.exit(f"the search has not found '{asked.finds}'")
        return
    if errors(report) != 0 or not is_complete(report):
        sys.exit(f"an error, or a search that is not complete. cd {asked.into} && spin {' '.join(defines)} -t -p "
                 f"{MODEL.name}")
    if asked.takes_all and (dead := lines_never_taken(asked.into, report)):
        sys.exit(f"{MODEL.name}: no step is ever taken of the lines: {dead}")


main()
