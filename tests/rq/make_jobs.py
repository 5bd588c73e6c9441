"""Schedules jobs as Python programs do.

Arguments: the server's socket, and the time from which they count. Standard input: a JSON list of what schedule() takes,
with `in` (s) in the place of `at`; with `opaque` the job's meta also holds what only Python can make.

rq-scheduler is not packaged for Debian: what its 0.14 does to a job and to its set is done here, on python3-rq's own Job.
"""

import datetime
import json
import sys

import redis
import rq.job


class Weekday:
    """Something that only Python can make."""


def schedule(server, at, job_id, queue="low", at_front=False, depends_on=None, **options):
    """Scheduler.enqueue_at, schedule and cron of rq-scheduler."""
    job = rq.job.Job.create("work.renew", args=(1,), kwargs={"b": 2}, connection=server, id=job_id, depends_on=depends_on, **options)
    job.origin = queue
    if at_front:
        job.enqueue_at_front = True
    job.save()
    server.zadd("rq:scheduler:scheduled_jobs", {job.id: at})


def main(socket, begin):
    server = redis.Redis(unix_socket_path=socket)
    for job in json.load(sys.stdin):
        if job.pop("opaque", False):
            job["meta"] = {"first": Weekday(), **job["meta"], "since": datetime.datetime(2024, 1, 1)}
        schedule(server, int(begin) + job.pop("in"), job.pop("id"), **job)


if __name__ == "__main__":
    main(*sys.argv[1:])
