"""A table written once as Parquet, so that any of its rows can be read by number afterwards."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.tables.errors import RunError
from openfisca_kz.tables.reading.parquet import ParquetFiles, open_parquet

GROUP = 262_144
"""Rows of a row group."""


class Stage:
    """A folder for the copy; it goes with this object, in the process that made it.

    workspace: a folder that other processes reach too, if they shall read the copy; else one for temporary files.
    """

    def __init__(self, workspace: Path | None = None) -> None:
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="openfisca-kz-", dir=workspace)
        except OSError as error:
            raise _full(workspace or Path(tempfile.gettempdir()), error) from None
        self.folder = Path(self._folder.name)
        self._finalizer = weakref.finalize(self, self._folder.cleanup)

    def write(self, name: str, schema: dict[str, pl.DataType], blocks: Iterable[pl.DataFrame]) -> ParquetFiles:
        """Write blocks of rows with these columns; raises `RunError` when the disk is full."""
        path = self.folder / f"{name}.parquet"
        arrow = pl.DataFrame(schema=schema).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        try:
            with pq.ParquetWriter(path, arrow, compression="lz4", write_page_checksum=True) as writer:
                waiting: list[pl.DataFrame] = []
                for block in blocks:
                    waiting.append(block.select(list(schema)).cast(schema))  # type: ignore[arg-type]
                    if sum(frame.height for frame in waiting) >= GROUP:
                        _write(writer, waiting, arrow)
                        waiting = []
                if waiting:
                    _write(writer, waiting, arrow)
        except (OSError, pa.ArrowException) as error:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise _full(self.folder, error) from None
        return open_parquet(path)


def _write(writer: pq.ParquetWriter, frames: list[pl.DataFrame], schema: pa.Schema) -> None:
    table = pl.concat(frames).to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)
    writer.write_table(table, row_group_size=GROUP)


def _full(folder: Path, error: BaseException) -> RunError:
    reason = getattr(error, "strerror", None) or str(error)
    return RunError(f"{folder}: the table cannot be copied there to be read ({reason}). Set TMPDIR to a larger disk.")
