"""Who works on a run: this process, processes of this machine, or the workers of a Dask cluster.

All three call the same functions of the job for the same parts, so they give the same results, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openfisca_kz.population.running.cluster import cluster
from openfisca_kz.population.running.job import Do, Job, Task
from openfisca_kz.population.running.processes import processes


@dataclass(frozen=True)
class Workers:
    """count: how many parts are worked on at a time; do: a task with parts, whose results come as they get ready.

    do_all: the same, where it costs less to fetch all results at the end.
    apart: whether in other processes than this one.
    """

    count: int
    do: Do
    do_all: Do | None = None
    apart: bool = True

    def in_order(self, task: Task, parts: Sequence[Any]) -> list[Any]:
        """The results of a task for each of some parts, in their order."""
        do = self.do_all or self.do
        found = dict(do(task, list(enumerate(parts))))
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
        with cluster(job, scheduler) as (threads, do, do_all):
            yield Workers(threads, do, do_all)
    elif count > 1:
        with processes(job, count) as do:
            yield Workers(count, do)
    else:
        yield Workers(1, lambda task, parts: ((number, task(job, part)) for number, part in parts), apart=False)
