"""The whole country before and after order № 95, against the same job by hand; how it scales, on Dask too.

`python -m benchmarks.country MEASURE [--data FOLDER] [--rounds N]` prints one JSON line; measures:

* `country_ratio`: seconds of `openfisca-kz compare` ÷ seconds of `benchmarks.by_hand`, 20.5 million persons. Each in
  a fresh process, in turns, from the start of Python to the last file written; both may use every core. Their results
  are then compared family by family and figure by figure. Also says the ratio of processor time and `country_peak_gib`.
* `country_peak_gib`: the same job of ours alone: the largest sum of the resident memory of the process and its workers.
* `scaling`: seconds per person of 20.5 million ÷ those of one million. In one process without workers, imports and the
  building of the systems excluded (they would make the smaller run look slow), tables and all writing included.
* `reform_overhead`: seconds of `compare` ÷ seconds of `simulate`, one million persons, in one process; medians.
* `dask_speedup`: seconds of `compare` with one Dask worker of one thread ÷ seconds with two, 20.5 million persons;
  workers warm (each has calculated a share of a million persons), everything from the file to the tables included; best
  of some rounds in turns.

FOLDER holds the made populations, `build/benchmarks` unless said; what is missing is made there.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from benchmarks.memory import TreePeak

ROOT = Path(__file__).parents[1]
REFORM, PERIOD, SEED = "order_95_2025", "2025-05", 1
FAMILIES = {"country": None, "million": 290_000, "small": 20_000}
"""Families of each file; all of the country if None."""
SECONDS_TO_START = 60
Values = dict[str, float]


class Folder:
    """Where the made populations lie and results go."""

    def __init__(self, data: Path, results: Path) -> None:
        self._data, self._results, self._runs = data, results, 0

    def file(self, name: str) -> Path:
        """A made population, made if it is not there."""
        path = self._data / f"{name}.parquet"
        if not path.exists():
            self._data.mkdir(parents=True, exist_ok=True)
            families = FAMILIES[name]
            size = ["--whole-country"] if families is None else ["--families", str(families)]
            made = ("synthesize", *size, "--seed", str(SEED), "--period", PERIOD, "--out", str(path))
            run("-m", "openfisca_kz.cli", *made)
        return path

    def results(self) -> Path:
        """A new folder for results."""
        self._runs += 1
        return self._results / str(self._runs)


class Cost(NamedTuple):
    """Of a process and its workers: wall time and processor time in seconds, peak memory in GiB."""

    seconds: float
    processor: float
    peak_gib: float


def run(*arguments: str) -> Cost:
    """What a Python process of its own costs."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        with TreePeak(process.pid) as peak:
            status = process.wait()
        if status:
            said.seek(0)
            raise SystemExit(f"{' '.join(arguments)} failed:\n{said.read()}")
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, processor, peak.mb / 1024)


def ours(data: Path, out: Path) -> Cost:
    """`openfisca-kz compare` as on the command line."""
    command = ("compare", str(data), "--reform", REFORM, "--period", PERIOD, "--out", str(out))
    return run("-m", "openfisca_kz.cli", *command)


def by_hand(data: Path, out: Path) -> Cost:
    """The same by hand."""
    return run("-m", "benchmarks.by_hand", str(data), str(out))


def country_ratio(folder: Folder, rounds: int = 1, name: str = "country") -> Values:
    """Both in turns, best of each; their results must be the same."""
    data = folder.file(name)
    costs: dict[Callable[[Path, Path], Cost], list[Cost]] = {ours: [], by_hand: []}
    for _ in range(rounds):
        outs = {job: folder.results() for job in costs}
        for job, out in outs.items():
            costs[job].append(job(data, out))
        must_be_the_same(outs[ours], outs[by_hand])
    mine, hand = min(costs[ours]), min(costs[by_hand])
    mine_processor, hand_processor = (min(cost.processor for cost in of_job) for of_job in costs.values())
    return {
        "country_ratio": mine.seconds / hand.seconds,
        "country_seconds": mine.seconds,
        "by_hand_seconds": hand.seconds,
        "country_processor_ratio": mine_processor / hand_processor,
        "country_processor_seconds": mine_processor,
        "by_hand_processor_seconds": hand_processor,
        "country_peak_gib": max(cost.peak_gib for cost in costs[ours]),
        "by_hand_peak_gib": max(cost.peak_gib for cost in costs[by_hand]),
    }


def must_be_the_same(one: Path, other: Path) -> None:
    """Every column of every family, and every figure of the tables."""
    files = [pl.scan_parquet(out / "families.parquet") for out in (one, other)]
    names = files[0].collect_schema().names()
    if set(names) != set(files[1].collect_schema().names()):
        raise SystemExit("ours and by hand have other columns of families")
    for name in names:
        columns = [file.select(name).collect()[name] for file in files]
        if not columns[0].dtype.is_numeric() and columns[0].dtype != pl.Boolean:
            columns = [column.cast(pl.String) for column in columns]
        if columns[0].len() != columns[1].len() or (columns[0] != columns[1]).any():
            raise SystemExit(f"families differ between ours and by hand: {name}")
    figures = [pl.read_parquet(out / "tables.parquet") for out in (one, other)]
    if not figures[0].equals(figures[1]):
        raise SystemExit("tables differ between ours and by hand")


def country_peak_gib(folder: Folder) -> Values:
    """Peak memory of our run."""
    cost = ours(folder.file("country"), folder.results())
    return {"country_peak_gib": cost.peak_gib, "country_seconds": cost.seconds}


def scaling(folder: Folder, rounds: int = 3, name: str = "country") -> Values:
    """Seconds per person of the country ÷ those of a million persons."""
    from openfisca_kz.population import compare

    def per_person(name: str) -> float:
        data = folder.file(name)
        persons = pl.scan_parquet(data).select(pl.len()).collect().item()
        return clock(lambda: compare(data, REFORM, PERIOD, folder.results(), workers=1)) / persons

    folder.file(name)
    per_person("small")
    million = [per_person("million") for _ in range(rounds)]
    country = per_person(name)
    million += [per_person("million") for _ in range(rounds)]
    one = statistics.median(million)
    return {"scaling": country / one, "microseconds_country": country * 1e6, "microseconds_million": one * 1e6}


def reform_overhead(folder: Folder, rounds: int = 7) -> Values:
    """Before and after together ÷ one of them."""
    from openfisca_kz.population import compare, simulate

    data = folder.file("million")
    jobs: tuple[Callable[[], Any], ...] = (
        lambda: compare(data, REFORM, PERIOD, folder.results(), workers=1),
        lambda: simulate(data, PERIOD, f"{REFORM}:before", folder.results(), workers=1),
    )
    for job in jobs:
        job()
    times = [[clock(job) for job in jobs] for _ in range(rounds)]
    both, one = (statistics.median(column) for column in zip(*times, strict=True))
    return {"reform_overhead": both / one, "compare_seconds": both, "simulate_seconds": one}


def dask_speedup(folder: Folder, rounds: int = 7, name: str = "country") -> Values:
    """One worker ÷ two, started as docs/compare.md says, scheduler and all on this machine; best of each.

    `dask_speedup_to_families` is the same up to the last family, without the ten tables.
    """
    from openfisca_kz.population import compare
    from openfisca_kz.population.running.memory import keep_memory

    keep_memory()  # as the command does
    data, million = folder.file(name), folder.file("million")
    whole: dict[int, list[float]] = {1: [], 2: []}
    to_families: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers in whole:
            with dask_cluster(workers) as address:
                compare(million, REFORM, PERIOD, scheduler=address)  # all of them build the law and take their memory
                out = folder.results()
                cost = compare(data, REFORM, PERIOD, out, scheduler=address).manifest["run"]
                whole[workers].append(cost["seconds"])
                to_families[workers].append(cost["seconds_to_families"])
                shutil.rmtree(out)
    return {
        "dask_speedup": min(whole[1]) / min(whole[2]),
        "one_worker_seconds": min(whole[1]),
        "two_workers_seconds": min(whole[2]),
        "dask_speedup_to_families": min(to_families[1]) / min(to_families[2]),
        "two_processes_speedup": two_processes_speedup(folder),
    }


@contextlib.contextmanager
def dask_cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with some workers of one thread, each a command of its own."""
    from distributed import Client

    said = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")
    settings = dict(re.findall(r"(\w+)=(\S+)", " ".join(re.findall(r"^export (.*)$", said, re.MULTILINE))))
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        file = Path(folder) / "scheduler.json"

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            command = (sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(file), "--no-dashboard")
            with (Path(folder) / "log").open("a") as log:
                process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log)
            stack.callback(_stop, process)
            return process

        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        for _ in range(workers):
            start("worker", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", folder)
        deadline = time.monotonic() + SECONDS_TO_START
        while not file.exists() or not file.read_text().strip():
            if scheduler.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"no Dask scheduler started:\n{(Path(folder) / 'log').read_text()}")
            time.sleep(0.05)
        address = str(json.loads(file.read_text())["address"])
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=SECONDS_TO_START)
        yield address


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Workers end before their scheduler; what does not end in time is killed."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def two_processes_speedup(folder: Folder, rounds: int = 5) -> float:
    """How much more two processes do than one on this machine if they have nothing to do with each other: at best 2.

    Each calculates a partition of a million persons again and again as a worker does, without a scheduler or a client
    beside it: about the most that a cluster on this machine can reach.
    """
    from openfisca_kz.population.running.memory import kept_memory_in_children

    context, data = multiprocessing.get_context("spawn"), folder.file("million")
    os.environ["POLARS_MAX_THREADS"] = "1"

    def seconds(count: int) -> float:
        ready, said = context.Barrier(count), context.SimpleQueue()
        processes = [context.Process(target=_partitions_alone, args=(data, ready, said)) for _ in range(count)]
        with kept_memory_in_children():
            for process in processes:
                process.start()
        for process in processes:
            process.join()
            if process.exitcode:
                raise SystemExit("a process that calculates alone failed")
        return max(said.get() for _ in processes)

    times = [(seconds(1), seconds(2)) for _ in range(rounds)]
    one, two = (min(column) for column in zip(*times, strict=True))
    return 2 * one / two


def _partitions_alone(data: Path, ready: Any, said: Any) -> None:
    from openfisca_kz.comparison.laws import laws_to_compare, system_of
    from openfisca_kz.population.running.job import Job, Uncalculated
    from openfisca_kz.population.running.memory import keep_memory
    from openfisca_kz.tables.reading import open_table

    keep_memory()
    laws = laws_to_compare([REFORM])
    table = open_table(data, system_of(laws[0]), PERIOD)
    job, (spec,) = Job(table, tuple(laws), PERIOD), table.partitions(table.height)
    partition = Uncalculated(spec, data / "nowhere")
    job.run(partition)
    ready.wait(timeout=120)
    said.put(clock(lambda: [job.run(partition) for _ in range(5)]))


def clock(job: Callable[[], Any]) -> float:
    """Wall time of a job, s."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


MEASURES: dict[str, Callable[..., Values]] = {
    measure.__name__: measure for measure in (country_ratio, country_peak_gib, scaling, reform_overhead, dask_speedup)
}


def main() -> None:
    """One measure, as a JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.country")
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "benchmarks")
    parser.add_argument("--rounds", type=int)
    parser.add_argument(
        "--file", choices=FAMILIES, help="with a smaller file in place of the country, for a quick look"
    )
    said = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the processes of a cluster end too
    more = {} if said.rounds is None else {"rounds": said.rounds}
    more |= {} if said.file is None else {"name": said.file}
    with tempfile.TemporaryDirectory() as results:
        print(json.dumps(MEASURES[said.measure](Folder(said.data, Path(results)), **more)))


if __name__ == "__main__":
    main()
