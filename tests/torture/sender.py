"""Sends bodies of events as CVAT's sender does, only worse: over several connections, in a shuffled order, and some of
them twice. A body that was not answered with 200 is sent again."""

import http.client
import threading
import time

from program import PATIENCE_SECONDS

SHUFFLED_OVER = 300  # bodies; a body arrives up to so many places early or late …
LATE = 0.01  # … and some at the very end
REPEATED = 0.1

# Before a body is sent again: else a set-up that is away for a moment would be asked thousands of times.
PAUSE_SECONDS = 0.02

# "Later"; of a balancer too, when a node died while it answered, or none is there.
SEND_AGAIN = (502, 503, 504)


class Sender:
    """Posts bodies, the last one first, until each was answered with 200."""

    def __init__(self, bodies, connections):
        self._changed = threading.Condition()
        self._waiting = bodies  # guarded by _changed, as all below
        self._under_way = 0
        self._port = None  # none while there is no server
        self._answered = 0
        self._sent_again = 0
        self._failure = None
        self._threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def server_is_up(self, port):
        with self._changed:
            self._port = port
            self._changed.notify_all()

    def server_is_down(self):
        with self._changed:
            self._port = None

    def wait_for_answers(self, count):
        """Returns when so many more bodies were answered, or all."""
        with self._changed:
            until = self._answered + count
            self._wait(lambda: self._answered >= until or self._is_done())

    def wait_for_end(self):
        with self._changed:
            self._wait(self._is_done)

    def left(self):
        with self._changed:
            return len(self._waiting) + self._under_way

    def totals(self):
        with self._changed:
            return self._answered, self._sent_again

    def _wait(self, reached):
        answered = self._answered
        while not self._changed.wait_for(lambda: reached() or self._failure, PATIENCE_SECONDS):
            if self._answered == answered:
                raise AssertionError(f"the server took no body for {PATIENCE_SECONDS} s")
            answered = self._answered
        if self._failure:
            raise self._failure

    def _is_done(self):
        return not self._waiting and self._under_way == 0

    def _take(self):
        """A body and the port to post it to; none when there is no more to do."""
        with self._changed:
            self._changed.wait_for(lambda: (self._waiting and self._port) or self._is_done())
            if self._is_done():
                return None, None
            self._under_way += 1
            return self._waiting.pop(), self._port

    def _note(self, body, status, text):
        """What became of a body; no status when there was no answer."""
        with self._changed:
            self._under_way -= 1
            if status == 200:
                self._answered += 1
            else:
                self._sent_again += 1
                self._waiting.append(body)
            # Any other answer is a fault that sending again would hide.
            if status not in (None, 200, *SEND_AGAIN):
                self._failure = AssertionError(f"POST /: {status} {text}")
            self._changed.notify_all()

    def _send_all(self):
        connection = None
        while True:
            body, port = self._take()
            if body is None:
                return
            status, text = None, ""
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
                connection.request("POST", "/", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = None
            if status != 200:
                time.sleep(PAUSE_SECONDS)
            self._note(body, status, text)


def disturbed(bodies, chance):
    """The bodies in the order in which they are sent; the first is the last of the list."""
    bodies = bodies + chance.sample(bodies, int(len(bodies) * REPEATED))

    def place(at):
        return len(bodies) + at if chance.random() < LATE else at + chance.uniform(0, SHUFFLED_OVER)

    # A repeat comes anywhere: some before what they repeat.
    count = len(bodies)
    placed = [(place(at if at < count else chance.randrange(count)), at) for at in range(len(bodies))]
    return [bodies[at] for _, at in sorted(placed, reverse=True)]
