"""The whole way from a table of people to results: one call for the command line, notebooks and tests."""

from __future__ import annotations

import datetime
import hashlib
import json
import pickle
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from openfisca_kz.comparison.laws import Law, law_named, laws_to_compare, system_of
from openfisca_kz.population.output import MANIFEST, WRITER, results_folder
from openfisca_kz.population.parts import finished_parts, keep_families, keep_part, unfinished_parts
from openfisca_kz.population.running.job import Job, Uncalculated
from openfisca_kz.population.running.manifest import rests_on, what_is_run
from openfisca_kz.population.running.memory import peak_mib
from openfisca_kz.population.running.options import Options
from openfisca_kz.population.running.tabulating import Parts, Tabulation
from openfisca_kz.population.running.workers import Workers, workers
from openfisca_kz.population.statistics import Settings, Step, check_published, make, to_wide, write
from openfisca_kz.population.statistics.at_once import at_once
from openfisca_kz.tables.errors import RunError, WorkersError
from openfisca_kz.tables.reading import PartitionSpec, Table, open_table

Progress = Callable[[int, int], None]
"""Told after each partition: persons done, persons in all."""


@dataclass(frozen=True)
class Analysis:
    """Results of a run.

    tables: the ten tables as one long table (table, row, column, value, unit).
    manifest: what makes the run repeatable, what its results rest on, and what it cost.
    """

    lazy_families: pl.LazyFrame
    tables: pl.DataFrame
    manifest: dict[str, Any]

    @property
    def families(self) -> pl.DataFrame:
        """A row for each family, in the order of the input; columns of a law end in `@` and its name."""
        return self.lazy_families.collect()

    def table(self, name: str) -> pl.DataFrame:
        """One table as people read it, such as `fiscal` or `poverty`; `StatisticsError` names those that exist."""
        return to_wide(self.tables, name)


def simulate(
    data: str | Path | pl.DataFrame,
    period: str,
    reform: str | Path | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Analysis:
    """The families of a table under one law: the law in force, or a reform.

    The arguments are those of `compare`.
    """
    law = law_named(reform) if reform else Law("in_force")
    return _run([law], data, period, out, progress, Options(**options))


def compare(
    data: str | Path | pl.DataFrame,
    reforms: str | Path | Sequence[str | Path],
    period: str,
    out: str | Path | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Analysis:
    """The families of a table before and after one reform, or before and after each of several in one pass.

    Args:
        data: a file or folder of persons (docs/tables.md), or a polars DataFrame with the same columns.
        reforms: amending acts (`order_95_2025`) or YAML files of figures; results of one are `after`, of several they
            bear the names of the reforms. The baseline is `before`: the law as if the first had not been adopted.
        period: month of application, 'YYYY-MM'.
        out: folder for the results; without it nothing is kept on the disk.
        progress: called after each partition with the persons done and in all.
        options: fields of `Options`.

    Raises:
        RunError: the data, a reform, the period or the folder is refused; the message names the fault and the cure.
    """
    listed = [reforms] if isinstance(reforms, str | Path) else list(reforms)
    return _run(laws_to_compare(listed), data, period, out, progress, Options(**options))


def _run(
    laws: Sequence[Law],
    data: str | Path | pl.DataFrame,
    period: str,
    out: str | Path | None,
    progress: Progress | None,
    options: Options,
) -> Analysis:
    clock, started = time.perf_counter(), datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    check_period(period)
    check_published(options.settings)
    with ExitStack() as stack:
        keep = out is not None
        if isinstance(data, pl.DataFrame):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            data.write_parquet(folder / "data.parquet")
            data = folder / "data.parquet"
        if options.scheduler:  # workers have another current folder
            data = Path(data).absolute()
        if out is None:
            out = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "results"
        shared = Path(out).resolve().parent if options.scheduler else None  # a copy that all workers reach
        table = open_table(
            data, system_of(laws[0]), period, options.amounts, options.mapping, options.families, workspace=shared
        )
        job = Job(table, tuple(laws), period)
        at_work = stack.enter_context(ExitStack())
        team = at_work.enter_context(workers(job, options.processes(table.height), options.scheduler))
        ready = time.perf_counter()
        table.check(lambda blocks: team.in_order(Job.check, blocks))
        persons_each = options.partition_size(table.height, team.count)
        manifest = what_is_run(laws, table, period, options, persons_each)
        key = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:12]
        with results_folder(out, key) as folder:
            resumed = _calculate_parts(table, team, folder, persons_each, progress)
            to_families = time.perf_counter() - ready
            parts = list(finished_parts(folder).values())
            names = tuple(law.name for law in laws)
            long = _ten_tables(team, at_work.close, Parts.of(parts), names, options.settings)
            with ThreadPoolExecutor(1) as beside:  # while Excel keeps one core busy
                rests = beside.submit(rests_on, laws, pl.scan_parquet(parts, glob=False), period)
                written = write(long, folder, options.formats)
            files = [keep_families(folder, as_csv=not table.is_parquet), *written]
            cost = {
                "started": started,
                "seconds": round(time.perf_counter() - clock, 2),
                "seconds_to_families": round(to_families, 2),
                "peak_mib": peak_mib(),
                "partitions_resumed": resumed,
                "workers": team.count,
                "scheduler": options.scheduler,
            }
            manifest = {"written_by": WRITER, "files": files, **manifest}
            manifest |= {"rests_on": rests.result(), "run": cost}
            (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        families = _read(Path(out) / files[0])
        return Analysis(families if keep else families.collect().lazy(), long, manifest)


def _read(file: Path) -> pl.LazyFrame:
    if file.suffix == ".csv":
        return pl.scan_csv(file, glob=False)
    return pl.scan_parquet(file, glob=False, hive_partitioning=False)


def _calculate_parts(table: Table, team: Workers, folder: Path, persons_each: int, progress: Progress | None) -> int:
    """Calculates the partitions that the folder does not hold yet; returns how many it held."""
    partitions = dict(enumerate(table.partitions(persons_each)))
    found = finished_parts(folder)
    done = sum(_persons(partitions[number]) for number in found)
    if progress:
        progress(done, table.height)
    with unfinished_parts(folder) as unfinished:
        left = [(number, Uncalculated(spec, unfinished)) for number, spec in partitions.items() if number not in found]
        for number, written in team.do(Job.run, left):
            keep_part(folder, unfinished, number, written)
            done += _persons(partitions[number])
            if progress:
                progress(done, table.height)
    return len(found)


def _persons(partition: PartitionSpec) -> int:
    return partition.stop - partition.start


def _ten_tables(
    team: Workers, dismiss: Callable[[], None], parts: Parts, names: tuple[str, ...], settings: Settings
) -> pl.DataFrame:
    """The long table. The workers do the steps, and are dismissed.

    If they cannot, because they die or do not reach what this process wrote, it does the steps itself, with the same
    bits: nothing that was calculated is lost.
    """

    def tabulations(steps: Sequence[Step]) -> list[Tabulation]:
        return [Tabulation(step, parts, names, settings) for step in steps]

    def by_workers(steps: Sequence[Step]) -> list[Any]:
        return [pickle.loads(found) for found in team.in_order(Job.tabulate, tabulations(steps))]  # noqa: S301 its own

    def here(steps: Sequence[Step]) -> list[Any]:
        return at_once(*(tabulation.do for tabulation in tabulations(steps)))

    if team.apart:
        with suppress(WorkersError):
            long = make(parts.height, names, settings, by_workers, {})
            dismiss()
            return long
    dismiss()  # their memory is needed
    return make(parts.height, names, settings, here, {})


def check_period(period: str) -> None:
    """Refuse a period that is not a month 'YYYY-MM' of the covered law."""
    from openfisca_kz.building_blocks.covered_law import LAST_MONTH, is_covered, not_covered

    try:
        datetime.date.fromisoformat(f"{period}-01")
    except ValueError:
        raise RunError(f"--period {period}: not a month. Write year-month like 2025-05.") from None
    if period > LAST_MONTH:
        raise RunError(f"--period {period}: no law can be known for it. Take a month up to {LAST_MONTH}.")
    if not is_covered(period):
        raise RunError(f"--period {period}: {not_covered()}")
