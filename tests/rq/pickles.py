"""Python's own word on pickles.

`pickles.py make`: a line for each of many values, in every protocol: the pickle in hex, a tab, and what it is to be shown as.
`pickles.py counters`: the same of dicts that have a number under "repeat", shown as that number.
`pickles.py compare FILE`: for each line, of such a dict, another and a number: whether they differ in that number under "repeat" alone.
`pickles.py calls FILE`: for each line, "pickle" or "json" and the `data` of a job: what RQ's own reader makes of it.
"""

import collections
import datetime
import decimal
import json
import pickle
import random
import sys
import uuid
import zlib

import rq.job
import rq.serializers

shared = [1, 2]
recursive = [1]
recursive.append(recursive)
deep = ()
for _ in range(50):
    deep = (deep,)

PLAIN = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 2**31, 2**63 - 1, -2**63, 0.0, 1.5, -2.25, 1e300, 1e-7,
    float("inf"), "", "abc", "it's", 'a "quoted" word', "both ' and \"", "new\nline", "zo\xe9", "\u4e2d\u6587", "\U0001f600", "x" * 300,
    [], [1], [1, [2, [3]]], (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {}, {"a": 1}, {1: "x", (2, 3): [4]}, {"nested": {"list": [1, 2.5, None]}},
    [shared, shared], {"one": shared, "two": shared}, list(range(20)), ("work.renew", None, (1, "two"), {"when": None, "b": [True]}),
]
# Bytes and sets are plain data only in later protocols; before they are calls of builtins.
NEWER = [(3, b""), (3, b"abc"), (3, b"\x00\xff"), (4, {1, 2}), (4, set())]
OPAQUE = [
    (datetime.datetime(2024, 1, 1), "<datetime.datetime>"), (datetime.timedelta(1), "<datetime.timedelta>"),
    (decimal.Decimal("1.5"), "<decimal.Decimal>"), (uuid.UUID(int=7), None), (2**64, "<int>"), (-2**100, "<int>"),
    (collections.OrderedDict(a=1), "<collections.OrderedDict>"), (["a", datetime.date(2024, 1, 1), "b"], "['a', <datetime.date>, 'b']"),
    (recursive, "[1, [1, [1, [1, [1, [1, [1, [1, […]]]]]]]]]"), (deep, "(((((((((…,),),),),),),),),)"),
]


def say(value, protocol, shown):
    print(pickle.dumps(value, protocol).hex(), shown.replace("\n", "\\n"), sep="\t")


def make():
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for value in PLAIN:
            say(value, protocol, repr(value))
        for first, value in NEWER:
            if protocol >= first:
                say(value, protocol, repr(value))
        for value, shown in OPAQUE:
            if shown is not None and (protocol >= 2 or not isinstance(value, collections.OrderedDict)):
                say(value, protocol, shown)


def counters():
    source = random.Random(1)
    others = [None, "text", 7, 7.5, [1, 2], {"a": {"b": 1}}, datetime.datetime(2024, 1, 1), b"bytes", uuid.UUID(int=7)]
    for _ in range(600):
        keys = source.sample(["interval", "cron_string", "repeats", "x", "\xe9", "n" * 300], source.randrange(6))
        meta = {key: source.choice(others) for key in keys}
        number = source.choice([1, 2, 255, 256, 257, 65535, 65536, 70000, -1, -128, -129, 2**31, 2**40, 2**62])
        items = [*meta.items(), ("repeat", number)]
        source.shuffle(items)
        say(dict(items), source.randrange(pickle.HIGHEST_PROTOCOL + 1), str(number))


def compare(path):
    with open(path) as lines:
        for line in lines:
            before, after, number = line.split()
            before, after = pickle.loads(bytes.fromhex(before)), pickle.loads(bytes.fromhex(after))
            print("right" if after == {**before, "repeat": int(number)} and list(after) == list(before) else f"wrong: {after}")


def calls(path):
    with open(path) as lines:
        for line in lines:
            serializer, data = line.split()
            job = rq.job.Job("id", connection=object(), serializer=rq.serializers.JSONSerializer if serializer == "json" else None)
            job.restore({b"data": bytes.fromhex(data), b"created_at": b"2024-06-10T08:00:00.000000Z"})
            print(job.get_call_string(), job.instance, json.dumps(job.kwargs))


if __name__ == "__main__":
    {"make": make, "counters": counters, "compare": compare, "calls": calls}[sys.argv[1]](*sys.argv[2:])
