"""Where a run is worked on: in this process, in processes of this machine, or on the workers of a Dask cluster.

All three call the same functions of the job for the same parts, so they give the same results, in any order.
"""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from openfisca_kz.comparison.laws import fingerprint, system_of
from openfisca_kz.population.running.job import Job
from openfisca_kz.population.running.manifest import program
from openfisca_kz.population.running.memory import keep_memory, kept_memory_in_children
from openfisca_kz.processors import processors
from openfisca_kz.tables.errors import RunError, WorkersError

Task = Callable[[Job, Any], Any]
"""What is done with a part of the table or a step of the results: a function that every worker knows by its name."""
Numbered = tuple[int, Any]
"""The number of a part, and the part; or its number and the result."""
ATTEMPTS = 3
"""How often workers that died are replaced before the run gives up."""
WAITING = 2
"""Parts sent out for each worker: one that it calculates and one that waits, so that memory stays bounded."""
SECONDS_TO_CONNECT = 15


@dataclass(frozen=True)
class Workers:
    """count: how many parts are worked on at a time; do: a task with parts, whose results come as they get ready.

    apart: whether in other processes than this one.
    """

    count: int
    do: Callable[[Task, Sequence[Numbered]], Iterator[Numbered]]
    apart: bool = True

    def in_order(self, task: Task, parts: Sequence[Any]) -> list[Any]:
        """The results of a task for each of some parts, in their order."""
        found = dict(self.do(task, list(enumerate(parts))))
        return [found[number] for number in range(len(parts))]


@contextmanager
def workers(job: Job, count: int = 1, scheduler: str | None = None) -> Iterator[Workers]:
    """The workers of a run, ready when the block begins, or getting ready.

    Args:
        count: processes of this machine; 1 calculates in this one. Not used with a scheduler.
        scheduler: address of a Dask scheduler, such as `tcp://10.0.0.5:8786`.

    Raises:
        RunError: what a rule refuses; workers that keep dying; a cluster that cannot be reached or has another version.
    """
    if scheduler:
        with _cluster(job, scheduler) as cluster:
            yield cluster
    elif count > 1:
        pool = _Processes(job, count)
        try:
            yield Workers(count, pool.do)
        finally:
            pool.stop()
    else:
        yield Workers(1, lambda task, parts: ((number, task(job, part)) for number, part in parts), apart=False)


class _Processes:
    """Processes of this machine; those that die are replaced."""

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
        context = multiprocessing.get_context("spawn")
        threads = max(1, processors() // self._count)
        pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_prepare, initargs=(self._job, threads))
        with kept_memory_in_children(), suppress(BrokenProcessPool):  # of one that dies here the next task tells
            for _ in range(self._count):  # each starts one: they load their libraries while this process reads on
                pool.submit(os.getpid)
        return pool


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


@contextmanager
def _cluster(job: Job, address: str) -> Iterator[Workers]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise RunError("--scheduler needs Dask. Install it with: pip install 'openfisca-kz[cluster]'") from None
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"--scheduler {address}: no Dask scheduler answers there ({error}).") from None

    def do(task: Task, parts: Sequence[Numbered]) -> Iterator[Numbered]:
        what = pickle.dumps((task, job))
        sent = client.map(_do_on_cluster, [what] * len(parts), [pickle.dumps(part) for _, part in parts], pure=False)
        numbers = {future.key: number for future, (number, _) in zip(sent, parts, strict=True)}
        running = as_completed(sent, loop=client.loop)
        del sent  # a result stays in the cluster as long as its future here
        for future in running:
            yield numbers[future.key], _result(future, address)
            future.release()

    def threads() -> int:
        return sum(client.ncores().values())

    with client:
        _same_law_everywhere(client, job, address)
        yield Workers(max(1, threads()), do)


def _do_on_cluster(what: bytes, part: bytes) -> Any:
    """Both as bytes, for which scheduler and workers have less to do."""
    task, job = _unpickled(what)
    return task(job, pickle.loads(part))  # noqa: S301 its own


@functools.lru_cache(maxsize=4)
def _unpickled(what: bytes) -> tuple[Task, Job]:
    found: tuple[Task, Job] = pickle.loads(what)  # noqa: S301 its own
    return found


def _result(future: Any, address: str) -> Any:
    from distributed import KilledWorker

    try:
        return future.result()
    except OSError as error:
        cure = "Give DATA a path under which all machines can read it."
        raise WorkersError(f"--scheduler {address}: a worker cannot read a file ({error}). {cure}") from None
    except KilledWorker as error:
        raise WorkersError(
            f"--scheduler {address}: workers died again and again ({error}). Is there memory enough?"
        ) from None


def _same_law_everywhere(client: Any, job: Job, address: str) -> None:
    """Every worker must have this law, program and libraries, or its numbers might not be these."""
    own = _fingerprints(job)
    found = client.run(_prepare_on_cluster, job, on_error="return")
    if not found:
        raise RunError(f"--scheduler {address}: the cluster has no worker. Start one with: dask worker {address}")
    for worker, prints in found.items():
        if isinstance(prints, BaseException):
            raise RunError(
                f"--scheduler {address}: worker {worker} cannot run openfisca-kz ({prints}). Install it there."
            )
        if prints != own:
            raise RunError(
                f"--scheduler {address}: worker {worker} has another law or program, or other libraries"
                f"{_other(own, prints)}. Install there what is installed here."
            )


def _other(own: list[Any], found: list[Any]) -> str:
    """Which versions are others there, in parentheses, if any are."""
    here, there = own[0], found[0]
    said = [f"{name} {there.get(name)} for {here[name]}" for name in here if there.get(name) != here[name]]
    return f" ({', '.join(said)})" if said else ""


def _prepare_on_cluster(job: Job) -> list[Any]:
    keep_memory()
    prints = _fingerprints(job)
    gc.collect()
    gc.freeze()  # as in a process of this machine; what is garbage by now is gone
    return prints


def _fingerprints(job: Job) -> list[Any]:
    return [program(), *(fingerprint(system_of(law)) for law in job.laws)]
