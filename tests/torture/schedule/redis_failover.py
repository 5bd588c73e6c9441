"""Servers of which another takes over when one dies: a Redis Cluster, and a primary that Sentinel watches."""

import os
import socket
import subprocess
import time

from redis_servers import PATIENCE_SECONDS, milliseconds

SHARDS = 6


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Node:
    """A redis-server on a port of loopback."""

    def __init__(self, folder, settings=(), mode=()):
        self._folder = folder
        self._settings = settings
        self._mode = mode
        self.port = free_port()
        os.mkdir(folder)
        self._configure()
        self.start()

    def _configure(self):
        lines = [f"port {self.port}", "bind 127.0.0.1", f"dir {self._folder}", 'save ""', *self._settings]
        with open(os.path.join(self._folder, "redis.conf"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def start(self):
        # Ends with the supervisor, even if that is killed.
        command = ["setpriv", "--pdeathsig", "KILL", "redis-server", os.path.join(self._folder, "redis.conf"), *self._mode]
        with open(os.path.join(self._folder, "log"), "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until(lambda: self.ask("PING") == "PONG")

    def kill(self):
        self._process.kill()
        self._process.wait()

    def ask(self, *words):
        """What redis-cli prints; nothing if it is away."""
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    def count_in_log(self, words):
        with open(os.path.join(self._folder, "log"), encoding="utf-8", errors="replace") as log:
            return log.read().count(words)

    def is_primary(self):
        return self.ask("ROLE").startswith("master")

    def is_followed(self):
        """Whether a replica of it is up to date: before that it cannot be replaced."""
        return "state=online" in self.ask("INFO", "replication")


def wait_until(is_so):
    """Returns what it is then."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (so := is_so()):
        if time.monotonic() > until:
            raise AssertionError("the servers took too long")
        time.sleep(0.05)
    return so


class Failover:
    """What both have in common: `_nodes` hold the data, primaries and replicas. `_failovers` are those that were meant."""

    def troubles(self):
        return (("cut", 5, self.cut_connections), ("failover", 25, self.fail_over))

    def cut_connections(self):
        """Returns from when until when that was: meanwhile a claim may get an answer of one server, and none of another."""
        begin = milliseconds()
        for node in self._nodes:
            node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        return f"cut {begin} {milliseconds()}"

    def fail_over(self):
        """Kills a primary, and starts it again when another has taken over. Writes that its replica did not have yet are
        lost; returns from when until when that was, in ms."""
        # A replica that was cut off, or is being told whom to follow, is back soon.
        primary = wait_until(lambda: [node for node in self._nodes if node.is_primary() and node.is_followed()])[0]
        primaries = sum(node.is_primary() for node in self._nodes)
        begin = milliseconds()
        self._failovers += 1
        primary.kill()
        wait_until(lambda: sum(node.is_primary() for node in self._nodes) == primaries and self._knows_of(primary))
        primary.start()
        wait_until(lambda: not primary.is_primary() and self._is_whole())
        return f"failover {begin} {milliseconds()}"

    def surprise(self):
        """What the checker could not know of: a failover that nobody meant, by servers that waited too long for one another.
        What it loses is no fault of the schedule, so that a run with such a one shows nothing."""
        surplus = self._happened() - self._failovers
        return f"{surplus} failovers by themselves: the machine is too busy" if surplus else None

    def stop(self):
        for node in self._nodes:
            node.kill()


class Cluster(Failover):
    """Three primaries, and a replica of each."""

    def __init__(self, folder):
        os.mkdir(folder)
        self._failovers = 0
        self._nodes = [
            Node(os.path.join(folder, str(i)), ["cluster-enabled yes", f"cluster-port {free_port()}",
                                                "cluster-node-timeout 2000", "repl-diskless-sync-delay 0"])
            for i in range(6)
        ]
        places = [f"127.0.0.1:{node.port}" for node in self._nodes]
        subprocess.run(["redis-cli", "--cluster", "create", *places, "--cluster-replicas", "1", "--cluster-yes"],
                       stdout=subprocess.DEVNULL, check=True)
        wait_until(self._is_whole)
        self.url = f"redis+cluster://{','.join(places)}?shards={SHARDS}"

    def _is_whole(self):
        return all("cluster_state:ok" in node.ask("CLUSTER", "INFO") and (not node.is_primary() or node.is_followed())
                   for node in self._nodes)

    def _happened(self):
        return sum(node.count_in_log("Failover election won") for node in self._nodes)

    def _knows_of(self, dead):
        return True  # the others' epoch is greater: it takes no writes that count


class Watched(Failover):
    """A primary, a replica, and three sentinels."""

    def __init__(self, folder):
        os.mkdir(folder)
        self._failovers = 0
        quick = ["repl-diskless-sync-delay 0"]
        primary = Node(os.path.join(folder, "first"), quick)
        self._nodes = [primary, Node(os.path.join(folder, "second"), [*quick, f"replicaof 127.0.0.1 {primary.port}"])]
        watch = [f"sentinel monitor main 127.0.0.1 {primary.port} 2", "sentinel down-after-milliseconds main 2000",
                 "sentinel failover-timeout main 3000"]
        self._sentinels = [Node(os.path.join(folder, f"sentinel-{i}"), watch, ["--sentinel"]) for i in range(3)]
        wait_until(self._is_whole)
        places = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in self._sentinels)
        self.url = f"redis+sentinel://{places}/main"

    def _is_whole(self):
        return any(node.is_followed() for node in self._nodes) and all(
            "num-other-sentinels 2" in words and "num-slaves 1" in words
            for words in (" ".join(sentinel.ask("SENTINEL", "master", "main").split())
                          for sentinel in self._sentinels)
        )

    def _happened(self):
        return max(sentinel.count_in_log("+switch-master") for sentinel in self._sentinels)

    def _knows_of(self, dead):
        """Whether all sentinels name another primary. One that comes back while they do not may be taken for it: it takes
        writes, and they are lost when it is made a replica."""
        return all(str(dead.port) not in sentinel.ask("SENTINEL", "get-master-addr-by-name", "main").split()
                   for sentinel in self._sentinels)

    def stop(self):
        super().stop()
        for sentinel in self._sentinels:
            sentinel.kill()
