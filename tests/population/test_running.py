"""The same numbers however a run is divided, shared out, interrupted or killed."""

import importlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import polars as pl
import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster
from typer.testing import CliRunner

from openfisca_kz.cli import build_app
from openfisca_kz.comparison.laws import Law, laws_to_compare
from openfisca_kz.population import compare, simulate
from openfisca_kz.population.output import results_folder
from openfisca_kz.population.parts import PARTS, keep_part, unfinished_parts
from openfisca_kz.population.running import analysis, options
from openfisca_kz.population.running import cluster as running_cluster
from openfisca_kz.population.running.job import WAITING, Job, Uncalculated
from openfisca_kz.population.running.manifest import program
from openfisca_kz.population.running.memory import POLARS_KEEPS
from openfisca_kz.population.running.tabulating import Tabulation, for_tables
from openfisca_kz.population.running.workers import workers
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.errors import RunError
from openfisca_kz.tables.reading import open_table, read_population

REFORM, PERIOD = "order_95_2025", "2025-05"
at_once = importlib.import_module("openfisca_kz.population.statistics.at_once")


@pytest.fixture(scope="module")
def families(tmp_path_factory):
    """20 000 synthetic families in one file."""
    path = tmp_path_factory.mktemp("families") / "families.parquet"
    made = CliRunner().invoke(build_app(), ["synthesize", "--families", "20000", "--seed", "3", "--out", str(path)])
    assert made.exit_code == 0, made.output
    return path


@pytest.fixture(scope="module")
def whole(families):
    """The results of one partition in this process."""
    return compare(families, REFORM, PERIOD, workers=1)


def same(one, other):
    assert one.families.equals(other.families, null_equal=True)
    assert one.tables.equals(other.tables, null_equal=True)
    assert one.manifest["rests_on"] == other.manifest["rests_on"]


@pytest.mark.parametrize(("persons_each", "workers"), [(5_000, 1), (9_000, 2), (40_000, 3)])
def test_any_number_of_partitions_and_workers(families, whole, persons_each, workers):
    same(whole, compare(families, REFORM, PERIOD, persons_each=persons_each, workers=workers))


def test_the_tables_have_the_same_bits_with_one_thread(families, whole, monkeypatch):
    monkeypatch.setattr(at_once, "THREADS", 1)
    same(whole, compare(families, REFORM, PERIOD, workers=1))


def test_the_families_of_many_partitions_are_a_folder_that_others_read(families, whole, tmp_path):
    compare(families, REFORM, PERIOD, tmp_path / "out", persons_each=5_000, workers=1)
    assert (tmp_path / "out" / "families.parquet").is_dir()
    read = pl.from_arrow(pq.read_table(tmp_path / "out" / "families.parquet"))
    for name in ("family_id", "region", "refusal_ground@after", "cause@after"):
        assert read[name].cast(pl.String).to_list() == whole.families[name].cast(pl.String).to_list()


def test_what_is_shared_between_laws_equals_two_full_runs(families, system):
    population = read_population(families, system, PERIOD)
    laws = laws_to_compare([REFORM])
    assert run_partition(laws, population, PERIOD).equals(run_partition(laws, population, PERIOD, share=False))


def test_a_frame_in_memory_gives_the_same(families, whole):
    frame = pl.read_parquet(families)
    same(whole, compare(frame, REFORM, PERIOD))


def test_one_law_is_one_side_of_the_comparison(families, whole):
    alone = simulate(families, PERIOD, "order_95_2025:before").families
    column = "targeted_social_assistance@order_95_2025_before"
    assert alone[column].equals(whole.families["targeted_social_assistance@before"])


def test_progress_tells_persons_done_and_in_all(families):
    told = []
    compare(families, REFORM, PERIOD, persons_each=20_000, workers=1, progress=lambda *done: told.append(done))
    total = pl.scan_parquet(families).select(pl.len()).collect().item()
    assert [told[0], told[-1]] == [(0, total), (total, total)]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_local_cluster_gives_the_same_and_survives_a_killed_worker(families, whole):
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        same(whole, compare(families, REFORM, PERIOD, persons_each=9_000, scheduler=cluster.scheduler_address))
        killed = []

        def kill_one(done, total):
            if not killed and done:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        again = compare(
            families, REFORM, PERIOD, persons_each=4_000, scheduler=cluster.scheduler_address, progress=kill_one
        )
        assert killed
        same(whole, again)


class OutOfReach(Tabulation):
    """A step that finds the partitions only in the process of the tests, which writes down what it does."""

    done: ClassVar = []

    def do(self):
        if multiprocessing.parent_process():
            self.fail()
        self.done.append(self.step)
        return super().do()

    def fail(self):
        raise PermissionError(13, "Permission denied", "families.parquet/00000000.parquet")


class Deadly(OutOfReach):
    """A step of which a worker dies."""

    def fail(self):
        os._exit(9)


@pytest.mark.parametrize("step", [OutOfReach, Deadly])
def test_what_workers_cannot_do_for_the_tables_is_done_here(families, whole, tmp_path, monkeypatch, step):
    monkeypatch.setattr(analysis, "Tabulation", step)
    step.done.clear()
    same(whole, compare(families, REFORM, PERIOD, tmp_path / "out", persons_each=9_000, workers=2))
    assert step.done


def test_workers_elsewhere_know_data_by_its_whole_path_and_need_not_reach_the_results(
    families, whole, tmp_path, monkeypatch
):
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        monkeypatch.chdir(families.parent)
        monkeypatch.setattr(analysis, "Tabulation", OutOfReach)
        OutOfReach.done.clear()
        found = compare(families.name, REFORM, PERIOD, persons_each=9_000, scheduler=cluster.scheduler_address)
        same(whole, found)
        assert OutOfReach.done
        monkeypatch.setattr(Path, "absolute", lambda path: path)  # as if DATA had another path there
        with pytest.raises(RunError, match=r"a worker cannot read a file .* Give DATA a path under which all"):
            compare(families.name, REFORM, PERIOD, scheduler=cluster.scheduler_address)


def test_a_scheduler_that_does_not_answer_is_named(families):
    with pytest.raises(RunError, match="no Dask scheduler answers there"):
        compare(families, REFORM, PERIOD, scheduler="tcp://127.0.0.1:1")


def command(data, out, *more):
    return [sys.executable, "-m", "openfisca_kz.cli", "compare", str(data), "--reform", REFORM, "--period", PERIOD,
            "--out", str(out), "--persons-each", "3000", "--workers", "1", *more]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_goes_on_at_the_last_finished_partition(number, families, whole, tmp_path):
    out = tmp_path / "out"
    run = subprocess.Popen(command(families, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while len(finished := list(tmp_path.glob(f".out.part-*/{PARTS}/*.parquet"))) < 3:
        assert run.poll() is None, "the run ended before it could be stopped"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    run.send_signal(number)
    assert run.wait(timeout=60) != 0
    assert not out.exists()
    subprocess.run(command(families, out), check=True, stdout=subprocess.DEVNULL, timeout=300)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"]["partitions_resumed"] >= len(finished)
    assert pl.read_parquet(out / "families.parquet").equals(whole.families, null_equal=True)
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_another_input_does_not_go_on_with_old_partitions(families, tmp_path):
    out = tmp_path / "out"
    run = subprocess.Popen(command(families, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob(f".out.part-*/{PARTS}/*.parquet")):
        assert run.poll() is None
        time.sleep(0.005)
    run.kill()
    run.wait(timeout=60)
    other = tmp_path / "other.parquet"
    pl.read_parquet(families).head(3_000).write_parquet(other)
    subprocess.run(command(other, out), check=True, stdout=subprocess.DEVNULL, timeout=300)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"]["partitions_resumed"] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"out", "other.parquet"}


def test_a_worker_that_is_killed_loses_nothing(families, whole, tmp_path):
    out = tmp_path / "out"
    run = subprocess.Popen(
        [*command(families, out), "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not list(tmp_path.glob(f".out.part-*/{PARTS}/*.parquet")):
        assert run.poll() is None
        time.sleep(0.005)
    children = subprocess.run(["pgrep", "-P", str(run.pid), "-f", "spawn_main"], capture_output=True, text=True).stdout
    os.kill(int(children.split()[-1]), signal.SIGKILL)
    assert run.wait(timeout=300) == 0
    assert pl.read_parquet(out / "families.parquet").equals(whole.families, null_equal=True)


def test_the_worker_processes_start_together_and_keep_what_polars_frees(families, system):
    table = open_table(families, system, PERIOD)
    before = set(multiprocessing.active_children())
    with workers(Job(table, tuple(laws_to_compare([REFORM])), PERIOD), count=2) as team:
        assert len(set(multiprocessing.active_children()) - before) == 2
        told = dict(team.do(allocator_setting, list(enumerate(range(4)))))
    assert all(setting.endswith(POLARS_KEEPS) for setting in told.values())
    assert POLARS_KEEPS not in os.environ.get("_RJEM_MALLOC_CONF", "")


@pytest.mark.parametrize("given", [["script.py"], ["-m", "script"], ["-"]], ids=["file", "module", "standard input"])
def test_a_script_may_compare_in_its_first_line(families, whole, tmp_path, given):
    """Workers do not run it again, so it needs no `if __name__ == "__main__"`."""
    script = f"""
from openfisca_kz.population import compare
compare({str(families)!r}, {REFORM!r}, {PERIOD!r}, "out", persons_each=9_000, workers=2)
print("compared")
"""
    (tmp_path / "script.py").write_text(script)
    run = subprocess.run(
        [sys.executable, *given], input=script, capture_output=True, text=True, timeout=300, cwd=tmp_path
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "compared\n", "")
    assert pl.read_parquet(tmp_path / "out" / "families.parquet").equals(whole.families, null_equal=True)


def test_two_threads_may_compare_at_once(families, whole):
    main, setting = sys.modules["__main__"], os.environ.get("_RJEM_MALLOC_CONF")
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(compare, families, REFORM, PERIOD, persons_each=9_000, workers=2) for _ in range(2)]
    for run in runs:
        same(whole, run.result())
    assert sys.modules["__main__"] is main
    assert os.environ.get("_RJEM_MALLOC_CONF") == setting


def test_a_cluster_has_few_parts_of_a_run_at_a_time_so_that_others_come_between(families, system):
    job = Job(open_table(families, system, PERIOD), tuple(laws_to_compare([REFORM])), PERIOD)
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as on,
        workers(job, scheduler=on.scheduler_address) as team,
    ):
        doing = team.do(as_it_is, list(enumerate(range(50))))
        first = next(doing)
        assert 0 < len(on.scheduler.tasks) <= WAITING * 2
        assert dict([first, *doing]) == dict(enumerate(range(50)))


def test_a_worker_of_a_cluster_that_dies_takes_no_result_with_it(families, system, tmp_path):
    """Results are fetched when the last one is there; those that the worker had are found again."""
    job = Job(open_table(families, system, PERIOD), tuple(laws_to_compare([REFORM])), PERIOD)
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as on,
        workers(job, scheduler=on.scheduler_address) as team,
    ):
        parts = [(number, tmp_path / "died") for number in range(8)]
        assert team.in_order(number_unless_deadly, parts) == list(range(8))
        assert (tmp_path / "died").exists()


@pytest.mark.parametrize("count", [1, 2])
def test_workers_write_what_they_calculate_where_the_run_keeps_it(count, families, whole, system, tmp_path):
    table = open_table(families, system, PERIOD)
    parts = table.partitions(9_000)
    job = Job(table, tuple(laws_to_compare([REFORM])), PERIOD)
    with results_folder(tmp_path / "out") as folder, workers(job, count) as team:
        with unfinished_parts(folder) as unfinished:
            told = team.in_order(Job.run, [Uncalculated(part, unfinished) for part in parts])
            assert sorted(told) == sorted(path.name for path in unfinished.iterdir())
            for part, name in zip(parts, told, strict=True):
                keep_part(folder, unfinished, part.number, name)
        assert pl.read_parquet(folder / PARTS).equals(whole.families, null_equal=True)


def test_a_worker_that_does_not_reach_the_results_hands_over_what_it_calculated(families, whole, system, tmp_path):
    table = open_table(families, system, PERIOD)
    (part,) = table.partitions(table.height)
    content = Job(table, tuple(laws_to_compare([REFORM])), PERIOD).run(Uncalculated(part, tmp_path / "not there"))
    assert not list(tmp_path.iterdir())
    assert pl.read_parquet(content).equals(whole.families, null_equal=True)


def test_a_run_has_a_worker_for_each_processor_it_may_use(monkeypatch):
    monkeypatch.setattr(options, "processors", lambda: 3)
    assert options.Options().processes(10**9) == 3
    assert options.Options().processes(1) == 1


def test_the_workers_of_a_killed_run_end_with_it(families, tmp_path):
    run = subprocess.Popen([*command(families, tmp_path / "out"), "--workers", "2"], stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob(f".out.part-*/{PARTS}/*.parquet")):
        assert run.poll() is None
        time.sleep(0.005)
    listed = subprocess.run(["pgrep", "-P", str(run.pid)], capture_output=True, text=True).stdout
    children = [Path("/proc", pid) for pid in listed.split()]
    assert len(children) >= 2
    run.kill()
    run.wait(timeout=60)
    deadline = time.monotonic() + 60
    while any(child.exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_worker_with_another_program_is_refused(families, monkeypatch):
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        other = {**program(), "numpy": "1.0"}
        monkeypatch.setattr(running_cluster, "program", lambda: other)
        message = r"worker tcp.* has another law or program, or other libraries \(numpy .* for 1\.0\)\. Install there"
        with pytest.raises(RunError, match=message):
            compare(families, REFORM, PERIOD, scheduler=cluster.scheduler_address)


@pytest.mark.parametrize(("columns", "count"), [("paid", 8), ("amounts", 13), ("all", 21)])
def test_the_steps_of_the_tables_read_only_what_they_need(columns, count, whole):
    frame = for_tables(whole.families.lazy(), ["before", "after"], columns)
    assert len(frame.columns) == count


def as_it_is(job, part):
    return part


def number_unless_deadly(job, part):
    """The sixth kills its worker once."""
    number, died = part
    if number == 5 and not died.exists():
        died.touch()
        os._exit(9)
    return number


def allocator_setting(job, part):
    return os.environ["_RJEM_MALLOC_CONF"]


def test_a_reform_may_have_signs_in_its_name(families, whole, tmp_path):
    own = tmp_path / "aid (x+y)*.yaml"
    own.write_text("name: aid\nparameters:\n  total_income.point_8.housing_aid: {2025-01-01: true}\n", encoding="utf-8")
    found = compare(families, [REFORM, own], PERIOD, workers=1)
    assert found.families["tsa_entitled@aid (x+y)*"].len() == whole.families.height
    assert {"cost@aid (x+y)*", f"cost@{REFORM}"} <= set(found.table("deciles").columns)


def test_laws_are_named_after_reforms():
    assert [law.name for law in laws_to_compare([REFORM])] == ["before", "after"]
    assert [law.name for law in laws_to_compare([f"{REFORM}:before", REFORM])] == [
        "before", "order_95_2025_before", REFORM,
    ]  # fmt: skip
    assert Law("in_force").reform == ""
