"""A PostgreSQL server of a test's own, on a unix socket.

It needs Debian's package and nothing of its configuration: no service runs, no port is taken. PostgreSQL refuses to run
as root; tests that do run it as the user `postgres`, which the package has made.
"""

import glob
import os
import re
import shutil
import signal
import subprocess
import tempfile


class PostgresServer:
    """`settings` are lines of postgresql.conf, which win over ours. It does not sync unless they say so: what is
    committed outlives every kill, but not a power cut."""

    def __init__(self, *settings, folder=None):
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="retally-postgres-")
        self.folder = folder or self._temporary.name
        self._data = os.path.join(self.folder, "data")
        self._lifeline = None
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        if not os.path.exists(self._data):
            self._make()
        self._configure(settings)
        self.start()

    def _make(self):
        self._program("initdb", "--username", "retally", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
                      "--no-sync", "--pgdata", self._data)

    def _configure(self, settings):
        with open(os.path.join(self._data, "postgresql.auto.conf"), "w") as file:
            for line in (
                f"unix_socket_directories = '{self.folder}'",
                "listen_addresses = ''",
                "max_connections = 200",
                "fsync = off",
                "dynamic_shared_memory_type = mmap",  # in its folder: nothing is left behind where it is killed
                *settings,
            ):
                print(line, file=file)

    def url(self, database="postgres"):
        return f"postgresql:///{database}?user=retally&host={self.folder}"

    def make_database(self, name):
        """Makes an empty database, and returns its URL."""
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def ask(self, sql, database="postgres"):
        """What psql prints."""
        return self._program("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql,
                             self.url(database))

    def start(self):
        """Starts it with its data, and waits until it is ready."""
        self._lifeline, held = os.pipe()
        try:
            self._process = subprocess.Popen(
                as_its_user(program("postgres"), "-D", self._data),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, pass_fds=(held,), process_group=0,
            )
        finally:
            os.close(held)
        said = []
        for line in self._process.stdout:
            said.append(line)
            if "database system is ready to accept connections" in line:
                # What it says later goes nowhere: it would wait for a reader.
                self._process.stdout.close()
                return
        raise AssertionError("postgres did not start:\n" + "".join(said))

    def kill(self):
        """As a crash ends it: connections break in the middle of what they do."""
        self._end(signal.SIGKILL)

    def stop(self):
        """Ends it in order: connections are cut, what they had not committed is undone."""
        self._end(signal.SIGINT)

    def _end(self, by):
        if self._lifeline is None:
            return
        self._process.send_signal(by)
        self._process.wait()
        # The others of its processes see that, and end by themselves: the pipe ends with the last of them. Before, it
        # can't be started again.
        os.read(self._lifeline, 1)
        os.close(self._lifeline)
        self._lifeline = None

    def _program(self, name, *arguments):
        ended = subprocess.run(as_its_user(program(name), *arguments), capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise AssertionError(f"{name} failed:\n{ended.stdout}{ended.stderr}")
        return ended.stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._end(signal.SIGQUIT)  # at once, but so that it gives back its shared memory
        if self._temporary:
            self._temporary.cleanup()


def program(name):
    """Debian keeps the programs of each version in a folder of its own: that of the latest one."""
    found = glob.glob(f"/usr/lib/postgresql/*/bin/{name}")
    if not found:
        raise AssertionError("no PostgreSQL in /usr/lib/postgresql: install postgresql")
    return max(found, key=lambda path: int(re.search(r"postgresql/(\d+)", path)[1]))


def as_its_user(*command):
    """Ends with us, even if we are killed."""
    user = ("--reuid", "postgres", "--regid", "postgres", "--clear-groups") if os.geteuid() == 0 else ()
    return ["setpriv", *user, "--pdeathsig", "QUIT", *command]
