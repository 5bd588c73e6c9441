"""A redis-server of a test's own, on a unix socket."""

import os
import subprocess
import tempfile


class RedisServer:
    """`settings` are more of its options: ("--appendonly", "yes"). Without any it keeps nothing on disk."""

    def __init__(self, *settings, folder=None):
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="retally-redis-")
        self.folder = folder or self._temporary.name
        os.makedirs(self.folder, exist_ok=True)
        self._settings = settings
        self._socket = os.path.join(self.folder, "redis.sock")
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self):
        """Starts it with what it has on disk, and waits until it is ready."""
        # Ends with us, even if we are killed.
        command = ["setpriv", "--pdeathsig", "KILL", "redis-server", "--port", "0", "--unixsocket", self._socket,
                   "--dir", self.folder, "--save", "", *self._settings]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0)
        for line in self._process.stdout:
            if "eady to accept connections" in line:
                # What it says later goes nowhere: it would wait for a reader.
                self._process.stdout.close()
                return
        raise AssertionError("redis-server did not start (is it installed?)")

    def kill(self):
        """As a crash ends it: what it has not on disk is gone."""
        self._process.kill()
        self._process.wait()

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
        if self._temporary:
            self._temporary.cleanup()
