"""The servers under a torture. What runs against one server runs against others that have these functions."""

import os
import shutil
import socket
import subprocess
import time

PATIENCE_SECONDS = 180  # a sentinel that was kept waiting trusts its clock no more, and does nothing for 30 s


def milliseconds():
    return time.time_ns() // 1_000_000


class OneServer:
    """A redis-server that writes to disk before it answers, so that it loses nothing by a restart."""

    def __init__(self, folder):
        self._folder = folder
        self._socket = os.path.join(folder, "redis.sock")
        self.url = "unix://" + self._socket
        os.mkdir(folder)
        self._process = None
        self._start()

    def troubles(self):
        """What can be done to it: its name, once in how many seconds, and what does it. That returns the event that it
        was, where the checker must know of it."""
        return (("cut", 5, self.cut_connections), ("restart", 20, self.restart), ("loss", 45, self.restart_without_data))

    def surprise(self):
        return None

    def stop(self):
        self._process.kill()
        self._process.wait()

    def restart(self):
        """Kills it, and starts it again with all that it has acknowledged."""
        self.stop()
        self._start()

    def restart_without_data(self):
        """The same, but nothing is left. When that was, in ms, is a time at which it did nothing else."""
        self.stop()
        lost = self._apart()
        shutil.rmtree(self._folder)
        os.mkdir(self._folder)
        self._start()
        return f"loss {lost}"

    def cut_connections(self):
        self._ask("CLIENT KILL TYPE normal SKIPME yes")

    def _apart(self):
        """A millisecond of its own: what was before is earlier, what comes now is later."""
        time.sleep(0.002)
        now = milliseconds()
        time.sleep(0.002)
        return now

    def _start(self):
        # Ends with the supervisor, even if that is killed.
        command = ["setpriv", "--pdeathsig", "KILL", "redis-server", "--port", "0", "--unixsocket", self._socket,
                   "--dir", self._folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always"]
        with open(os.path.join(self._folder, "log"), "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError("redis-server did not start: see " + os.path.join(self._folder, "log"))
            time.sleep(0.005)

    def _is_ready(self):
        try:
            return self._ask("PING").startswith(b"+PONG")  # else it is loading what it has on disk
        except OSError:
            return False

    def _ask(self, command):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE_SECONDS)
            connection.connect(self._socket)
            connection.sendall(command.encode() + b"\r\n")
            return connection.recv(1024)
