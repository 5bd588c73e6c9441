"""The whole way through the real program: a log in, by file or over HTTP, and reports out.

tests/samples/ holds one log in three forms and the reports that it must give. These were worked out for a now of
2024-06-12T12:00:00Z; ours is another, so all is compared but created_date and the dates of points that are dated
today (see without_now).
"""

import contextlib
import gzip
import hashlib
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

from program import AT_ONCE, BINARY, PATIENCE_SECONDS, SAMPLES, Api, Server, run, without_now
from redis_server import RedisServer
from several_nodes import SeveralNodes

LOOPBACK = os.path.join(os.path.dirname(__file__), "..", "..", "deploy", "loopback")

SAMPLE_LOGS = ("events.csv", "events.ndjson", "vector_bodies.ndjson")


def sample(name):
    return os.path.join(SAMPLES, name)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)
    return path


def expected_reports():
    """[(target, id, report)] of the sample log."""
    reports = json.loads(read(sample("reports.json")), parse_float=str)["reports"]
    return [(report["target"], str(report[report["target"] + "_id"]), without_now(json.dumps(report))) for report in reports]


def summary(printed):
    """What an import says it did: {"new": 12, …}."""
    counts = re.findall(r"^  (new|already known|of no interest|rejected) +([\d,]+)$", printed, re.MULTILINE)
    return {what: int(count.replace(",", "")) for what, count in counts}


class EndToEndTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.directory = self.enterContext(tempfile.TemporaryDirectory(prefix="retally-end-to-end-"))
        self.store = "sqlite:" + self.path("store.db")

    def path(self, name):
        return os.path.join(self.directory, name)

    def import_log(self, *files, exit_code=0):
        arguments = ["--store", self.store, "--rejects", self.path("rejects")]
        return summary(run("import", *files, *arguments, exit_code=exit_code))

    def generate(self, log_format, events=20_000):
        file = self.path("generated." + log_format)
        run("generate", "--events", str(events), "--seed", "11", "--format", log_format, "--output", file)
        return file

    def report(self, kind, number, *place):
        return without_now(run("report", "--" + kind, str(number), "--format", "json", *place))

    def expect_sample_reports(self, *place):
        for kind, number, expected in expected_reports():
            self.assertEqual(self.report(kind, number, *place), expected, f"{kind} {number}")

    def everything(self):
        """All reports of the store."""
        with Server(self.store, *AT_ONCE) as server:
            server.wait_until_fresh()
            return server.everything()


class ImportTest(EndToEndTest):
    def test_each_sample_alone_gives_the_expected_reports(self):
        for log in SAMPLE_LOGS:
            with self.subTest(log):
                self.store = "sqlite:" + self.path(log + ".db")
                self.assertEqual(self.import_log(sample(log))["rejected"], 0)
                self.expect_sample_reports("--store", self.store)

    def test_all_samples_after_one_another_count_nothing_twice(self):
        first = self.import_log(sample(SAMPLE_LOGS[0]))
        self.assertGreater(first["new"], 0)
        for log in SAMPLE_LOGS[1:]:
            self.assertEqual(self.import_log(sample(log)), {**first, "new": 0, "already known": first["new"]})
        self.expect_sample_reports("--store", self.store)

    def test_gzipped_logs_and_pipes_are_told_by_their_content(self):
        zipped = write(self.path("log"), gzip.compress(read(sample("events.csv"))))
        first = self.import_log(zipped)
        piped = summary(run("import", "-", "--store", self.store, stdin=gzip.compress(read(sample("events.ndjson")))))
        self.assertEqual(piped["already known"], first["new"])
        self.expect_sample_reports("--store", self.store)

    def test_what_was_rejected_can_be_mended_and_imported(self):
        for log, good, bad in (
            ("events.csv", b"2024-06-10 09:01:30+00:00", b"2024-13-10 09:01:30+00:00"),
            ("events.ndjson", b'"1718010090.0"', b'"yesterday"'),
        ):
            with self.subTest(log):
                self.store = "sqlite:" + self.path(log + ".db")
                broken = write(self.path(log), read(sample(log)).replace(good, bad))
                self.assertEqual(self.import_log(broken, exit_code=1)["rejected"], 3)
                rejects = self.path("rejects")
                self.assertEqual(len(re.findall(rb"# retally: line \d+: timestamp", read(rejects))), 3)

                mended = write(self.path("mended"), read(rejects).replace(bad, good))
                again = self.import_log(mended)
                self.assertEqual((again["new"], again["rejected"]), (3, 0))
                self.expect_sample_reports("--store", self.store)

    def test_a_file_that_is_no_log_costs_no_other(self):
        page = write(self.path("page.html"), b"<html>\n")
        cut = write(self.path("cut.gz"), gzip.compress(read(sample("events.csv")))[:-9])
        good = sample("events.ndjson")
        for bad in (page, cut):
            with self.subTest(bad):
                self.store = "sqlite:" + bad + ".db"
                ended = subprocess.run(
                    [BINARY, "import", bad, good, "--store", self.store, "--rejects", self.path("rejects")],
                    capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
                )
                self.assertEqual(ended.returncode, 2)
                self.assertIn("retally: import " + bad, ended.stderr)
                self.assertEqual(summary(ended.stdout)["rejected"], 0)
                self.expect_sample_reports("--store", self.store)

    def test_a_directory_is_no_log(self):
        run("import", self.directory, "--store", self.store, exit_code=2)
        run("import", sample("events.csv"), self.path("missing"), "--store", self.store, exit_code=4)

    def test_a_second_import_changes_nothing(self):
        log = self.generate("ndjson")
        first = self.import_log(log)
        self.assertEqual(first["rejected"], 0)
        before = self.everything()
        again = self.import_log(log)
        self.assertEqual((again["new"], again["already known"]), (0, first["new"] + first["already known"]))
        self.assertEqual(self.everything(), before)

    def test_the_same_log_in_another_form_changes_nothing(self):
        first = self.import_log(self.generate("ndjson"))
        before = self.everything()
        for log_format in ("csv", "batches"):
            again = self.import_log(self.generate(log_format))
            self.assertEqual((again["new"], again["rejected"]), (0, 0))
            self.assertEqual(again["of no interest"], first["of no interest"])
        self.assertEqual(self.everything(), before)

    def test_the_order_of_arrival_does_not_matter(self):
        self.import_log(self.generate("batches"))
        by_arrival = self.everything()
        self.store = "sqlite:" + self.path("by_time.db")
        self.import_log(self.generate("csv"))
        by_time = self.everything()
        self.store = "sqlite:" + self.path("reversed.db")
        lines = read(self.path("generated.batches")).splitlines(keepends=True)
        self.import_log(write(self.path("reversed"), b"".join(reversed(lines))))
        self.assertEqual(by_time, by_arrival)
        self.assertEqual(self.everything(), by_arrival)


class ServeTest(EndToEndTest):
    def serve(self):
        return self.enterContext(Server(self.store, "--quiet", "1h", "--max-wait", "1h"))

    def expect_sample_reports_of(self, server):
        run("check", "--project", "3", "--user", "1", "--wait", "--server", server.url)
        self.expect_sample_reports("--server", server.url)

    def test_bodies_of_cvats_log_sender_give_the_expected_reports(self):
        server = self.serve()
        for body in read(sample("vector_bodies.ndjson")).splitlines():
            self.assertEqual(server.post_events(body)[0], 200)
        self.expect_sample_reports_of(server)

    def test_events_that_come_twice_are_counted_once(self):
        server = self.serve()
        for _ in range(2):
            for body in read(sample("vector_bodies.ndjson")).splitlines():
                self.assertEqual(server.post_events(body)[0], 200)
            self.assertEqual(server.post_events(read(sample("events.ndjson")))[0], 200)
        self.expect_sample_reports_of(server)

    def test_a_body_may_be_gzipped(self):
        server = self.serve()
        body = gzip.compress(read(sample("vector_bodies.ndjson")).splitlines()[0])
        self.assertEqual(server.post_events(body, **{"Content-Encoding": "gzip"})[0], 200)
        for rest in read(sample("vector_bodies.ndjson")).splitlines()[1:]:
            self.assertEqual(server.post_events(gzip.compress(rest), **{"Content-Encoding": "gzip"})[0], 200)
        self.expect_sample_reports_of(server)

    def test_logs_can_be_imported_into_a_running_server(self):
        server = self.serve()
        for log in SAMPLE_LOGS:
            run("import", sample(log), "--server", server.url, "--rejects", self.path("rejects"))
        self.expect_sample_reports_of(server)

    def test_a_window_may_be_given_by_one_of_its_ends(self):
        minute = 60_000
        config = write(self.path("retally.toml"), b'max-wait = "5m"\n')
        for arguments, window in (
            ((), (15 * minute, 15 * minute)),
            (("--quiet", "1m"), (minute, 15 * minute)),
            (("--max-wait", "5m"), (5 * minute, 5 * minute)),
            (("--quiet", "1h"), (60 * minute, 60 * minute)),
            (("--config", config), (5 * minute, 5 * minute)),
            (("--config", config, "--quiet", "1m"), (minute, 5 * minute)),
        ):
            with self.subTest(arguments), Server(self.store, *arguments) as server:
                session = json.loads(server.get("/api/session"))
                self.assertEqual((session["quiet_ms"], session["max_wait_ms"]), window)
        wrong = subprocess.run(
            [BINARY, "serve", "--listen", "127.0.0.1:0", "--store", self.store, "--config", config, "--quiet", "15m"],
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
        )
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("--quiet 15m is longer than --max-wait 5m", wrong.stderr)

    def test_all_who_wait_for_a_report_are_told_that_it_is_renewed(self):
        server = self.serve()
        self.assertEqual(server.post_events(read(sample("events.ndjson")))[0], 200)
        command = [BINARY, "check", "--project", "3", "--user", "1", "--wait", "--server", server.url]
        for _ in range(5):
            waiting = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
            self.assertEqual([each.wait(PATIENCE_SECONDS) for each in waiting], [0] * 4)

    def test_a_password_is_in_no_error(self):
        store = "postgresql://u:secret@127.0.0.1:1/db"
        for arguments in (
            ("report", "--project", "99", "--store", store),
            ("import", sample("events.csv"), "--store", store),
            ("migrate", "--from", self.store, "--to", store),
            ("serve", "--listen", "127.0.0.1:0", "--store", store),
            ("serve", "--listen", "127.0.0.1:0", "--store", self.store, "--schedule", "redis://:secret@127.0.0.1:1"),
            ("check", "--project", "1", "--user", "1", "--server", "http://u:secret@127.0.0.1:1"),
            ("rq", "list", "--url", "redis://:secret@127.0.0.1:1"),
        ):
            ended = subprocess.run(
                [BINARY, *arguments], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
            )
            self.assertNotEqual(ended.returncode, 0, arguments)
            self.assertNotIn("secret", ended.stdout + ended.stderr, arguments)

    def test_what_was_answered_is_there_after_a_restart(self):
        with Server(self.store) as server:
            for body in read(sample("vector_bodies.ndjson")).splitlines():
                self.assertEqual(server.post_events(body)[0], 200)
            server.kill()
        server = self.serve()
        self.expect_sample_reports_of(server)
        self.assertEqual(server.stop(), 0)

    def test_a_server_that_drains_goes_on_until_it_ends(self):
        server = self.enterContext(Server(self.store, "--drain", "1h"))
        server.ask_to_end()
        while server.request("GET", "/readyz")[0] == 200:
            continue
        self.assertEqual(server.request("GET", "/readyz")[0], 503)
        body = read(sample("vector_bodies.ndjson")).splitlines()[0]
        self.assertEqual(server.post_events(body)[0], 200)
        self.assertEqual(server.stop(), -signal.SIGTERM, "who asks twice does not want to wait")

    def test_the_token_file_is_read_again_on_a_hangup(self):
        def write_token(line):
            os.chmod(write(self.path("tokens"), line.encode()), 0o600)

        def line_of(token):
            return f"{token} read {hashlib.sha256(token.encode()).hexdigest()}\n"

        def status(token):
            return server.request("GET", "/api/session", headers={"Authorization": f"Bearer {token}"})[0]

        write_token(line_of("first"))
        server = self.enterContext(
            Server(self.store, "--token-file", self.path("tokens"), stderr=subprocess.PIPE))
        self.assertEqual((status("first"), status("second")), (200, 401))
        write_token("nonsense\n")
        server.read_tokens_again()
        self.assertIn("tokens: line 1: expected", server.next_error())
        self.assertEqual(status("first"), 200)
        write_token(line_of("second"))
        server.read_tokens_again()
        while status("second") == 401:
            continue
        self.assertEqual((status("first"), status("second")), (401, 200))
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.errors(), "")

    def test_a_body_that_is_no_events_is_refused_and_the_next_one_taken(self):
        server = self.serve()
        self.assertEqual(server.post_events(b"hello")[0], 400)
        self.assertEqual(server.post_events(b"[]", **{"Content-Type": "text/html"})[0], 415)
        self.assertEqual(server.post_events(b'[{"scope": "create:job", "timestamp": "soon"}]')[0], 200)
        self.assertIn("soon", server.get("/api/rejects"))
        self.assertEqual(server.post_events(read(sample("events.ndjson")))[0], 200)
        self.expect_sample_reports_of(server)


class RedisTest(EndToEndTest):
    """The server with its schedule on Redis."""

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(RedisServer())

    def serve(self, *arguments, **options):
        return self.enterContext(Server(self.store, "--schedule", self.redis.url, *arguments, **options))

    def test_gives_the_expected_reports(self):
        server = self.serve(*AT_ONCE)
        for body in read(sample("vector_bodies.ndjson")).splitlines():
            self.assertEqual(server.post_events(body)[0], 200)
        server.wait_until_fresh()
        self.expect_sample_reports("--server", server.url)
        self.assertIn("done", server.get("/metrics"))

    def test_what_is_pending_outlives_the_server(self):
        with self.serve("--quiet", "1h", "--max-wait", "1h") as server:
            server.post_events(read(sample("vector_bodies.ndjson")).splitlines()[0])
            pending = json.loads(server.get("/api/schedule"))["results"]
            server.kill()
        self.assertGreater(len(pending), 0)
        server = self.serve("--quiet", "1h", "--max-wait", "1h")
        still = json.loads(server.get("/api/schedule"))["results"]
        self.assertEqual([(one["target"], one["due"]) for one in still], [(one["target"], one["due"]) for one in pending])

    def test_a_server_that_is_away_stops_nothing_but_the_updates(self):
        server = self.serve(*AT_ONCE, "--reconcile-every", "500ms")
        bodies = read(sample("vector_bodies.ndjson")).splitlines()
        self.assertEqual(server.post_events(bodies[0])[0], 200)
        self.assertEqual(server.request("GET", "/readyz")[0], 200)
        self.redis.kill()
        for body in bodies[1:]:
            self.assertEqual(server.post_events(body)[0], 200, "the store is the truth")
        status, body = server.request("GET", "/readyz")
        self.assertEqual(status, 503)
        self.assertIn("redis at", body)
        self.assertEqual(server.request("GET", "/healthz")[0], 200)
        self.assertEqual(server.request("GET", "/api/schedule")[0], 503)
        self.redis.start()
        server.wait_until_fresh()
        self.expect_sample_reports("--server", server.url)
        self.assertEqual(server.request("GET", "/readyz")[0], 200)

    def test_one_that_cannot_be_used_is_told_at_the_start(self):
        def refusal(url, exit_code):
            ended = subprocess.run(
                [BINARY, "serve", "--listen", "127.0.0.1:0", "--store", self.store, "--schedule", url],
                capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
            )
            self.assertEqual(ended.returncode, exit_code, ended.stderr)
            return ended.stderr

        self.assertIn("redis at 127.0.0.1:1", refusal("redis://:secret@127.0.0.1:1", 3))
        self.assertNotIn("secret", refusal("redis://:secret@127.0.0.1:1", 3))
        self.assertIn("stunnel", refusal("rediss://127.0.0.1", 2))
        self.assertIn("redis+cluster://", refusal("somewhere", 2))

    def test_one_that_may_evict_is_warned_of(self):
        self.redis.ask("CONFIG", "SET", "maxmemory", "100mb")
        self.redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
        server = self.serve("--quiet", "1h", "--max-wait", "1h", stderr=subprocess.PIPE)
        server.stop()
        self.assertIn("maxmemory-policy allkeys-lru", server.errors())


class NodesTest(EndToEndTest):
    """Three nodes that share PostgreSQL and Redis, behind HAProxy as deploy/ configures it."""

    def serve(self, *arguments):
        self.setup = self.enterContext(SeveralNodes(self.path("nodes"), *AT_ONCE, *arguments))
        self.balancer = Api(self.setup.haproxy.port)

    def setUp(self):
        super().setUp()
        if os.geteuid() == 0:
            os.chmod(self.directory, 0o711)  # PostgreSQL is another user then

    def test_all_nodes_show_what_any_has_taken(self):
        self.serve()
        for at, body in enumerate(read(sample("vector_bodies.ndjson")).splitlines()):
            self.assertEqual(self.setup.nodes[at % 3].server.post_events(body)[0], 200)
        self.balancer.wait_until_fresh()
        for node in self.setup.nodes:
            self.expect_sample_reports("--server", node.server.url)
        self.expect_sample_reports("--server", self.balancer.url)
        self.expect_sample_reports("--store", self.setup.store)

    def test_events_that_come_by_several_nodes_are_counted_once(self):
        self.serve()
        for at, body in enumerate(3 * read(sample("vector_bodies.ndjson")).splitlines()):
            self.assertEqual(self.setup.nodes[at % 3].server.post_events(body)[0], 200)
        run("import", sample("events.csv"), "--server", self.balancer.url, "--rejects", self.path("rejects"))
        self.balancer.wait_until_fresh()
        self.expect_sample_reports("--server", self.balancer.url)

    def test_nothing_is_lost_while_one_node_after_the_other_is_replaced(self):
        self.serve()
        bodies = read(sample("vector_bodies.ndjson")).splitlines()
        taken, answers, done = set(), set(), threading.Event()

        def use():
            for body in itertools.cycle(bodies):
                status = self.balancer.post_events(body)[0]
                answers.update((status, self.balancer.request("GET", "/api/projects")[0]))
                if status == 200:
                    taken.add(body)
                if done.is_set():
                    return

        users = [threading.Thread(target=use) for _ in range(4)]
        for user in users:
            user.start()
        for node in self.setup.nodes:
            self.assertEqual(node.stop(), 0)
            node.start()
        done.set()
        for user in users:
            user.join()
        # A request may reach a node just as it closes the connection: nobody knows then whether it was taken.
        self.assertLessEqual(answers, {200, 502})
        self.assertEqual(taken, set(bodies))
        self.balancer.wait_until_fresh()
        self.expect_sample_reports("--server", self.balancer.url)

    def test_without_redis_events_are_taken_and_reports_shown(self):
        self.serve("--reconcile-every", "500ms")
        bodies = read(sample("vector_bodies.ndjson")).splitlines()
        self.assertEqual(self.balancer.post_events(bodies[0])[0], 200)
        self.balancer.wait_until_fresh()
        self.setup.redis.kill()
        for body in bodies[1:]:
            self.assertEqual(self.balancer.post_events(body)[0], 200)
        self.assertEqual(self.balancer.request("GET", "/readyz")[0], 503)
        self.assertEqual(self.balancer.request("GET", "/api/projects")[0], 200)
        self.setup.redis.start()
        self.balancer.wait_until_fresh()
        self.expect_sample_reports("--server", self.balancer.url)

    def test_without_postgresql_nothing_is_taken_and_nothing_lost(self):
        self.serve()
        bodies = read(sample("vector_bodies.ndjson")).splitlines()
        self.assertEqual(self.balancer.post_events(bodies[0])[0], 200)
        self.setup.postgres.kill()
        self.assertEqual(self.balancer.post_events(bodies[1])[0], 503)
        self.assertEqual(self.balancer.request("GET", "/readyz")[0], 503)
        self.setup.postgres.start()
        for body in bodies[1:]:
            self.assertEqual(self.balancer.post_events(body)[0], 200)
        self.balancer.wait_until_fresh()
        self.expect_sample_reports("--server", self.balancer.url)

    def test_a_stream_through_haproxy_tells_what_any_node_does(self):
        self.serve()
        for node in self.setup.nodes:
            self.assertEqual(node.server.post_events(read(sample("vector_bodies.ndjson")).splitlines()[0])[0], 200)
            with contextlib.closing(self.balancer.connect()) as connection:
                connection.request("GET", "/api/stream?kind=renewed")
                told = iter(connection.getresponse().readline, b"")
                self.assertIn(b"event: reload\n", told)  # from here on nothing is missed
                run("check", "--project", "3", "--user", "1", "--server", node.server.url)
                self.assertIn(b"event: renewed\n", told)

    def test_the_listener_for_events_takes_nothing_else(self):
        self.serve()
        ingest = Api(self.setup.haproxy.ingest_port)
        body = read(sample("vector_bodies.ndjson")).splitlines()[0]
        self.assertEqual(ingest.post_events(body, Host="retally.example")[0], 200)
        self.assertEqual(ingest.post_events(body, Origin="http://elsewhere.example")[0], 403)
        self.assertEqual(ingest.request("GET", "/api/projects")[0], 404)
        self.assertEqual(ingest.request("GET", "/api/events")[0], 405)
        self.assertEqual(ingest.request("GET", "/healthz")[0], 200)

    def test_the_script_for_loopback_keeps_what_is_in_its_folder(self):
        folder = self.path("loopback")

        def start():
            command = [sys.executable, "-B", LOOPBACK, "--folder", folder, *AT_ONCE]
            script = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            self.addCleanup(script.kill)
            return script, Api(urllib.parse.urlsplit(script.stdout.readline().split()[-1]).port)

        def end(script):
            script.terminate()
            with script.stdout:
                self.assertEqual(script.wait(PATIENCE_SECONDS), 0)

        script, balancer = start()
        for body in read(sample("vector_bodies.ndjson")).splitlines():
            self.assertEqual(balancer.post_events(body)[0], 200)
        end(script)
        script, balancer = start()
        balancer.wait_until_fresh()
        self.expect_sample_reports("--server", balancer.url)
        end(script)


if __name__ == "__main__":
    unittest.main()
