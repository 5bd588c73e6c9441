#!/usr/bin/env python3
"""Touches targets of a queue on Redis, in one round trip: touch.py redis://127.0.0.1:6379/0 default project:7 task:12"""
import sys
import redis

url, queue, *targets = sys.argv[1:]
server = redis.Redis.from_url(url, decode_responses=True)
shard = "retally:{%s:0}:" % queue
keys = [shard + key for key in "config due held runs failed failed_at first touches counts".split()]
touch = server.register_script(server.hget(shard + "config", "touch"))
now, *answers = touch(keys, [word for target in targets for word in (target, 1)])
for target, due, result in zip(targets, answers[::2], answers[1::2]):
    print(target, ["scheduled", "merged", "postponed"][result % 4], "due in", due - now, "ms")
