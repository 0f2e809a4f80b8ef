"""Worker processes: replaced when they end, stopped with their requests answered, never left behind."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.service.operation.server_process import ServerProcess, answer_of, server
from tests.service.operation.tiny import APPLICATION

BIN = Path(sys.executable).parent


def pid_of(running):
    return int(running.get("/health")[2].split(b":")[1].strip(b" }"))


def in_background(function):
    """Starts the function in a thread; gives a function that waits for its result."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()

    def result():
        thread.join(20)
        return results[0]

    return result


def test_a_killed_worker_is_replaced_and_the_next_request_is_answered(tmp_path):
    with server(tmp_path) as running:
        killed = pid_of(running)
        os.kill(killed, signal.SIGKILL)
        assert pid_of(running) != killed
        assert running.events("a worker ended and is replaced")[0]["exit_code"] == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux spreads connections")
def test_the_other_worker_answers_meanwhile(tmp_path):
    """The parent sleeps, so that there is no replacement yet."""
    with server(tmp_path, workers=2) as running:
        killed, other = {pid_of(running) for _ in range(40)}
        os.kill(running.process.pid, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        asked = [running.connect(b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n") for _ in range(40)]
        answered = running.wait_for(lambda: select.select(asked, [], [], 0)[0])
        assert {json.loads(answer_of(connection)[2])["pid"] for connection in answered} == {other}
        os.kill(running.process.pid, signal.SIGCONT)
        waiting = [connection for connection in asked if connection not in answered]
        assert {answer_of(connection)[0] for connection in waiting} == {200}


SPAWN_FAILS = """
import errno
import multiprocessing.util
import os
spawn = multiprocessing.util.spawnv_passfds
def spawn_or_fail(path, args, fds):
    if os.path.exists({file!r}):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    return spawn(path, args, fds)
multiprocessing.util.spawnv_passfds = spawn_or_fail
"""
"""The system gives no process as long as there is such a file."""


def test_a_replacement_for_which_there_is_no_process_is_tried_again(tmp_path):
    file = tmp_path / "no-process"
    with server(tmp_path, before=SPAWN_FAILS.format(file=str(file))) as running:
        killed = pid_of(running)
        file.touch()
        os.kill(killed, signal.SIGKILL)
        running.wait_for(lambda: len(running.events("a worker cannot be started")) == 2)
        file.unlink()
        assert pid_of(running) != killed


def test_a_first_worker_for_which_there_is_no_process_ends_the_service(tmp_path):
    before = SPAWN_FAILS.format(file=str(tmp_path))
    failing = ServerProcess(tmp_path / "log", APPLICATION, {"workers": 2}, before=before)
    assert failing.process.wait(20) == 1
    assert failing.events("a worker cannot be started")[0]["error"] == "BlockingIOError"


FAILS_AFTER_ALL = """
from openfisca_kz.service.operation.supervisor import Supervisor
def fail(supervisor):
    raise RuntimeError
Supervisor.handle_hup = fail
"""


def test_workers_end_when_their_parent_fails(tmp_path):
    with server(tmp_path, workers=2, before=FAILS_AFTER_ALL) as running:
        workers = psutil.Process(running.process.pid).children()
        assert running.stop(signal.SIGHUP) == 1
        assert psutil.wait_procs(workers, timeout=5)[1] == []
        assert running.lines()[-1]["error"] == "RuntimeError"
        assert len(running.events("Shutting down")) == 2


def test_a_replacement_that_fails_is_tried_again_ever_more_slowly(tmp_path, monkeypatch):
    """What fails is read before the application is made: the module of the metrics."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with server(tmp_path, workers=2) as running:
        killed, other = {pid_of(running) for _ in range(40)}
        folder = next(tmp_path.glob("openfisca-kz-metrics-*"))
        folder.rename(tmp_path / "away")
        folder.touch()
        os.kill(killed, signal.SIGKILL)
        failed = running.wait_for(
            lambda: [ended for ended in running.events("a worker ended and is replaced") if ended["exit_code"] == 3][1:]
        )
        assert failed[0]["pause_seconds"] >= 1
        assert running.events("a worker failed")[0]["frames"]
        assert psutil.pid_exists(other)
        folder.unlink()
        (tmp_path / "away").rename(folder)
        running.wait_for(lambda: len(running.events("Application startup complete.")) == 3)
        assert len({pid_of(running) for _ in range(40)} - {killed}) == 2
        assert running.stop() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux spreads connections")
def test_connections_that_come_together_are_spread_over_the_workers(tmp_path):
    """Whatever worker is awake first; both are made to sleep meanwhile."""
    with server(tmp_path, workers=2) as running:
        workers = sorted({pid_of(running) for _ in range(40)})
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        together = [running.connect(b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n") for _ in range(40)]
        os.kill(workers[0], signal.SIGCONT)
        time.sleep(0.5)
        answered, _, _ = select.select(together, [], [], 0)
        os.kill(workers[1], signal.SIGCONT)
        assert 6 <= len(answered) <= 34
        assert {answer_of(connection)[0] for connection in together} == {200}


def test_a_worker_that_does_not_react_is_replaced(tmp_path):
    with server(tmp_path, health_limit=0.8) as running:
        stopped = pid_of(running)
        os.kill(stopped, signal.SIGSTOP)
        running.wait_for(lambda: running.events("a worker ended and is replaced"), seconds=10)
        assert pid_of(running) != stopped


def test_a_worker_whose_event_loop_hangs_is_replaced(tmp_path):
    with server(tmp_path, health_limit=2) as running:
        hanging = pid_of(running)
        running.connect(b"GET /hang HTTP/1.1\r\nhost: test\r\n\r\n")
        running.wait_for(lambda: running.events("a worker ended and is replaced"))
        assert pid_of(running) != hanging


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_running_request_is_answered_before_the_end(tmp_path, number):
    with server(tmp_path, workers=2, graceful_seconds=10) as running:
        asked = in_background(lambda: running.get("/calculate?seconds=1.5", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        start = time.monotonic()
        assert running.stop(number) == 0
        assert time.monotonic() - start < 5
        assert asked()[0] == 200
        assert running.lines()[-1]["event"] == "stopped"


def test_the_end_may_come_during_the_start(tmp_path):
    starting = ServerProcess(tmp_path / "log", APPLICATION, {"workers": 2})
    starting.wait_for(lambda: starting.events(f"Started parent process [{starting.process.pid}]"))
    assert starting.stop() == 0


def test_an_interrupt_of_the_whole_group_ends_also_what_is_starting(tmp_path):
    starting = ServerProcess(tmp_path / "log", APPLICATION, {"workers": 2})
    starting.wait_for(lambda: starting.events(f"Started parent process [{starting.process.pid}]"))
    while starting.process.poll() is None:
        os.killpg(starting.process.pid, signal.SIGINT)
        time.sleep(0.02)
    assert starting.process.returncode == 0
    assert starting.lines()[-1]["event"] == "stopped"


def test_further_signals_to_end_do_not_change_the_end(tmp_path):
    with server(tmp_path) as running:
        while running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.001)
        assert running.process.returncode == 0


def test_a_request_that_takes_too_long_at_the_end_is_told_so(tmp_path):
    with server(tmp_path, graceful_seconds=0.3) as running:
        asked = in_background(lambda: running.get("/calculate?seconds=5", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        start = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - start < 3
        status, headers, body = asked()
        assert (status, headers["Retry-After"], b'"stopping"' in body) == (503, "5", True)


def test_idle_connections_and_clients_that_do_not_read_do_not_hold_up_the_end(tmp_path):
    with server(tmp_path, graceful_seconds=0.3) as running:
        kept = running.connect(b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n")
        assert answer_of(kept)[0] == 200
        silent, unfinished = running.connect(), running.connect(b"POST /calculate HTTP/1.1\r\n")
        deaf = running.connect(b"GET /large?bytes=50000000 HTTP/1.1\r\nhost: test\r\n\r\n")
        running.wait_for(lambda: running.metric("openfisca_kz_connections") >= 5)
        start = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - start < 3
        for connection in (kept, silent, unfinished, deaf):
            connection.close()


def test_a_request_that_was_on_its_way_when_the_end_came_is_answered(tmp_path):
    request = b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n"
    with server(tmp_path, graceful_seconds=5) as running:
        kept, fresh = running.connect(request), running.connect()
        assert answer_of(kept)[0] == 200
        running.process.send_signal(signal.SIGTERM)
        running.wait_for(lambda: running.events("Shutting down"))
        for connection in (kept, fresh):
            connection.sendall(request)
            status, head, _ = answer_of(connection)
            assert (status, "connection: close" in head) == (200, True)


def test_new_connections_are_refused_while_the_last_requests_are_answered(tmp_path):
    with server(tmp_path, workers=2, graceful_seconds=10) as running:
        asked = in_background(lambda: running.get("/calculate?seconds=2", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        running.process.send_signal(signal.SIGTERM)
        running.wait_for(lambda: _is_refused(running), seconds=1.5)
        assert asked()[0] == 200


def _is_refused(running):
    try:
        running.connect().close()
    except ConnectionRefusedError:
        return True
    return False


def status_or_error(running):
    try:
        return running.get("/calculate?seconds=0.01", b"{}")[0]
    except OSError as error:
        return error


def test_hangup_replaces_the_workers_without_a_request_lost(tmp_path):
    with server(tmp_path, workers=2, graceful_seconds=5) as running:
        before = {pid_of(running) for _ in range(40)}
        answers, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                answers.append(status_or_error(running))

        clients = [threading.Thread(target=ask) for _ in range(3)]
        for client in clients:
            client.start()
        running.process.send_signal(signal.SIGHUP)
        running.wait_for(lambda: len(running.events("Application startup complete.")) == 4)
        running.wait_for(lambda: len(running.events("Shutting down")) == 2)
        time.sleep(0.3)
        stop.set()
        for client in clients:
            client.join(20)
        assert set(answers) == {200}
        assert not before & {pid_of(running) for _ in range(40)}


def test_the_end_is_heard_while_a_replaced_worker_answers_its_last_requests(tmp_path):
    with server(tmp_path, workers=2, graceful_seconds=6) as running:
        unfinished = b"POST /calculate HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\n\r\n{"
        slow = [running.connect(unfinished) for _ in range(40)]
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 41)
        running.process.send_signal(signal.SIGHUP)
        running.wait_for(lambda: running.events("Shutting down"))
        start = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - start < 11, "not the seconds of both workers, one after the other"
        assert {answer_of(connection)[0] for connection in slow} == {503}


def test_the_end_is_heard_while_a_new_worker_is_not_ready(tmp_path):
    with server(tmp_path) as running:
        parent = psutil.Process(running.process.pid)
        before = set(parent.children())
        running.process.send_signal(signal.SIGHUP)
        new = running.wait_for(lambda: set(parent.children()) - before)
        new.pop().suspend()
        assert running.stop() == 0
        assert running.events("Received SIGTERM, exiting.")


def test_workers_end_when_their_parent_is_killed(tmp_path):
    with server(tmp_path, workers=2) as running:
        workers = psutil.Process(running.process.pid).children()
        running.process.kill()
        running.process.wait()
        _, alive = psutil.wait_procs(workers, timeout=5)
        assert alive == []


def test_an_application_that_cannot_be_made_ends_the_service(tmp_path):
    failing = ServerProcess(tmp_path / "log", "tests.service.operation.tiny:no_such_function", {"workers": 2})
    assert failing.process.wait(20) == 1
    assert failing.events("the application cannot be made")[0]["error"] == "AttributeError"
    assert "Traceback" not in failing.text()


def test_a_port_that_is_taken_is_one_clear_sentence(tmp_path):
    with server(tmp_path, workers=2) as running:
        done = subprocess.run(
            [BIN / "openfisca-kz", "serve", "--port", str(running.port)], capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: The service cannot listen on 127.0.0.1 port {running.port}: address already in use. "
        "Choose another --host and --port, or end what uses it.\n"
    )


def test_the_folder_of_the_metrics_is_taken_away(tmp_path):
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary")}
    saved = os.environ.get("TMPDIR")
    os.environ.update(environment)
    try:
        with server(tmp_path) as running:
            assert len(list((tmp_path / "temporary").iterdir())) == 1
            assert running.stop() == 0
            assert list((tmp_path / "temporary").iterdir()) == []
    finally:
        os.environ.pop("TMPDIR")
        if saved is not None:
            os.environ["TMPDIR"] = saved


def test_ipv6(tmp_path):
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with server(tmp_path, host="::1", workers=2) as running, socket.create_connection(("::1", running.port)) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nhost: test\r\n\r\n")
        assert answer_of(client)[0] == 200
