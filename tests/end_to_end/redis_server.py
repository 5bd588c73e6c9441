"""A redis-server of a test's own, on a unix socket."""

import os
import subprocess
import tempfile


class RedisServer:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="retally-redis-")
        self._socket = os.path.join(self._folder.name, "redis.sock")
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self):
        """Starts it, empty."""
        command = ["redis-server", "--port", "0", "--unixsocket", self._socket, "--dir", self._folder.name, "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self._process.stdout:
            if "eady to accept connections" in line:
                return
        raise AssertionError("redis-server did not start (is it installed?)")

    def kill(self):
        """As a crash ends it: what it held is gone."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, *command):
        """What redis-cli prints."""
        return subprocess.run(
            ["redis-cli", "-s", self._socket, *command], capture_output=True, check=True, text=True
        ).stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self._process.poll() is None:
            self.kill()
        self._folder.cleanup()
