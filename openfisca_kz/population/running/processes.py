"""Processes of this machine that work on a run; those that die are replaced."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any

from openfisca_kz.comparison.laws import system_of
from openfisca_kz.population.running.job import WAITING, Do, Job, Numbered, Task
from openfisca_kz.population.running.memory import keep_memory, kept_memory_in_children
from openfisca_kz.processors import processors
from openfisca_kz.tables.errors import WorkersError

ATTEMPTS = 3
"""How often workers that died are replaced before the run gives up."""


@contextmanager
def processes(job: Job, count: int) -> Iterator[Do]:
    """So many processes, getting ready when the block begins.

    Raises:
        WorkersError: they keep dying.
    """
    pool = _Processes(job, count)
    try:
        yield pool.do
    finally:
        pool.stop()


class _Processes:
    def __init__(self, job: Job, count: int) -> None:
        self._job, self._count = job, count
        self._pool = self._start()

    def do(self, task: Task, parts: Sequence[Numbered]) -> Iterator[Numbered]:
        left = dict(parts)
        for _ in range(ATTEMPTS):
            try:
                for number, result in _finished(self._pool, task, dict(left), self._count):
                    del left[number]
                    yield number, result
            except BrokenProcessPool:
                self.stop()
                self._pool = self._start()
                continue
            return
        raise WorkersError(
            f"Worker processes died {ATTEMPTS} times, {len(left)} parts of the table are left. Is there memory enough? "
            "Use fewer --workers or smaller partitions (--persons-each)."
        )

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)  # they end while this process goes on

    def _start(self) -> ProcessPoolExecutor:
        threads = max(1, processors() // self._count)
        pool = ProcessPoolExecutor(
            self._count, mp_context=_Context(), initializer=_prepare, initargs=(self._job, threads)
        )
        with suppress(BrokenProcessPool):  # of one that dies here the next task tells
            for _ in range(self._count):  # each starts one: they load their libraries while this process reads on
                pool.submit(os.getpid)
        return pool


class _Process(SpawnProcess):
    """A process that keeps its memory, and does not run the script again that started the run.

    Python would run it in each new process, for classes that it may define; what workers are sent needs none of it. If
    a thread of the script starts a process of its own at that very moment, that one does not run it either.
    """

    def start(self) -> None:
        with _STARTING, kept_memory_in_children(), _without_script():
            super().start()


class _Context(SpawnContext):
    Process = _Process


_STARTING = threading.Lock()
"""Held while a start changes two things of this process for a moment: the environment and `__main__`."""


@contextmanager
def _without_script() -> Iterator[None]:
    main = sys.modules["__main__"]
    stand_in = ModuleType("__main__")
    vars(stand_in).update(vars(main) | {"__file__": None, "__spec__": None})
    sys.modules["__main__"] = stand_in
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _prepare(job: Job, threads: int) -> None:
    """Prepares a worker: interrupts are for the run itself, and the law is built once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    keep_memory()
    global _JOB
    _JOB = job
    for law in job.laws:
        system_of(law)
    gc.freeze()  # the law stays as long as the worker: to look through it for garbage takes long, now and at the end


def _end_with_parent() -> None:
    """A run that is killed says nothing to its workers, which would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


_JOB: Job


def _do(task: Task, part: Any) -> Any:
    return task(_JOB, part)


def _finished(pool: ProcessPoolExecutor, task: Task, left: dict[int, Any], count: int) -> Iterator[Numbered]:
    out: dict[Future[Any], int] = {}
    try:
        while left or out:
            while left and len(out) < WAITING * count:
                number = next(iter(left))
                out[pool.submit(_do, task, left.pop(number))] = number
            done, _ = wait(out, return_when=FIRST_COMPLETED)
            for future in done:
                number = out.pop(future)
                yield number, future.result()
    finally:
        for future in out:
            future.cancel()
