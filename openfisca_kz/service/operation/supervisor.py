"""The parent of the worker processes: replaces those that end, and stops all of them in time."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from types import FrameType

from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from openfisca_kz.service.operation.logs import log_what_escapes
from openfisca_kz.service.operation.metrics_folder import forget_process

logger = logging.getLogger(__name__)
MARGIN_SECONDS = 5.0
"""How long a worker may take to end after the requests that it answers have had their time."""
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before a worker that was never ready is started again: after the first time, the second …, then the last."""


class Worker(Process):
    """uvicorn's own, whose event loop itself answers the parent, and whose failures go to the log.

    was_ready: whether it has told the parent that it serves.
    failures: how many before it, one after the other, have ended without having been ready.
    replaced_at: when another one is to take its place, now that it has ended.
    """

    was_ready = False
    failures = 0
    replaced_at: float | None = None

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve; runs in the process."""
        log_what_escapes()
        signal.signal(signal.SIGTERM, _end_with_the_log_written)
        try:
            super().target(sockets)
        except Exception as error:
            logger.critical("a worker failed", exc_info=error)
            sys.exit(1 if self.server.started else STARTUP_FAILURE)

    def pong(self) -> None:
        """Answer the parent once, with whether it serves; from then on an event loop that hangs does not answer."""
        self.child_conn.recv()
        started = self.server.started
        if not started:
            self.child_conn.send(started)
            return
        with suppress(RuntimeError):  # the loop has ended, and the process is about to
            self.server.servers[0].get_loop().call_soon_threadsafe(self.child_conn.send, started)


class Supervisor(Multiprocess):
    """uvicorn's own, with a socket for each worker, and with a limit for everything that it waits for.

    Args:
        config: of the server.
        sockets: the listening sockets, one for each worker.
        graceful_seconds: how long running requests may go on when the service is stopped.
        metrics: the folder of the numbers of the workers, if they are counted.
    """

    processes: list[Worker]  # type: ignore[assignment]

    def __init__(
        self, config: Config, sockets: list[socket.socket], graceful_seconds: float, metrics: Path | None
    ) -> None:
        super().__init__(config, sockets)
        self.graceful_seconds = graceful_seconds
        self.metrics = metrics
        self.asked: dict[Worker, float] = {}
        self.first: list[Worker] = []
        self.retiring: list[Worker] = []
        self.start_failed = False

    def init_processes(self) -> None:
        """Start the workers."""
        for place in range(self.processes_num):
            worker = self._started(place)
            if worker is None:
                self._fail_to_start()
                return
            self.processes.append(worker)
        self.first = list(self.processes)

    def keep_subprocess_alive(self) -> None:
        """Replace the workers that have ended or do not react.

        uvicorn's own waits for the reaction of each worker, and hears no signal meanwhile.
        """
        for place, worker in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            if worker.replaced_at is None and not self._lives(worker):
                self._take_leave_of(worker)
            if worker.replaced_at is not None and worker.replaced_at <= time.monotonic():
                self._replace(place)

    def restart_all(self) -> None:
        """Replace all workers, one after the other, each when the new one is ready; not if the end comes meanwhile."""
        for place, old in enumerate(self.processes):
            new = self._started(place)
            if new is None:
                return
            if not self._becomes_ready(new):
                self._end([new], seconds=0)
                if not self._is_told_to_end():
                    logger.error("a new worker was not ready in time; the old ones stay")
                return
            self.processes[place] = new
            self._retire(old)
            if self._is_told_to_end():
                return

    def terminate_all(self) -> None:
        """Tell all workers to stop; new clients are refused from now on."""
        super().terminate_all()
        for listening in self.sockets:
            listening.close()

    def join_all(self) -> None:
        """Wait for the workers; kill those that do not end in time."""
        self._end([*self.retiring, *self.processes], self.graceful_seconds + MARGIN_SECONDS)

    def handle_ttin(self) -> None:
        """Nothing: the number of workers is that of the sockets."""

    def handle_ttou(self) -> None:
        """Nothing, likewise."""

    def _started(self, place: int) -> Worker | None:
        """A new worker; None if the system gives no process, memory or open files for it at the moment."""
        try:
            worker = Worker(self.config, [self.sockets[place]])
            resource_tracker.ensure_running()  # otherwise `start` does, and lets SIGINT through
            with _sigint_waits():
                worker.start()
        except OSError:
            logger.exception("a worker cannot be started")
            return None
        return worker

    def _fail_to_start(self) -> None:
        self.start_failed = True
        self.should_exit.set()

    def _take_leave_of(self, worker: Worker) -> None:
        """Settle when a worker that has ended or hangs is replaced; a first one that failed to start ends all."""
        self._end([worker], seconds=0)
        if worker in self.first and not worker.was_ready and (worker.exitcode or 0) > 0:  # it was not killed
            self._fail_to_start()
            return
        pause = 0.0 if worker.was_ready else PAUSES[min(worker.failures, len(PAUSES) - 1)]
        worker.replaced_at = time.monotonic() + pause
        logger.error("a worker ended and is replaced", extra={"exit_code": worker.exitcode, "pause_seconds": pause})

    def _replace(self, place: int) -> None:
        """Start another worker in the place of one that has ended; if that does not work, it is tried again."""
        old, new = self.processes[place], self._started(place)
        if new:
            new.failures = 0 if old.was_ready else old.failures + 1
            self.processes[place] = new

    def _lives(self, worker: Worker) -> bool:
        return worker.process.is_alive() and self._reacts(worker)

    def _reacts(self, worker: Worker) -> bool:
        """Whether the worker has reacted lately; asks again if it has."""
        now = time.monotonic()
        try:
            if worker.parent_conn.poll():
                worker.was_ready = worker.parent_conn.recv() or worker.was_ready
                self.asked.pop(worker, None)
            if worker not in self.asked:
                self.asked[worker] = now
                worker.parent_conn.send(b"ping")
        except (OSError, EOFError):
            return False
        return now - self.asked[worker] < self.config.timeout_worker_healthcheck

    def _is_told_to_end(self) -> bool:
        """Whether there is a signal to end, which is heard after the one that is being handled."""
        return not {signal.SIGTERM, signal.SIGINT}.isdisjoint(self.signal_queue)

    def _becomes_ready(self, worker: Worker) -> bool:
        until = time.monotonic() + self.config.timeout_worker_healthcheck
        while self._lives(worker) and not worker.was_ready:
            if self._is_told_to_end() or time.monotonic() >= until:
                return False
            time.sleep(0.1)
        return worker.was_ready

    def _retire(self, old: Worker) -> None:
        """Let a worker end that has been replaced; if the service is told to end meanwhile, it ends with the others."""
        old.terminate()
        self.retiring = [old]
        until = time.monotonic() + self.graceful_seconds + MARGIN_SECONDS
        while old.exitcode is None and time.monotonic() < until:
            if self._is_told_to_end():
                return
            old.process.join(0.1)
        self._end(self.retiring, seconds=0)
        self.retiring = []

    def _end(self, workers: list[Worker], seconds: float) -> None:
        """Wait for workers to end, kill them after so many seconds, and forget what they were just doing."""
        until = time.monotonic() + seconds
        for worker in workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.exitcode is None:
                if seconds:
                    logger.error("a worker did not stop and is killed")
                worker.process.kill()
                worker.process.join()
            for pipe in (worker.parent_conn, worker.child_conn):
                pipe.close()
            self.asked.pop(worker, None)
            if self.metrics:
                forget_process(self.metrics, worker.pid)


@contextmanager
def _sigint_waits() -> Iterator[None]:
    """Hold SIGINT back meanwhile; a process started now never hears it.

    Ctrl-C goes to the workers as well, in whatever they are doing: it is the parent that ends them.
    """
    if sys.platform == "win32":  # which has no such mask
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_with_the_log_written(number: int, frame: FrameType | None) -> None:
    logging.shutdown()
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
