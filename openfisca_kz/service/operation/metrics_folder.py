"""The folder in which the worker processes keep their numbers; the parent makes it and takes it away."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openfisca_kz.errors import UserError

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
        folder = tempfile.TemporaryDirectory(prefix="openfisca-kz-metrics-")
    except OSError as error:
        cure = "Give it a writable TMPDIR, or switch the numbers off with OPENFISCA_KZ_METRICS=off."
        raise UserError(
            f"The service can make no temporary folder for its metrics ({error.strerror}). {cure}"
        ) from None
    with folder as name:
        os.environ[VARIABLE] = name
        try:
            yield Path(name)
        finally:
            del os.environ[VARIABLE]


def forget_process(folder: Path, pid: int | None) -> None:
    """What a process that has ended was just doing; what it has counted stays."""
    for file in folder.glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)
