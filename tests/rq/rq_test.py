"""retally and RQ: the real server, the real workers of python3-rq, and a Redis of the test's own."""

import contextlib
import datetime
import json
import os
import subprocess
import sys
import time
import unittest

import redis
import rq
import rq.job

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "end_to_end"))

from program import AT_ONCE, BINARY, PATIENCE_SECONDS, Server, run  # noqa: E402
from redis_server import RedisServer  # noqa: E402
from worker import Worker  # noqa: E402

import work  # noqa: E402


def events(tasks):
    """One change of a job in each of these tasks, which are in no project."""
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    return json.dumps([{"scope": "create:shapes", "source": "server", "timestamp": now, "obj_name": "rectangle", "count": 3,
                        "task_id": task, "job_id": task, "user_id": 5, "payload": "{}"} for task in tasks])


class RqTestCase(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.redis_server = self.stack.enter_context(RedisServer())
        self.redis = redis.Redis(unix_socket_path=self.redis_server.url.removeprefix("unix://"))
        self.stack.callback(self.redis.close)

    def await_true(self, what, happened):
        """Asks until it has happened."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (result := happened()):
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {PATIENCE_SECONDS} s")
            time.sleep(0.01)
        return result

    def calls(self):
        return [json.loads(call) for call in self.redis.lrange(work.CALLS, 0, -1)]


class DeliveryTest(RqTestCase):
    """Updates as jobs."""

    def serve(self, function, *arguments, window=AT_ONCE):
        return self.stack.enter_context(
            Server("sqlite::memory:", "--deliver", f"rq:reports:{function}", "--deliver-url", self.redis_server.url, *window,
                   *arguments))

    def worker(self, *arguments, **options):
        return self.stack.enter_context(Worker(self.redis_server, "reports", *arguments, **options))

    def post(self, server, tasks):
        status, answer = server.post_events(events(tasks))
        self.assertEqual(status, 200, answer)

    def stats(self, server):
        return json.loads(server.get("/api/schedule/stats"))

    def await_runs(self, server, count):
        """Until so many have begun, and all have ended."""

        def ended():
            stats = self.stats(server)
            return stats["totals"]["runs"] >= count and stats["counts"]["running"] == 0

        self.await_true(f"{count} runs", ended)

    def test_runs_a_thousand_updates_each_once(self):
        tasks = range(1, 1001)
        server = self.serve("work.renew")
        self.post(server, tasks)
        self.await_true("a thousand jobs", lambda: self.redis.llen("rq:queue:reports") == len(tasks))
        self.assertIn(b"rq:queue:reports", self.redis.smembers("rq:queues"))
        # RQ's own worker that forks for no job: a thousand forks would be most of the time.
        workers = [self.worker("--worker-class", "rq.SimpleWorker", burst=True) for _ in range(2)]
        for worker in workers:
            self.assertEqual(worker.wait(PATIENCE_SECONDS), 0)
        self.await_runs(server, len(tasks))

        self.assertEqual(sorted(call["arguments"]["cvat_task_id"] for call in self.calls()), list(tasks))
        for call in self.calls():
            task = call["arguments"]["cvat_task_id"]
            self.assertEqual(call["arguments"], {"cvat_task_id": task})
            self.assertRegex(call["job"], rf"^update-analytics-report-task-{task}-\d{{13}}$")
            self.assertEqual(call["meta"], {"target": f"task:{task}", "attempt": 1, "touches": 1})
        job = rq.job.Job.fetch(self.calls()[0]["job"], connection=self.redis)
        self.assertEqual(job.return_value(), self.calls()[0]["arguments"])
        self.assertEqual(job.get_status(), "finished")
        self.assertEqual(job.origin, "reports")
        self.assertEqual(job.timeout, 3600)
        self.assertEqual(job.description, f"work.renew(cvat_task_id={job.kwargs['cvat_task_id']})")
        self.assertEqual((job.result_ttl, job.failure_ttl), (500, 86400))
        self.assertLess(job.created_at, job.started_at)

        server.wait_until_fresh()
        stats = self.stats(server)
        self.assertEqual((stats["totals"]["runs"], stats["totals"]["failures"]), (len(tasks), 0))
        self.await_true("nothing is left of it", lambda: not self.redis.exists("retally:rq:reports"))

    def test_runs_again_what_a_killed_worker_had(self):
        server = self.serve("work.hang_once", "--deliver-abandoned-after", "3s")
        worker = self.worker("--job-monitoring-interval", "1")
        self.post(server, [7])
        self.await_true("the first call", self.calls)
        worker.kill()
        self.worker("--job-monitoring-interval", "1")
        self.await_runs(server, 2)
        first, second = self.calls()
        self.assertEqual(first["arguments"], second["arguments"])
        self.assertEqual(second["meta"]["attempt"], 2)
        self.assertEqual(rq.job.Job.fetch(first["job"], connection=self.redis).get_status(), "failed")
        self.assertEqual(self.redis.zcard("rq:wip:reports"), 0)
        self.assertIsNotNone(self.redis.zscore("rq:failed:reports", first["job"]))

    def test_a_change_during_a_run_runs_once_more_and_not_before_it_has_ended(self):
        server = self.serve("work.hang_once")
        self.worker()
        self.post(server, [7])
        self.await_true("the first call", self.calls)
        self.post(server, [7])
        self.await_true("the change is scheduled", lambda: self.stats(server)["counts"]["pending"] == 1)
        self.assertEqual(self.redis.llen("rq:queue:reports"), 0)
        self.redis.rpush(work.GATE, "go on")
        self.await_runs(server, 2)
        self.assertEqual(len(self.calls()), 2)
        server.wait_until_fresh()

    def test_a_server_that_is_killed_finds_the_job_it_had_put(self):
        store = f"sqlite:{self.redis_server.folder}/store.db"
        deliver = ("--deliver", "rq:reports:work.renew", "--deliver-url", self.redis_server.url, *AT_ONCE)
        with Server(store, *deliver) as server:
            self.post(server, [7])
            self.await_true("the job", lambda: self.redis.llen("rq:queue:reports") == 1)
            server.kill()
        server = self.stack.enter_context(Server(store, *deliver))
        self.await_true("the run", lambda: self.stats(server)["counts"]["running"] == 1)
        self.worker()
        self.await_runs(server, 1)
        self.assertEqual(len(self.calls()), 1)
        server.wait_until_fresh()

    def test_tells_why_a_job_has_failed_and_runs_it_again(self):
        server = self.serve("work.fail_once")
        self.worker()
        self.post(server, [7])
        self.await_runs(server, 2)
        history = json.loads(server.get("/api/schedule?state=history"))["results"]
        self.assertEqual([entry["error"] is None for entry in history], [True, False])
        self.assertRegex(history[1]["error"], r"^RQ's job .*: ValueError: no such thing as a free lunch$")

    def test_a_check_carries_who_asks(self):
        server = self.serve("work.renew", window=("--quiet", "1h", "--max-wait", "1h"))
        self.worker()
        self.post(server, [7])
        run("check", "--task", "7", "--user", "42", "--wait", "--server", server.url)
        (call,) = self.calls()
        self.assertEqual(call["meta"], {"user_id": 42, "job_type": "custom_analytics_check"})
        self.assertEqual(call["arguments"], {"cvat_task_id": 7})
        job = rq.job.Job.fetch(call["job"], connection=self.redis)
        self.assertEqual((job.result_ttl, job.failure_ttl), (120, 120))

    def test_workers_may_read_json(self):
        server = self.serve("work.renew", "--deliver-serializer", "json")
        self.worker("--serializer", "rq.serializers.JSONSerializer")
        self.post(server, [7])
        self.await_runs(server, 1)
        (call,) = self.calls()
        self.assertEqual(call["arguments"], {"cvat_task_id": 7})
        self.assertEqual(call["meta"]["target"], "task:7")

    def test_a_name_that_is_no_function_is_refused(self):
        for name in ("rq:reports", "rq:reports:renew", "rq::work.renew", "celery:reports:work.renew", "rq:reports:work..renew"):
            with self.subTest(name):
                run("serve", "--listen", "127.0.0.1:0", "--store", "sqlite::memory:", "--deliver", name, exit_code=2)


class SchedulerTest(RqTestCase):
    """What rq-scheduler and RQ itself have scheduled."""

    def scheduler(self, *arguments):
        process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", BINARY, "rq-scheduler", "--url", self.redis_server.url,
                                    *arguments], stderr=subprocess.PIPE, process_group=0)
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        self.stack.callback(process.stderr.close)
        return process

    def schedule(self, at, job_id, **options):
        """As rq-scheduler 0.14's Scheduler.enqueue_at does it."""
        job = rq.job.Job.create("work.renew", kwargs={"n": 1}, connection=self.redis, id=job_id, origin="low", **options)
        job.save()
        self.redis.zadd("rq:scheduler:scheduled_jobs", {job.id: int(at)})
        return job

    def queue(self, name):
        return [job.decode() for job in self.redis.lrange(f"rq:queue:{name}", 0, -1)]

    def test_moves_jobs_when_they_are_due(self):
        self.scheduler()
        queue = rq.Queue("high", connection=self.redis)
        due = time.time() + 2
        queue.enqueue_at(datetime.datetime.fromtimestamp(due, datetime.timezone.utc), "work.renew", job_id="of-rq")
        queue.enqueue_in(datetime.timedelta(hours=1), "work.renew", job_id="later")
        self.schedule(due, "of-rq-scheduler")
        self.schedule(due - 100, "long-due")
        self.await_true("what is due already", lambda: self.queue("low") == ["long-due"])
        self.await_true("both", lambda: self.queue("high") == ["of-rq"] and len(self.queue("low")) == 2)
        self.assertGreaterEqual(self.redis.time()[0], int(due))
        self.assertEqual(self.queue("low"), ["long-due", "of-rq-scheduler"])
        self.assertEqual(rq.job.Job.fetch("of-rq", connection=self.redis).get_status(), "queued")
        self.assertEqual(self.redis.zrange("rq:scheduled:high", 0, -1), [b"later"])
        self.assertEqual(self.redis.zcard("rq:scheduler:scheduled_jobs"), 0)

        with Worker(self.redis_server, "low", burst=True) as worker:
            self.assertEqual(worker.wait(PATIENCE_SECONDS), 0)
        self.assertEqual(sorted(call["job"] for call in self.calls()), ["long-due", "of-rq-scheduler"])

    def test_leaves_to_another_scheduler_what_it_has_locked(self):
        self.redis.set("rq:scheduler_lock", 1)
        self.scheduler()
        self.schedule(time.time() - 1, "held")
        rq.Queue("high", connection=self.redis).enqueue_in(datetime.timedelta(seconds=-1), "work.renew", job_id="free")
        self.await_true("what is not locked", lambda: self.queue("high") == ["free"])
        self.assertEqual(self.queue("low"), [])
        self.redis.delete("rq:scheduler_lock")
        self.await_true("what is no more locked", lambda: self.queue("low") == ["held"])

    def test_beside_a_python_scheduler_each_job_is_moved_once(self):
        """Both move as fast as they can; what the Python one does is rq-scheduler 0.14's run(), on python3-rq's own queue."""
        begin = time.time()
        count = 600
        for n in range(count):
            self.schedule(begin + n / 300, f"job-{n:03}")
            self.redis.zadd("rq:scheduler:scheduled_jobs", {f"job-{n:03}": begin + n / 300})
        self.scheduler()
        by_python = 0
        queue = rq.Queue("low", connection=self.redis)
        while self.redis.zcard("rq:scheduler:scheduled_jobs"):
            if self.redis.set("rq:scheduler_lock", time.time(), ex=70, nx=True):
                for job_id in self.redis.zrangebyscore("rq:scheduler:scheduled_jobs", 0, time.time()):
                    queue.enqueue_job(rq.job.Job.fetch(job_id.decode(), connection=self.redis))
                    self.redis.zrem("rq:scheduler:scheduled_jobs", job_id)
                    by_python += 1
                self.redis.delete("rq:scheduler_lock")
            time.sleep(0.002)
        self.assertEqual(sorted(self.queue("low")), [f"job-{n:03}" for n in range(count)])
        self.assertNotIn(by_python, (0, count), "both have moved some")

    def test_says_that_it_lives_and_that_it_has_ended(self):
        process = self.scheduler()
        (key,) = self.await_true("its birth", lambda: self.redis.keys("rq:scheduler_instance:*"))
        self.assertGreater(self.redis.ttl(key), 60)
        self.assertFalse(self.redis.hexists(key, "death"))
        process.terminate()
        self.assertEqual(process.wait(PATIENCE_SECONDS), 0)
        self.assertTrue(self.redis.hexists(key, "death"))

    def test_a_burst_moves_what_is_due_and_ends(self):
        for n in range(1200):
            self.schedule(time.time() - 1, f"job-{n:04}")
        self.schedule(time.time() + 3600, "later")
        run("rq-scheduler", "--burst", "--url", self.redis_server.url)
        self.assertEqual(self.queue("low"), [f"job-{n:04}" for n in range(1200)])
        self.assertEqual(self.redis.zrange("rq:scheduler:scheduled_jobs", 0, -1), [b"later"])

    def test_lists_moves_and_cancels(self):
        url = ("--url", self.redis_server.url)
        self.schedule(time.time() + 3600, "a", meta={"interval": 60, "repeat": 3})
        self.schedule(time.time() + 7200, "b", meta={"cron_string": "0 8 * * 1", "when": datetime.datetime(2024, 1, 1)})
        rq.Queue("high", connection=self.redis).enqueue_in(
            datetime.timedelta(seconds=5400), "work.renew", 1, "two", [3.5], when=datetime.datetime(2024, 1, 1), job_id="c")
        self.redis.zadd("rq:scheduler:scheduled_jobs", {"gone": int(time.time()) + 9000})

        page = json.loads(run("rq", "list", "--json", *url))
        self.assertEqual(page["total"], 4)
        self.assertEqual(
            [(job["id"], job["queue"], job["by"], job["call"], job["repeats"]) for job in page["results"]],
            [("a", "low", "rq-scheduler", "work.renew(n=1)", "every 60 s, 3 times more"),
             ("c", "high", "rq", "work.renew(1, 'two', [3.5], when=<datetime.datetime>)", None),
             ("b", "low", "rq-scheduler", "work.renew(n=1)", "cron 0 8 * * 1 (UTC)"),
             ("gone", None, "rq-scheduler", "<the job is gone>", None)])
        second = json.loads(run("rq", "list", "--json", "--page", "2", "--page-size", "2", *url))
        self.assertEqual([job["id"] for job in second["results"]], ["b", "gone"])
        self.assertIn("in 59 min", run("rq", "list", *url))

        counts = json.loads(run("rq", "counts", "--json", *url))
        self.assertEqual({name: queue["scheduled"] for name, queue in counts.items()}, {"": 1, "high": 1, "low": 2})

        run("rq", "move", "b", "--now", "--queue", "urgent", *url)
        run("rq", "move", "c", "--queue", "urgent", *url)
        run("rq", "move", "a", "--at", "2100-01-01T00:00:00Z", *url)
        self.assertEqual(self.redis.zscore("rq:scheduler:scheduled_jobs", "a"), 4102444800)
        run("rq-scheduler", "--burst", *url)
        self.assertEqual(self.queue("urgent"), ["b"])
        self.assertEqual(self.redis.zrange("rq:scheduled:urgent", 0, -1), [b"c"])

        run("rq", "cancel", "a", "c", *url)
        run("rq", "cancel", "gone", "--delete", *url)
        run("rq", "cancel", "never-there", *url, exit_code=4)
        self.assertEqual(rq.job.Job.fetch("c", connection=self.redis).get_status(), "canceled")
        self.assertEqual(json.loads(run("rq", "list", "--json", *url))["total"], 1, "b, at its next time")


if __name__ == "__main__":
    unittest.main()
