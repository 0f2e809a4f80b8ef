"""A Parquet file of a stranger, written anew before anything else reads it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openfisca_kz.tables.errors import refused
from openfisca_kz.tables.reading.damage import CURE, converting, reading
from openfisca_kz.tables.reading.staging import GROUP

MOST_TEXT = 1 << 28
"""Bytes of texts of a column that are written one by one."""


class ForeignTable:
    """The bytes of a Parquet file of which nothing is known.

    Over some damaged pages polars gives up the whole process, where Arrow raises an error: so Arrow decodes every page
    and writes it anew, and polars reads only that. Texts are read as references to a list of words, since a small file
    can repeat a long one very often.

    Args:
        name: as messages call it.

    Raises:
        TableError: the file is cut off or damaged, here and in every method.
    """

    def __init__(self, body: bytes, name: str) -> None:
        self._name = name
        with reading(name):
            schema = pq.read_schema(pa.BufferReader(body))
            texts = [field.name for field in schema if _is_text(field.type)]
            self._file = pq.ParquetFile(pa.BufferReader(body), read_dictionary=texts)
            self.height: int = self._file.metadata.num_rows
            groups = [self._file.metadata.row_group(number).num_rows for number in range(self._file.num_row_groups)]
        if min(groups, default=0) < 0 or sum(groups) != self.height:
            raise refused(name, "this Parquet file cannot be read", CURE)

    def write_header(self, path: Path) -> None:
        """Write the columns without any row."""
        with reading(self._name):
            header = self._file.schema_arrow.empty_table()
        self._write(header, path)

    def write(self, path: Path) -> None:
        """Write all rows."""
        with reading(self._name):
            table = self._file.read(use_threads=False)
            table.validate(full=True)
            plain = pa.table([_plain(column) for column in table.columns], table.schema.names)
        if plain.num_rows != self.height:
            raise refused(self._name, f"{plain.num_rows} rows where {self.height} should be", "Export it again.")
        self._write(plain, path)

    def _write(self, table: pa.Table, path: Path) -> None:
        """A full disk is no fault of the file, so an `OSError` stays what it is."""
        with converting(self._name):
            pq.write_table(table, path, row_group_size=GROUP, compression="lz4", dictionary_pagesize_limit=1 << 30)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts themselves instead of references to them, which take longer to read, unless they would be too many."""
    if not pa.types.is_dictionary(column.type):
        return column
    words = column.type.value_type
    if not _is_text(words):
        return column.cast(words)
    lengths = [pc.binary_length(chunk.dictionary).take(chunk.indices) for chunk in column.chunks]
    written = sum(pc.sum(of_chunk).as_py() or 0 for of_chunk in lengths)
    return column.cast(words) if written <= MOST_TEXT else column


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
