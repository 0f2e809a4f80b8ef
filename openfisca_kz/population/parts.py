"""Partitions of a run in the folder of its results: written by whoever calculated them, kept by the run itself."""

from __future__ import annotations

import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import polars

PARTS = "families.parquet"
"""The folder of the finished partitions of a run: of a table in Parquet they are its families as they are."""
PART = re.compile(r"\d{8}\.parquet$")
"""How they are called, so that their names are in their order."""


@contextmanager
def unfinished_parts(folder: Path) -> Iterator[Path]:
    """A folder in the results into which workers write; at the end it is gone, and what comes late is not written.

    No other run has one of its name, so who finds it reaches the disk of this run.
    """
    unfinished = folder / f"unfinished-{uuid.uuid4().hex}"
    unfinished.mkdir()
    try:
        yield unfinished
    finally:
        with suppress(OSError):
            shutil.rmtree(unfinished.rename(unfinished.with_suffix(".gone")))


def hand_in(unfinished: Path, number: int, content: bytes) -> str | bytes:
    """Write a partition; returns the name of the file, or the content if the run had better write it itself.

    That is if this process does not reach the folder, may not or cannot write there, or writes as another user.
    """
    file = unfinished / f"{number:08}.{uuid.uuid4().hex}"
    with suppress(OSError):
        file.write_bytes(content)
        its_folder = unfinished.stat()
        if file.stat().st_uid == its_folder.st_uid:
            file.chmod(stat.S_IMODE(its_folder.st_mode) & 0o666)  # who may read it, the run decides
            return file.name
    with suppress(OSError):
        file.unlink(missing_ok=True)
    return content


def keep_part(folder: Path, unfinished: Path, number: int, written: str | bytes) -> None:
    """Keep what `hand_in` returned as a finished partition: whole on the disk, or not there."""
    file = unfinished / (written if isinstance(written, str) else f"{number:08}")
    if isinstance(written, bytes):
        file.write_bytes(written)
    sync(file)
    os.replace(file, folder / PARTS / f"{number:08}.parquet")


def finished_parts(folder: Path) -> dict[int, Path]:
    """The finished partitions by number, in their order."""
    return {int(path.stem): path for path in sorted((folder / PARTS).glob("*.parquet"))}


def keep_families(folder: Path, as_csv: bool) -> str:
    """Make the finished partitions the table of families, at the end of a run; returns its name.

    As Parquet they are not written again: several stay a folder of files in their order, which polars, pandas, Arrow
    and Dask read by its name like a file; one becomes that file.
    """
    parts = list(finished_parts(folder).values())
    if as_csv:
        polars.scan_parquet(parts, glob=False).sink_csv(folder / "families.csv")
        shutil.rmtree(folder / PARTS)
        return "families.csv"
    if len(parts) == 1:
        alone = parts[0].rename(folder / parts[0].name)
        (folder / PARTS).rmdir()
        alone.rename(folder / PARTS)
    return PARTS


def sync(path: Path) -> None:
    """Bring a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
