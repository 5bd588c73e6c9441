"""How many due jobs RQ's own scheduler moves in a second. The server: the first argument, a socket."""

import datetime
import sys
import time

import redis
import rq
import rq.scheduler

JOBS = 1000  # of one look; then it sleeps for a second

server = redis.Redis(unix_socket_path=sys.argv[1])
server.flushall()
queue = rq.Queue("low", connection=server)
past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=5)
for number in range(JOBS):
    queue.enqueue_at(past, "shop.reports.renew", cvat_project_id=7)
scheduler = rq.scheduler.RQScheduler([queue], server, logging_level="ERROR")
scheduler.acquire_locks()
begin = time.perf_counter()
scheduler.enqueue_scheduled_jobs()
took = time.perf_counter() - begin
assert queue.count == JOBS
what = "RQ's own scheduler, without its sleep"
print(f"{what:<58} {JOBS / took:>10.0f} /s")
