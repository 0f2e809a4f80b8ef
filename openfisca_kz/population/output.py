"""A folder of results that is either complete or not there.

Everything is written into a hidden folder beside the target, brought to the disk and renamed. While a run lives it
holds a lock on its hidden folder; hidden folders without a lock are what killed runs left. The next run of the same
target goes on where a killed run with the same key stopped, and clears all others away.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import polars

from openfisca_kz.population.parts import PART, PARTS, finished_parts, sync
from openfisca_kz.tables.errors import OutputError

try:
    import fcntl
except ImportError:  # pragma: no cover  not a POSIX system: leftovers of killed runs then stay
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
WRITER = "openfisca-kz"
JUST_MADE = 60
"""Seconds for which an empty hidden folder is left alone: another run may be about to lock it."""


def check_target(out: str | Path) -> Path:
    """Refuse a target that cannot or must not be replaced; touches nothing. Returns the real path of the target."""
    target = Path(out).resolve()
    if os.path.ismount(target):
        raise OutputError(f"{out}: this is a mount point, which cannot be replaced. Name a folder inside it.")
    if target.exists() and not target.is_dir():
        raise OutputError(f"{out}: this is a file. Name a folder for the results.")
    if target.is_dir() and any(target.iterdir()):
        _refuse_strange_contents(out, target)
    return target


def _refuse_strange_contents(out: str | Path, target: Path) -> None:
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        ours = {MANIFEST, *manifest["files"]} if manifest["written_by"] == WRITER else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if not ours:
        raise OutputError(f"{out}: the folder has files that openfisca-kz did not write. Name a new or empty folder.")
    strange = sorted(path.name for path in target.iterdir() if path.name not in ours)
    strange += [f"{path.parent.name}/{path.name}" for path in sorted(target.glob("*/*")) if not PART.match(path.name)]
    if strange:
        raise OutputError(f"{out}: the folder also has {', '.join(strange[:3])}, which would be lost. Move or rename.")


@contextmanager
def results_folder(out: str | Path, key: str | None = None) -> Iterator[Path]:
    """A hidden folder to write into, which becomes `out` when the block ends well and vanishes when it fails.

    key: what a later run must share to go on with the folder `PARTS` inside it. With a key, a run that is interrupted
    or killed leaves its finished partitions there; a run that fails leaves nothing.

    Raises `OutputError` when the disk refuses (no space, no permission); earlier results then stay as they were.
    """
    target = check_target(out)
    made: list[Path] = []
    hidden, lock, keep = None, None, False
    try:
        with _disk_errors(out):
            made = _make_parents(target.parent)
            hidden = target.parent / f".{target.name}.part-{key or uuid.uuid4().hex[:12]}"
            _clear_leftovers(target, hidden)
            hidden.mkdir(exist_ok=key is not None)
            lock = _lock(hidden)
            if key is not None and lock is None and fcntl is not None:
                hidden = None
                raise OutputError(f"{out}: another run with the same input writes there now. Wait for it.")
            _clear_all_but_parts(hidden)
            (hidden / MANIFEST).touch()
            (hidden / PARTS).mkdir(exist_ok=True)
            yield hidden
            with suppress(OSError):
                (hidden / PARTS).rmdir()  # if nothing was put there
            _to_disk(hidden)
            _put_in_place(hidden, target)
            made = []
    except (KeyboardInterrupt, SystemExit):
        keep = key is not None and hidden is not None and bool(finished_parts(hidden))
        raise
    finally:
        if hidden is not None and not keep:
            shutil.rmtree(hidden, ignore_errors=True)
        for folder in made if not keep else ():
            with suppress(OSError):
                folder.rmdir()
        if lock is not None:
            os.close(lock)


def _clear_all_but_parts(hidden: Path) -> None:
    """Take away what a killed run had written beside its finished partitions."""
    for path in hidden.iterdir():
        if not path.is_dir():
            path.unlink()
        elif path.name != PARTS:
            shutil.rmtree(path)


@contextmanager
def _disk_errors(out: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, polars.exceptions.PolarsError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{out}: the results cannot be written there ({reason}). Nothing was written.") from error


def write_atomically(path: str | Path, write: Callable[[Path], Any]) -> None:
    """Write one file beside its place and rename it into it; the old file stays if that fails."""
    target = Path(path).resolve()
    if target.is_dir():
        raise OutputError(f"{path}: this is a folder. Name a file.")
    hidden = target.parent / f".{target.name}.part-{uuid.uuid4().hex[:12]}"
    try:
        with _disk_errors(path):
            write(hidden)
            sync(hidden)
            os.replace(hidden, target)
    finally:
        hidden.unlink(missing_ok=True)


def _make_parents(parent: Path) -> list[Path]:
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    return missing


def _lock(folder: Path) -> int | None:
    """Lock the folder for the life of this process; None if somebody else holds the lock."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _clear_leftovers(target: Path, own: Path) -> None:
    """Remove what killed runs of this target left, but not `own`; results that it had moved aside come back."""
    if fcntl is None:
        return
    for kind in ("old", "part"):
        for leftover in list(target.parent.iterdir()):
            if not leftover.name.startswith(f".{target.name}.{kind}-") or not leftover.is_dir() or leftover == own:
                continue
            if not any(leftover.iterdir()) and time.time() - leftover.stat().st_mtime < JUST_MADE:
                continue
            handle = _lock(leftover)
            if handle is None:
                continue
            if kind == "old" and not target.exists():
                leftover.rename(target)
            else:
                shutil.rmtree(leftover, ignore_errors=True)
            os.close(handle)


def _to_disk(folder: Path) -> None:
    for path in [*sorted(folder.iterdir()), folder]:
        sync(path)


def _put_in_place(hidden: Path, target: Path) -> None:
    """Rename the finished folder to the target; earlier results step aside first and come back if that fails."""
    check_target(target)  # somebody may have written there in the meantime
    old = hidden.with_name(hidden.name.replace(".part-", ".old-"))
    try:
        if target.exists():
            target.rename(old)
        hidden.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    sync(target.parent)
