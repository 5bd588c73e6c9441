"""`rq worker`, the real one, on a redis-server of a test's own."""

import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


class Worker:
    """Works on one queue until it is killed, or, with `burst`, until that is empty."""

    def __init__(self, redis_server, queue, *arguments, burst=False):
        socket = redis_server.url.removeprefix("unix://")
        environment = {**os.environ, "PYTHONPATH": HERE, "PYTHONDONTWRITEBYTECODE": "1", "RETALLY_TEST_REDIS": socket}
        # Ends with us, even if we are killed. What it forks is in its process group.
        command = ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", "rq.cli", "worker", "--url", redis_server.url, "--quiet",
                   *arguments, *(["--burst"] if burst else []), queue]
        self._process = subprocess.Popen(command, env=environment, process_group=0)

    def kill(self):
        """As the loss of its machine: with the process that it has forked for the job."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self, seconds):
        return self._process.wait(seconds)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self._process.poll() is None:
            self.kill()
