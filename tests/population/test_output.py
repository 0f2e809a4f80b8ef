"""Results are complete or not there, whatever happens to the run."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from openfisca_kz.cli import build_app
from openfisca_kz.population.output import MANIFEST, WRITER, results_folder
from openfisca_kz.population.parts import PARTS, finished_parts, hand_in, keep_families, keep_part, unfinished_parts
from openfisca_kz.tables.errors import OutputError

BLOCKED = """
import sys, time
from openfisca_kz.population.running import analysis

def write_half(tables, folder, *rest):
    (folder / "tables.csv").write_text("half")
    print("writing", flush=True)
    time.sleep(60)

analysis.write = write_half
from openfisca_kz.cli import main
main()
"""


def finish(folder, text="new"):
    (folder / "families.csv").write_text(text)
    (folder / MANIFEST).write_text(json.dumps({"written_by": WRITER, "files": ["families.csv"]}))


def finish_part(folder, number):
    with unfinished_parts(folder) as unfinished:
        keep_part(folder, unfinished, number, b"done")


def command(data, out):
    return [
        "compare",
        str(data),
        "--reform",
        "order_95_2025",
        "--period",
        "2025-05",
        "--out",
        str(out),
        "--smallest-cell",
        "0",
    ]


def snapshot(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_killed_run_leaves_the_earlier_results_and_nothing_else(
    number, status, worked_example, compare, tmp_path, left
):
    assert compare(worked_example).exit_code == 0
    earlier = snapshot(tmp_path / "out")
    run = subprocess.Popen(
        [sys.executable, "-c", BLOCKED, *command(worked_example, tmp_path / "out")], stdout=subprocess.PIPE
    )
    assert run.stdout.readline() == b"writing\n"
    hidden = left() - {"families.csv", "out"}
    assert len(hidden) == 1
    run.send_signal(number)
    assert run.wait(timeout=30) == status
    assert snapshot(tmp_path / "out") == earlier
    assert left() == {"families.csv", "out"} | hidden, "the finished partitions are kept"
    assert compare(worked_example).exit_code == 0
    assert left() == {"families.csv", "out"}, "the next run takes away what a killed one left"


def test_a_run_does_not_touch_the_hidden_folder_of_a_living_one(worked_example, compare, table, tmp_path, left):
    run = subprocess.Popen(
        [sys.executable, "-c", BLOCKED, *command(worked_example, tmp_path / "out")], stdout=subprocess.PIPE
    )
    try:
        run.stdout.readline()
        hidden = left() - {"families.csv"}
        other = table(worked_example.read_text().replace("120000", "90000"), "other.csv")
        assert compare(other).exit_code == 0
        assert left() == {"families.csv", "other.csv", "out", *hidden}
        same = compare(worked_example)
        assert same.exit_code == 2
        assert "another run with the same input writes there now" in same.stderr
    finally:
        run.terminate()
        run.wait(timeout=30)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("families.csv", "the table cannot be copied there to be read"),
        ("families.parquet", "out: the results cannot be written"),
    ],
)
def test_a_full_disk_is_one_message_and_nothing_written(name, message, tmp_path, left):
    made = tmp_path / "families.parquet"
    CliRunner().invoke(build_app(), ["synthesize", "--families", "2000", "--out", str(made)])
    data = tmp_path / name
    if data != made:
        pl.read_parquet(made).write_csv(data)
        made.unlink()
    limit = 10_000  # bytes a file may have: the families do not fit
    done = subprocess.run(
        [sys.executable, "-m", "openfisca_kz.cli", *command(data, tmp_path / "out")],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert left() == {name}


def test_a_target_that_is_a_file_or_holds_other_files_is_refused(worked_example, compare, tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    before = snapshot(tmp_path)
    for out, message in {
        "file": "this is a file",
        "file/below": "cannot be written there",
        "full": "files that openfisca-kz did not write",
        ".": "files that openfisca-kz did not write",
    }.items():
        result = compare(worked_example, out=out)
        assert result.exit_code == 2
        assert message in result.stderr
    assert snapshot(tmp_path) == before


def test_a_note_among_earlier_results_is_not_lost(worked_example, compare, tmp_path):
    compare(worked_example)
    (tmp_path / "out" / "notes.txt").write_text("mine")
    result = compare(worked_example)
    assert result.exit_code == 2
    assert "notes.txt, which would be lost" in result.stderr
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_missing_parents_are_made_and_taken_back_on_failure(tmp_path, left):
    with pytest.raises(OutputError, match="Disk is on fire"), results_folder(tmp_path / "a" / "b" / "out"):
        raise OSError(5, "Disk is on fire")
    assert left() == set()
    with results_folder(tmp_path / "a" / "b" / "out") as folder:
        finish(folder)
    assert (tmp_path / "a" / "b" / "out" / "families.csv").read_text() == "new"


def test_an_empty_folder_and_earlier_results_are_replaced(tmp_path, left):
    (tmp_path / "out").mkdir()
    for text in ("first", "second"):
        with results_folder(tmp_path / "out") as folder:
            finish(folder, text)
        assert (tmp_path / "out" / "families.csv").read_text() == text
    assert left() == {"out"}


def test_results_moved_aside_by_a_killed_run_come_back(tmp_path, left):
    with results_folder(tmp_path / "out") as folder:
        finish(folder, "earlier")
    (tmp_path / "out").rename(tmp_path / ".out.old-1")
    with pytest.raises(OutputError, match="No space left"), results_folder(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert (tmp_path / "out" / "families.csv").read_text() == "earlier"
    assert left() == {"out"}


@pytest.mark.parametrize("count", [1, 3])
def test_partitions_become_the_families_as_they_are(count, tmp_path):
    (tmp_path / PARTS).mkdir()
    with unfinished_parts(tmp_path) as unfinished:
        for number in range(count):
            content = io.BytesIO()
            pl.DataFrame({"family_id": [2 * number, 2 * number + 1]}).write_parquet(content)
            keep_part(tmp_path, unfinished, number, content.getvalue())
    assert keep_families(tmp_path, as_csv=False) == "families.parquet"
    assert (tmp_path / "families.parquet").is_file() == (count == 1)
    assert pl.read_parquet(tmp_path / "families.parquet")["family_id"].to_list() == list(range(2 * count))
    assert pq.read_table(tmp_path / "families.parquet")["family_id"].to_pylist() == list(range(2 * count))


def test_of_two_workers_at_one_partition_each_has_a_file_of_its_own(tmp_path):
    (tmp_path / PARTS).mkdir()
    with unfinished_parts(tmp_path) as unfinished:
        names = [hand_in(unfinished, 0, content) for content in (b"same", b"same")]
        assert len(set(names)) == 2
        for name in names:
            keep_part(tmp_path, unfinished, 0, name)
    assert finished_parts(tmp_path)[0].read_bytes() == b"same"


def test_what_comes_late_is_written_nowhere(tmp_path):
    with unfinished_parts(tmp_path) as unfinished:
        hand_in(unfinished, 0, b"of a worker whose part was done again by another")
    assert hand_in(unfinished, 1, b"late") == b"late"
    with unfinished_parts(tmp_path) as other:
        assert other != unfinished
    assert not list(tmp_path.iterdir())


def test_a_partition_written_by_half_is_taken_away(tmp_path, monkeypatch):
    def half(path, content):
        path.open("wb").write(content[:2])
        raise OSError(28, "No space left on device")

    with unfinished_parts(tmp_path) as unfinished:
        monkeypatch.setattr(Path, "write_bytes", half)
        assert hand_in(unfinished, 0, b"done") == b"done"
        assert not list(unfinished.iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_worker_of_another_user_leaves_the_writing_to_the_run(tmp_path):
    with unfinished_parts(tmp_path) as unfinished:
        os.chown(unfinished, 65534, 65534)
        assert hand_in(unfinished, 0, b"done") == b"done"
        assert not list(unfinished.iterdir())


def test_who_may_read_the_families_the_run_decides(tmp_path):
    with unfinished_parts(tmp_path) as unfinished:
        before = os.umask(0o077)
        try:
            name = hand_in(unfinished, 0, b"done")
        finally:
            os.umask(before)
        assert (unfinished / name).stat().st_mode & 0o777 == 0o666 & ~before


def test_a_note_among_the_partitions_of_earlier_results_is_not_lost(tmp_path):
    for name in ("00000000.parquet", "mine.parquet"):
        with results_folder(tmp_path / "out") as folder:
            (folder / PARTS / name).write_text("")
            (folder / MANIFEST).write_text(json.dumps({"written_by": WRITER, "files": ["families.parquet"]}))
    message = r"families\.parquet/mine\.parquet, which would be lost"
    with pytest.raises(OutputError, match=message), results_folder(tmp_path / "out"):
        pass


def interrupted(out, begin):
    with suppress(KeyboardInterrupt), results_folder(out, "key") as folder:
        begin(folder)
        raise KeyboardInterrupt


def test_a_run_that_goes_on_keeps_only_the_finished_partitions(tmp_path):
    def begin(folder):
        finish_part(folder, 0)
        (folder / "tables.xlsx").write_text("half")
        (folder / "other").mkdir()

    interrupted(tmp_path / "out", begin)
    with results_folder(tmp_path / "out", "key") as folder:
        assert {path.name for path in folder.iterdir()} == {MANIFEST, PARTS}
        assert finished_parts(folder)[0].read_bytes() == b"done"


def test_families_of_one_partition_that_a_killed_run_left_are_made_anew(tmp_path):
    (tmp_path / ".out.part-key").mkdir()
    (tmp_path / ".out.part-key" / PARTS).write_bytes(b"one file")
    with results_folder(tmp_path / "out", "key") as folder:
        assert finished_parts(folder) == {}
        finish(folder)


def test_an_interruption_at_the_very_end_keeps_the_partitions(tmp_path):
    def begin(folder):
        for number in (0, 1):
            finish_part(folder, number)
        keep_families(folder, as_csv=False)

    interrupted(tmp_path / "out", begin)
    with results_folder(tmp_path / "out", "key") as folder:
        assert len(finished_parts(folder)) == 2


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_stars_and_brackets_in_the_path_of_the_results_are_letters(suffix, worked_example, compare, tmp_path):
    beside = tmp_path / "run-other"
    beside.mkdir()
    data = tmp_path / f"data.{suffix}"
    frame = pl.read_csv(worked_example, infer_schema_length=None)
    frame.write_csv(data) if suffix == "csv" else frame.write_parquet(data)
    assert compare(data, out="run-other/out").exit_code == 0
    for out in ("run-*/out", "run-[1]/out"):
        result = compare(data, out=out)
        assert result.exit_code == 0, result.output
        assert snapshot(tmp_path / out)[f"families.{suffix}"] == snapshot(beside / "out")[f"families.{suffix}"]
