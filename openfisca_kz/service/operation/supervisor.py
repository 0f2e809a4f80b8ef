"""The parent of the worker processes: replaces those that end, and stops all of them in time."""

from __future__ import annotations

import logging
import socket
import time
from pathlib import Path

from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from openfisca_kz.service.operation.metrics_folder import forget_process

logger = logging.getLogger(__name__)
MARGIN_SECONDS = 5.0
"""How long a worker may take to end after the requests that it answers have had their time."""


class Supervisor(Multiprocess):
    """uvicorn's own, with a socket for each worker, and with a limit for everything that it waits for.

    Args:
        config: of the server.
        sockets: the listening sockets, one for each worker.
        graceful_seconds: how long running requests may go on when the service is stopped.
        metrics: the folder of the numbers of the workers, if they are counted.
    """

    def __init__(
        self, config: Config, sockets: list[socket.socket], graceful_seconds: float, metrics: Path | None
    ) -> None:
        super().__init__(config, sockets)
        self.graceful_seconds = graceful_seconds
        self.metrics = metrics
        self.asked: dict[Process, float] = {}
        self.start_failed = False

    def init_processes(self) -> None:
        """Start the workers."""
        self.processes = [self._started(place) for place in range(self.processes_num)]

    def keep_subprocess_alive(self) -> None:
        """Replace the workers that have ended or do not react.

        uvicorn's own waits for the reaction of each worker, and hears no signal meanwhile.
        """
        for place, worker in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            if worker.process.is_alive() and self._reacts(worker):
                continue
            self._end([worker], seconds=0)
            if worker.exitcode == STARTUP_FAILURE:
                self.start_failed = True
                self.should_exit.set()
                return
            logger.error("a worker ended and is replaced", extra={"exit_code": worker.exitcode})
            self.processes[place] = self._started(place)

    def restart_all(self) -> None:
        """Replace all workers, one after the other, each when the new one is ready."""
        for place, old in enumerate(self.processes):
            new = self._started(place)
            if not new.wait_until_ready(self.config.timeout_worker_healthcheck, self.should_exit):
                logger.error("a new worker was not ready in time; the old ones stay")
                self._end([new], seconds=0)
                return
            old.terminate()
            self._end([old], self.graceful_seconds + MARGIN_SECONDS)
            self.processes[place] = new

    def terminate_all(self) -> None:
        """Tell all workers to stop; new clients are refused from now on."""
        super().terminate_all()
        for listening in self.sockets:
            listening.close()

    def join_all(self) -> None:
        """Wait for the workers; kill those that do not end in time."""
        self._end(self.processes, self.graceful_seconds + MARGIN_SECONDS)

    def handle_ttin(self) -> None:
        """Nothing: the number of workers is that of the sockets."""

    def handle_ttou(self) -> None:
        """Nothing, likewise."""

    def _started(self, place: int) -> Process:
        worker = Process(self.config, [self.sockets[place]])
        worker.start()
        return worker

    def _reacts(self, worker: Process) -> bool:
        """Whether the worker has reacted lately; asks again if it has."""
        now = time.monotonic()
        try:
            if worker.parent_conn.poll():
                worker.parent_conn.recv()
                self.asked.pop(worker, None)
            if worker not in self.asked:
                self.asked[worker] = now
                worker.parent_conn.send(b"ping")
        except (OSError, EOFError):
            return False
        return now - self.asked[worker] < self.config.timeout_worker_healthcheck

    def _end(self, workers: list[Process], seconds: float) -> None:
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
