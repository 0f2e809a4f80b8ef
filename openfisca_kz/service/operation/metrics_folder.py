"""The folder in which the worker processes keep their numbers; the parent makes it and takes it away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openfisca_kz.errors import UserError

PREFIX = "openfisca-kz-metrics-"
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder to the library `prometheus_client`, which reads it when it is imported."""


@contextmanager
def metrics_folder(*, wanted: bool) -> Iterator[Path | None]:
    """A folder for the numbers, empty at first, as long as the context lasts; None if they are not wanted.

    Raises:
        UserError: no folder can be made.
    """
    os.environ.pop(VARIABLE, None)
    if not wanted:
        yield None
        return
    try:
        _remove_abandoned()
        folder = tempfile.TemporaryDirectory(prefix=PREFIX)
    except OSError as error:
        cure = "Give it a writable TMPDIR, or switch the numbers off with OPENFISCA_KZ_METRICS=off."
        raise UserError(
            f"The service can make no temporary folder for its metrics ({error.strerror}). {cure}"
        ) from None
    with folder as name:
        mark = _hold(name)
        os.environ[VARIABLE] = name
        try:
            yield Path(name)
        finally:
            del os.environ[VARIABLE]
            if mark is not None:
                os.close(mark)


def make_again() -> None:
    """The folder, in a worker, in case that somebody has taken it away since the parent made it."""
    if folder := os.environ.get(VARIABLE):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def forget_process(folder: Path, pid: int | None) -> None:
    """What a process that has ended was just doing; what it has counted stays."""
    for file in folder.glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)


def _remove_abandoned() -> None:
    """Folders whose parent process was killed before it could take them away."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        mark = _hold(folder)
        if mark is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(mark)


def _hold(folder: str | Path) -> int | None:
    """An open file that marks the folder as in use until it is closed; None if another process has marked it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such marks
        return None
    mark = None
    try:
        mark = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if mark is not None:
            os.close(mark)
        return None
    return mark
