"""What the workers of the tests run. The server that it is on is said by the variable RETALLY_TEST_REDIS."""

import json
import os

import redis
import rq

CALLS = "test:calls"
GATE = "test:gate"


def _server():
    return redis.Redis(unix_socket_path=os.environ["RETALLY_TEST_REDIS"])


def renew(**arguments):
    """Notes its call, and returns what it was given."""
    job = rq.get_current_job()
    _server().rpush(CALLS, json.dumps({"arguments": arguments, "job": job.id, "meta": job.meta}))
    return arguments


def fail_once(**arguments):
    """Fails the first time that it is called."""
    renew(**arguments)
    if _server().llen(CALLS) == 1:
        raise ValueError("no such thing as a free lunch")


def hang_once(**arguments):
    """The first time that it is called it never ends by itself."""
    renew(**arguments)
    if _server().llen(CALLS) == 1:
        _server().blpop([GATE])
