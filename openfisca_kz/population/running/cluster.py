"""The workers of a Dask cluster."""

from __future__ import annotations

import functools
import gc
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from openfisca_kz.comparison.laws import fingerprint, system_of
from openfisca_kz.population.running.job import WAITING, Do, Job, Numbered, Task
from openfisca_kz.population.running.manifest import program
from openfisca_kz.population.running.memory import keep_memory
from openfisca_kz.tables.errors import RunError, WorkersError

SECONDS_TO_CONNECT = 15


@contextmanager
def cluster(job: Job, address: str) -> Iterator[tuple[int, Do, Do]]:
    """The workers of the cluster with this scheduler: how many there are, and two ways in which they do a task.

    The second fetches the results when all are there.

    Raises:
        RunError: no scheduler answers, or a worker has another law, program or libraries.
        WorkersError: a worker cannot read a file, or workers die again and again.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise RunError("--scheduler needs Dask. Install it with: pip install 'openfisca-kz[cluster]'") from None
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"--scheduler {address}: no Dask scheduler answers there ({error}).") from None

    def finished(task: Task, parts: Sequence[Numbered]) -> Iterator[tuple[int, Any]]:
        what, waiting = pickle.dumps((task, job)), list(reversed(parts))
        numbers: dict[str, int] = {}

        def send() -> Any:
            number, part = waiting.pop()
            future = client.submit(_do_on_cluster, what, pickle.dumps(part), pure=False)
            numbers[future.key] = number
            return future

        width = WAITING * threads()  # not all at once: runs that come later would wait for the end of this one
        running = as_completed([send() for _ in range(min(width, len(waiting)))], loop=client.loop)
        for future in running:
            if future.status == "error":
                _fetched(future.result, address)
            yield numbers.pop(future.key), future
            if waiting:
                running.add(send())

    def do(task: Task, parts: Sequence[Numbered]) -> Iterator[Numbered]:
        for number, future in finished(task, parts):
            yield number, _fetched(future.result, address)
            future.release()

    def do_all(task: Task, parts: Sequence[Numbered]) -> Iterator[Numbered]:
        futures = dict(finished(task, parts))  # fetching each alone adds two fifths to the work around a task
        yield from _fetched(lambda: client.gather(futures), address).items()

    def threads() -> int:
        return max(1, sum(client.ncores().values()))

    with client:
        _same_law_everywhere(client, job, address)
        yield threads(), do, do_all


def _do_on_cluster(what: bytes, part: bytes) -> Any:
    """Task, job and part come as bytes: the scheduler does not look into them."""
    task, job = _unpickled(what)
    return task(job, pickle.loads(part))  # noqa: S301 its own


@functools.lru_cache(maxsize=4)
def _unpickled(what: bytes) -> tuple[Task, Job]:
    """A task and a job; a worker keeps the last ones, and what it does for a run shares one job."""
    found: tuple[Task, Job] = pickle.loads(what)  # noqa: S301 its own
    return found


def _fetched(fetch: Callable[[], Any], address: str) -> Any:
    """What workers found, or what went wrong there in the words of a run."""
    from distributed import KilledWorker

    try:
        return fetch()
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
