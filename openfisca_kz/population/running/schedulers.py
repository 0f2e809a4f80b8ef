"""Where partitions are calculated: in this process, in processes of this machine, or on the workers of a Dask cluster.

All three call `Job.run` on the same partitions, so they give the same bytes. Results come back in any order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from openfisca_kz.population.errors import RunError
from openfisca_kz.population.running.job import Job
from openfisca_kz.population.running.laws import fingerprint, system_of

Numbered = tuple[int, Any]
"""The number of a partition, and the partition."""
ATTEMPTS = 3
"""How often workers that died are replaced before the run gives up."""
WAITING = 2
"""Partitions sent out for each worker: one that it calculates and one that waits, so that memory stays bounded."""
SECONDS_TO_CONNECT = 15


def calculate(
    job: Job, partitions: Sequence[Numbered], workers: int = 1, scheduler: str | None = None
) -> Iterator[tuple[int, bytes]]:
    """The number and the result of each partition, as they get ready.

    Args:
        workers: processes of this machine; 1 calculates in this one. Not used with a scheduler.
        scheduler: address of a Dask scheduler, such as `tcp://10.0.0.5:8786`.

    Raises:
        RunError: what a rule refuses; workers that keep dying; a cluster that cannot be reached or has another version.
    """
    if scheduler:
        yield from _on_cluster(job, partitions, scheduler)
    elif min(workers, len(partitions)) > 1:
        yield from _in_processes(job, partitions, min(workers, len(partitions)))
    else:
        for number, partition in partitions:
            yield number, job.run(partition)


def _in_processes(job: Job, partitions: Sequence[Numbered], workers: int) -> Iterator[tuple[int, bytes]]:
    left = dict(partitions)
    for _ in range(ATTEMPTS):
        try:
            with _pool(job, workers) as pool:
                for number, result in _finished(pool, dict(left), workers):
                    del left[number]
                    yield number, result
        except BrokenProcessPool:
            continue
        if not left:
            return
    raise RunError(
        f"Worker processes died {ATTEMPTS} times, {len(left)} partitions are left. Is there memory enough? Use fewer "
        "--workers or smaller partitions (--persons-each)."
    )


def _pool(job: Job, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    threads = max(1, (os.cpu_count() or 1) // workers)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(job, threads))


def _start(job: Job, threads: int) -> None:
    """Prepares a worker: interrupts are for the run itself, and the law is built once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    global _JOB
    _JOB = job
    for law in job.laws:
        system_of(law)


_JOB: Job


def _run(partition: Any) -> bytes:
    return _JOB.run(partition)


def _finished(pool: ProcessPoolExecutor, left: dict[int, Any], workers: int) -> Iterator[tuple[int, bytes]]:
    out: dict[Future[bytes], int] = {}
    try:
        while left or out:
            while left and len(out) < WAITING * workers:
                number = next(iter(left))
                out[pool.submit(_run, left.pop(number))] = number
            done, _ = wait(out, return_when=FIRST_COMPLETED)
            for future in done:
                number = out.pop(future)
                yield number, future.result()
    finally:
        for future in out:
            future.cancel()


def _on_cluster(job: Job, partitions: Sequence[Numbered], address: str) -> Iterator[tuple[int, bytes]]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise RunError("--scheduler needs Dask. Install it with: pip install 'openfisca-kz[cluster]'") from None
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"--scheduler {address}: no Dask scheduler answers there ({error}).") from None
    with client:
        _same_law_everywhere(client, job, address)
        waiting = list(partitions)
        numbers: dict[Any, int] = {}

        def send() -> Any:
            number, partition = waiting.pop(0)
            future = client.submit(job.run, partition, pure=False)
            numbers[future.key] = number
            return future

        width = WAITING * max(1, sum(client.ncores().values()))
        running = as_completed([send() for _ in range(min(width, len(waiting)))], loop=client.loop)
        for future in running:
            yield numbers.pop(future.key), _result(future, address)
            future.release()
            if waiting:
                running.add(send())


def _result(future: Any, address: str) -> bytes:
    from distributed import KilledWorker

    try:
        result: bytes = future.result()
    except KilledWorker as error:
        raise RunError(
            f"--scheduler {address}: workers died again and again ({error}). Is there memory enough?"
        ) from None
    return result


def _same_law_everywhere(client: Any, job: Job, address: str) -> None:
    """Every worker must have this version of the law, or its numbers would not be these."""
    own = _fingerprints(job)
    found = client.run(_fingerprints, job, on_error="return")
    if not found:
        raise RunError(f"--scheduler {address}: the cluster has no worker. Start one with: dask worker {address}")
    for worker, prints in found.items():
        if isinstance(prints, BaseException):
            raise RunError(
                f"--scheduler {address}: worker {worker} cannot run openfisca-kz ({prints}). Install it there."
            )
        if prints != own:
            raise RunError(
                f"--scheduler {address}: worker {worker} has another law or version. Install this one there."
            )


def _fingerprints(job: Job) -> list[str]:
    return [fingerprint(system_of(law)) for law in job.laws]
