"""HAProxy with the configuration of deploy/, in front of three nodes of a test's own."""

import os
import socket
import subprocess

# It is no program for everybody: Debian keeps it where not everybody's path leads.
PROGRAM = "/usr/sbin/haproxy"
CONFIGURATION = os.path.join(os.path.dirname(__file__), "..", "..", "deploy", "haproxy.cfg")


class HaProxy:
    """`nodes` are ports on loopback. It listens on a free one, which is ours before it starts: who connects meanwhile
    waits."""

    def __init__(self, nodes, port=0):
        listener = socket.create_server(("127.0.0.1", port))
        ingest = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.ingest_port = ingest.getsockname()[1]
        addresses = {
            "RETALLY_LISTEN": f"fd@{listener.fileno()}",
            "RETALLY_INGEST_LISTEN": f"fd@{ingest.fileno()}",
            **{f"RETALLY_NODE_{i}": f"127.0.0.1:{node}" for i, node in enumerate(nodes, 1)},
            **{f"RETALLY_INGEST_{i}": f"127.0.0.1:{node}" for i, node in enumerate(nodes, 1)},
        }
        with listener, ingest:
            # Ends with us, even if we are killed. Warnings are for the one who set it up: a node that dies is one.
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", PROGRAM, "-db", "-f", CONFIGURATION],
                env={**os.environ, **addresses}, pass_fds=(listener.fileno(), ingest.fileno()), stderr=subprocess.DEVNULL,
                process_group=0,
            )

    def stop(self):
        self._process.kill()
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.stop()
