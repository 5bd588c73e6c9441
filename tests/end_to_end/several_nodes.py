"""The set-up of several nodes, all on this machine: PostgreSQL, Redis, three nodes, and HAProxy in front of them."""

import contextlib
import os
import time

from haproxy import HaProxy
from postgres_server import PostgresServer
from program import PATIENCE_SECONDS, Server
from redis_server import RedisServer

NODES = 3  # as many as deploy/haproxy.cfg names


class Node:
    """A `retally serve` that is always started again on the same port."""

    def __init__(self, store, arguments, log):
        self._store = store
        self._arguments = arguments
        self._log = log
        self.server = Server(store, *arguments, stderr=log)
        self.port = self.server.port

    def kill(self):
        """It is dead when this returns."""
        self.server.__exit__()

    def stop(self):
        """Asks it to end, and returns its exit code."""
        with self.server:
            return self.server.stop()

    def start(self):
        """Starts it until it listens, as a service manager does where one ends because its database is away."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.server = Server(self._store, *self._arguments, port=self.port, stderr=self._log)
                return
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


class SeveralNodes:
    """All of it in a folder; what lies there already is used again. `arguments` are those of `retally serve`, `port`
    is the balancer's, and `log` a file for what the nodes have to say."""

    def __init__(self, folder, *arguments, port=0, log=None, postgres_settings=(), redis_settings=()):
        self._things = contextlib.ExitStack()
        os.makedirs(folder, exist_ok=True)
        if os.geteuid() == 0:
            os.chmod(folder, 0o711)  # PostgreSQL runs as another user then, and has to go through it
        with self._things:
            self.postgres = self._things.enter_context(
                PostgresServer(*postgres_settings, folder=os.path.join(folder, "postgres")))
            self.redis = self._things.enter_context(
                RedisServer(*redis_settings, folder=os.path.join(folder, "redis")))
            self.store = self.postgres.url("retally")
            if self.postgres.ask("SELECT count(*) FROM pg_database WHERE datname = 'retally'") == "0":
                self.postgres.make_database("retally")
            self.nodes = [self._start_node(arguments, log) for _ in range(NODES)]
            self.haproxy = self._things.enter_context(HaProxy([node.port for node in self.nodes], port))
            self._things = self._things.pop_all()  # all have started: they end with us, not here

    def _start_node(self, arguments, log):
        node = Node(self.store, ("--schedule", self.redis.url, *arguments), log)
        self._things.callback(node.kill)
        return node

    def stop(self):
        """Ends all in order, so that the nodes can still end what they are in. Leaving it otherwise kills them."""
        self.haproxy.stop()
        for node in self.nodes:
            node.stop()
        self.postgres.stop()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._things.close()
