"""Who works on a run: this process, processes of this machine, or the workers of a Dask cluster.

All three call the same functions of the job for the same parts, so they give the same results, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openfisca_kz.population.running.cluster import cluster
from openfisca_kz.population.running.job import Do, InOrder, Job, Task
from openfisca_kz.population.running.processes import processes


@dataclass(frozen=True)
class Workers:
    """count: how many parts are worked on at a time; do, in_order: the two ways in which they do a task.

    apart: whether in other processes than this one.
    """

    count: int
    do: Do
    in_order: InOrder
    apart: bool = True

    @classmethod
    def of(cls, count: int, do: Do, apart: bool = True) -> Workers:
        """Workers whose results are put in order here."""

        def in_order(task: Task, parts: Sequence[Any]) -> list[Any]:
            found = dict(do(task, list(enumerate(parts))))
            return [found[number] for number in range(len(parts))]

        return cls(count, do, in_order, apart)


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
        with cluster(job, scheduler) as found:
            yield Workers(*found)
    elif count > 1:
        with processes(job, count) as do:
            yield Workers.of(count, do)
    else:
        yield Workers.of(1, lambda task, parts: ((number, task(job, part)) for number, part in parts), apart=False)
