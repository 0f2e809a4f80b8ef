"""A real server process for a test: on a free port, with limits of its own, its log at hand."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.service.operation.tiny import APPLICATION

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from openfisca_kz.service.operation import server
from openfisca_kz.service.settings import load_settings
from openfisca_kz.terminal import clear_errors
server.HEALTH_SECONDS = float(sys.argv[2])
with clear_errors():
    sys.exit(server.serve(load_settings(), sys.argv[1]))
"""


class ServerProcess:
    """In a session of its own, as from a terminal: its process group is it and its workers.

    stdout: open file in the place of that of `log`.
    before: Python that the parent process runs first.
    """

    def __init__(self, log, application, settings, health_limit=30.0, stdout=None, before=""):
        self.log_file = log
        log.write_bytes(b"")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENFISCA_KZ_")}
        environment |= {f"OPENFISCA_KZ_{name.upper()}": str(value) for name, value in settings.items()}
        environment |= {"OPENFISCA_KZ_PORT": environment.get("OPENFISCA_KZ_PORT", "0"), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", before + PROGRAM, application, str(health_limit)],
            stdout=log.open("ab") if stdout is None else stdout,
            stderr=log.open("ab"),
            stdin=subprocess.DEVNULL,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )

    def wait_until_ready(self, workers):
        self.port = self.wait_for(lambda: [line["port"] for line in self.lines() if line["event"] == "listening"])[0]
        self.wait_for(lambda: len(self.events("Application startup complete.")) >= workers)

    def wait_for(self, what, seconds=30):
        """The first true answer of `what`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = what()
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s; the log:\n{self.text()}")

    def text(self):
        return self.log_file.read_text()

    def lines(self):
        return [json.loads(line) for line in self.text().splitlines()]

    def events(self, event):
        return [line for line in self.lines() if line["event"] == event]

    def requests(self, count):
        """The lines of requests, once there are so many."""
        self.wait_for(lambda: len(self.events("request")) >= count)
        return self.events("request")

    def get(self, path, body=None, headers=None, timeout=20):
        """Status, headers and body of an answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers or {})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def connect(self, data=b""):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(data)
        return connection

    def metric(self, name):
        """The value of a sample of /metrics, such as `openfisca_kz_connections`; 0 if there is none."""
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.get("/metrics")[2].decode(), re.MULTILINE)
        return float(found[1]) if found else 0.0

    def stop(self, number=signal.SIGTERM, seconds=15):
        """End it; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


@contextmanager
def server(folder, application=APPLICATION, workers=1, health_limit=30.0, before="", **settings):
    """A server that answers; it is ended with the context, if it has not ended itself."""
    started = ServerProcess(
        folder / "log",
        application,
        {"workers": workers, "graceful_seconds": 0.2, **settings},
        health_limit,
        before=before,
    )
    try:
        started.wait_until_ready(workers)
        yield started
    finally:
        if started.process.poll() is None:
            started.process.terminate()
            try:
                started.process.wait(15)
            except subprocess.TimeoutExpired:
                started.process.kill()
                started.process.wait()


def received(connection):
    """All bytes until the server closes; what it said before a reset."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        parts.append(b"")
    return b"".join(parts)


def answer_of(connection):
    """Status, head in lower case, and the body of one answer with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65_536)
        assert part, f"closed after {data!r}"
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
    while len(body) < length:
        body += connection.recv(65_536)
    return int(head.split()[1]), head.decode().lower(), body
