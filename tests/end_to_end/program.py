"""The program `retally` as its tests use it: run to its end, or serving.

Which one is tested is said by the variable RETALLY, the path of the binary.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import time
import urllib.parse

BINARY = os.environ.get("RETALLY", "build/release/retally")
SAMPLES = os.path.join(os.path.dirname(__file__), "..", "samples")

# Long enough for a machine that is busy with other things; only what hangs ever takes so long.
PATIENCE_SECONDS = 120

KINDS = ("project", "task", "job")

# For a server that is to renew its reports at once.
AT_ONCE = ("--quiet", "1ms", "--max-wait", "1ms")


def run(*arguments, stdin=None, exit_code=0, **options):
    """Runs `retally ARGUMENTS…` and returns what it printed; fails unless it ends with that exit code."""
    ended = subprocess.run(
        [BINARY, *arguments], input=stdin, capture_output=True, timeout=PATIENCE_SECONDS, check=False, **options
    )
    if ended.returncode != exit_code:
        raise AssertionError(
            f"retally {' '.join(arguments)} ended with {ended.returncode}, not {exit_code}:\n{ended.stderr.decode()}"
        )
    return ended.stdout.decode()


class Api:
    """What answers on that port of loopback: a server, or a balancer in front of several."""

    def __init__(self, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def request(self, method, path, body=None, headers=None):
        """The status and the text of the answer."""
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def get(self, path):
        status, body = self.request("GET", path)
        if status != 200:
            raise AssertionError(f"GET {path}: {status} {body}")
        return body

    def post_events(self, body, **headers):
        """As CVAT's log sender posts them."""
        return self.request("POST", "/", body, {"Content-Type": "application/json", **headers})

    def resources(self, kind):
        """All projects, tasks or jobs, page by page."""
        after = 0
        while after is not None:
            page = json.loads(self.get(f"/api/{kind}s?page_size=1000&after={after}"))
            yield from page["results"]
            after = page["next"]

    def wait_until_fresh(self):
        """Asks until every report is as new as its resource. Give the server a short window."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while stale := [
            f"{kind} {one['id']}"
            for kind in KINDS
            for one in self.resources(kind)
            if not one["deleted"] and not one["report"]["fresh"]
        ]:
            if time.monotonic() > deadline:
                raise AssertionError(f"stale for {PATIENCE_SECONDS} s: {', '.join(stale)}")

    def everything(self):
        """All that the server can tell: {(kind, id): (resource, report, figures per annotator)}."""
        found = {}
        for kind in KINDS:
            for one in self.resources(kind):
                number = one["id"]
                # The version counts transactions, and these depend on how the events were gathered.
                del one["version"], one["report"]
                found[kind, number] = one, *(() if one["deleted"] else self._figures(kind, number))
        return found

    def _figures(self, kind, number):
        report = self.get(f"/api/analytics/reports?{kind}_id={number}&start_date=1970-01-01")
        return without_now(report), self.get(f"/api/analytics/annotators?{kind}_id={number}")


class Server(Api):
    """`retally serve` on a store; listens when it is made, unless that is not waited for."""

    def __init__(self, store, *arguments, port=0, listening=True, stderr=None):
        # Ends with us, even if we are killed; but not by the Ctrl-C of a terminal, which goes to a whole process group:
        # that is ours to see, and to end it in order.
        command = ["setpriv", "--pdeathsig", "KILL", BINARY, "serve", "--listen", f"127.0.0.1:{port}", "--store", store,
                   "--log-level", "warn", *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, process_group=0)
        if listening:
            self._wait_until_it_listens()

    def _wait_until_it_listens(self):
        # A server that fails ends, which ends the wait too.
        line = self._process.stdout.readline()
        if not line.startswith("retally listens on "):
            raise AssertionError(f"retally serve did not listen: {line!r}, exit code {self._process.wait()}")
        super().__init__(urllib.parse.urlsplit(line.split()[-1]).port)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self._process.poll() is None:
            self.kill()
        self._process.stdout.close()

    def kill(self):
        """As a power cut ends it: at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()

    def pause(self):
        """It answers nothing, but its connections stay, and whatever it holds."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def read_tokens_again(self):
        self._process.send_signal(signal.SIGHUP)

    def ask_to_end(self):
        self._process.send_signal(signal.SIGTERM)

    def stop(self):
        """Asks it to end, and returns its exit code."""
        self.ask_to_end()
        return self._process.wait(PATIENCE_SECONDS)

    def next_error(self):
        return self._process.stderr.readline()

    def errors(self):
        """What it wrote to the standard error, that was to be a pipe, until its end."""
        with self._process.stderr as errors:
            return errors.read()


def differences(found, expected):
    """Tells of each thing of one server's everything() that is not as another's."""
    for key in sorted(found.keys() | expected.keys()):
        if found.get(key) != expected.get(key):
            yield f"{key[0]} {key[1]}:\n  expected {expected.get(key)}\n  found    {found.get(key)}"


def without_now(report):
    """The report's JSON, parsed, without what depends on the time at which it was worked out.

    That is created_date, and the date of the points that are dated today: total_object_count and
    average_annotation_speed, and annotation_time while nothing was ever in progress. Numbers stay the text that they
    are, so that equal means equal to the last digit.
    """
    report = json.loads(report, parse_float=str)
    del report["created_date"]
    for metric in report["statistics"]:
        if metric["default_view"] != "numeric":
            continue
        for series in metric["data_series"].values():
            for point in series:
                if metric["name"] != "annotation_time" or point["value"] == "0.0":
                    del point["date"]
    return report
