"""Rows of one Parquet file or of a folder of them, by their numbers, a window at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import numpy
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from openfisca_kz.tables.errors import Problem, TableError, cut, refused
from openfisca_kz.tables.reading.contents import TEXTS, contents
from openfisca_kz.tables.reading.damage import CURE, reading
from openfisca_kz.tables.reading.faults import Places

PROVENANCE = "openfisca_kz.provenance"
"""Key of the metadata of a Parquet file that says where its families come from."""
BLANK, UNKNOWN = -1, -2
"""Positions of a blank and of a word that is not in the list."""
LARGEST_GROUP = 4_194_304
"""Rows of a row group above which a file is written anew: windows of it would each decode the whole group."""


@dataclass(frozen=True)
class Part:
    """One file: its rows, its size in bytes when opened, and the values that its folders (`region=abai`) state."""

    path: str
    height: int
    size: int
    groups: tuple[int, ...]
    constants: tuple[tuple[str, str | None], ...] = ()


@dataclass
class Window:
    """Some rows of the table: cells as stored, and of closed lists the positions of their words.

    again: reads one of those columns as words, for messages.
    """

    start: int
    height: int
    cells: dict[str, pl.Series]
    positions: dict[str, numpy.ndarray] = field(default_factory=dict)
    again: Callable[[str], pl.Series] | None = None

    def words(self, header: str) -> pl.Series:
        """The cells of a column, whichever way it was read."""
        if header not in self.cells and self.again:
            self.cells[header] = self.again(header)
        return self.cells[header]


@dataclass(frozen=True)
class ParquetFiles:
    """The rows of all files one after the other, as if they were one table."""

    name: str
    parts: tuple[Part, ...]
    schema: dict[str, pl.DataType]
    provenance: str | None = None

    @property
    def height(self) -> int:
        """Number of rows."""
        return sum(part.height for part in self.parts)

    @property
    def places(self) -> Places:
        """Names of files and rows: records of a Parquet file are numbered from 1."""
        if len(self.parts) == 1:
            return Places(((None, 0, 1),))
        root, starts = Path(self.name), numpy.cumsum([0, *(part.height for part in self.parts)])
        names = [Path(part.path).relative_to(root).as_posix() for part in self.parts]
        return Places(tuple((name, int(start), 1) for name, start in zip(names, starts, strict=False)))

    def group_starts(self) -> list[int]:
        """The row with which each row group begins."""
        return numpy.cumsum([0, *(rows for part in self.parts for rows in part.groups)])[:-1].tolist()

    def window(
        self, start: int, stop: int, headers: list[str], lists: Mapping[str, tuple[str, ...]] | None = None
    ) -> Window:
        """Rows from `start` to before `stop`; columns in `lists` become positions in their closed lists of words."""
        lists = {
            header: words for header, words in (lists or {}).items() if header in headers and self._is_text(header)
        }
        plain = [header for header in headers if header not in lists]
        frames, coded = [], []
        for part, first, count in self._overlap(start, stop):
            with reading(part.path):
                frames.append(self._plain(part, first, count, plain))
                coded.append(_positions(part, first, count, lists))
        frame = frames[0] if len(frames) == 1 else pl.concat(frames, how="vertical_relaxed")
        positions = {
            header: coded[0][header] if len(coded) == 1 else numpy.concatenate([piece[header] for piece in coded])
            for header in lists
        }
        again = partial(self._words, start, stop)
        return Window(start, stop - start, {cells.name: cells for cells in frame}, positions, again)

    def _is_text(self, header: str) -> bool:
        return self.schema[header] in TEXTS and all(header not in dict(part.constants) for part in self.parts)

    def _words(self, start: int, stop: int, header: str) -> pl.Series:
        return self.window(start, stop, [header]).cells[header]

    def _overlap(self, start: int, stop: int) -> Iterator[tuple[Part, int, int]]:
        """Files with the first row and the number of rows that are wanted of them."""
        for number, first, count in overlap([part.height for part in self.parts], start, stop):
            part = self.parts[number]
            if Path(part.path).stat().st_size != part.size:
                raise refused(part.path, "the file has changed since it was opened", "Start again.")
            yield part, first, count

    def _plain(self, part: Part, first: int, count: int, headers: list[str]) -> pl.DataFrame:
        constants = dict(part.constants)
        stored = [header for header in headers if header not in constants]
        rows = pl.scan_parquet(part.path, glob=False, hive_partitioning=False).select(stored).slice(first, count)
        frame = rows.collect() if stored else pl.DataFrame(height=count)
        if frame.height != count:
            raise refused(part.path, f"{frame.height} rows where {count} should be", "Export it again.")
        frame = frame.with_columns(
            pl.lit(constants[name], pl.String).alias(name) for name in headers if name in constants
        )
        texts = [name for name in headers if frame.schema[name] in TEXTS]
        return frame.with_columns(blank_to_null(pl.col(name)) for name in texts).select(headers)


def overlap(heights: Iterable[int], start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Of files with so many rows each, one after the other, those with rows from `start` to before `stop`.

    Gives the number of the file, its first row that is wanted, and how many are.
    """
    before = 0
    for number, height in enumerate(heights):
        first, last = max(start - before, 0), min(stop - before, height)
        if first < last:
            yield number, first, last - first
        before += height


def blank_to_null(text: pl.Expr) -> pl.Expr:
    """Text without spaces around it; nothing if nothing is left."""
    stripped = text.cast(pl.String).str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _positions(part: Part, first: int, count: int, lists: Mapping[str, tuple[str, ...]]) -> dict[str, numpy.ndarray]:
    """Positions of words, read as the dictionaries in which Parquet stores them."""
    if not lists:
        return {}
    with pq.ParquetFile(part.path, read_dictionary=list(lists)) as file:
        starts = numpy.cumsum([0, *part.groups])
        wanted = numpy.flatnonzero((starts[1:] > first) & (starts[:-1] < first + count)).tolist()
        table = file.read_row_groups(wanted, columns=list(lists), use_threads=False)
    table = table.slice(first - int(starts[wanted[0]]), count)
    found = {}
    for header, words in lists.items():
        places = {word: number for number, word in enumerate(words)}
        found[header] = numpy.concatenate([_chunk(chunk, places) for chunk in table[header].chunks])
    return found


def _chunk(chunk: pa.DictionaryArray, places: dict[str, int]) -> numpy.ndarray:
    if not pa.types.is_dictionary(chunk.type):
        chunk = chunk.dictionary_encode()
    words = [(word or "").strip() for word in chunk.dictionary.to_pylist()]
    table = numpy.array([places.get(word, UNKNOWN) if word else BLANK for word in words] + [BLANK], numpy.int16)
    indices = chunk.indices.fill_null(len(words)) if chunk.null_count else chunk.indices
    return table[indices.to_numpy(zero_copy_only=False)]


def open_parquet(path: Path) -> ParquetFiles:
    """A Parquet file, or a folder of them, below folders like `region=abai` too; only their footers are read.

    Raises:
        TableError: not Parquet, cut off or damaged, other files in the folder, files with different columns.
    """
    files = _files(path) if path.is_dir() else [path]
    parts, schemas, said = [], [], []
    for file in files:
        with reading(file), pq.ParquetFile(file) as opened:
            metadata = opened.metadata
            groups = tuple(metadata.row_group(number).num_rows for number in range(metadata.num_row_groups))
            said.append((metadata.metadata or {}).get(PROVENANCE.encode(), b"").decode())
            schema = dict(pl.read_parquet_schema(file))
        if any(rows < 0 for rows in groups):
            raise refused(file, "this Parquet file cannot be read", CURE)
        constants = _stated_by_folders(path, file)
        parts.append(Part(str(file), sum(groups), file.stat().st_size, tuple(g for g in groups if g), constants))
        schemas.append(schema | dict.fromkeys(dict(constants), pl.String()))
    problems = [
        problem
        for file, schema in zip(files, schemas, strict=True)
        for problem in _differs(path, file, schema, schemas[0])
    ]
    if problems:
        raise TableError(str(path), problems)
    return ParquetFiles(str(path), tuple(parts), schemas[0], next(filter(None, said), None))


def _files(folder: Path) -> list[Path]:
    """The Parquet files below a folder, in the order of their names; what begins with _ or . is none of the table."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts):
            continue
        if path.suffix.lower() not in (".parquet", ".pq"):
            cure = "Name a file, or a folder of Parquet files alone (or of one persons and one families file)."
            raise refused(folder, f"this is a folder, and {cut(path.relative_to(folder))} in it is not Parquet", cure)
        found.append(path)
    if not found:
        raise refused(folder, "this is a folder without Parquet files", "Name a file, or a folder of Parquet files.")
    return found


def _stated_by_folders(root: Path, file: Path) -> tuple[tuple[str, str | None], ...]:
    pairs = [part.split("=", 1) for part in file.relative_to(root).parts[:-1] if "=" in part]
    return tuple((name, None if value == "__HIVE_DEFAULT_PARTITION__" else unquote(value)) for name, value in pairs)


def _differs(
    path: Path, file: Path, schema: dict[str, pl.DataType], first: dict[str, pl.DataType]
) -> Iterator[Problem]:
    """How the columns of a file differ from those of the first file."""
    name = file.relative_to(path).as_posix() if file != path else None
    cure = "Give all files of the folder the same columns."
    for column in first.keys() - schema.keys():
        yield Problem(column, None, None, "the column is missing in this file", cure, file=name)
    for column in schema.keys() - first.keys():
        yield Problem(column, None, None, "the column is in this file, but not in the first", cure, file=name)
    for column in first.keys() & schema.keys():
        kinds = _kind(schema[column]), _kind(first[column])
        if kinds[0] != kinds[1]:
            fault = (
                f"the column holds {contents(schema[column])} in this file and {contents(first[column])} in the first"
            )
            yield Problem(column, None, None, fault, "Store it as one type.", file=name)


def _kind(dtype: pl.DataType) -> str:
    if dtype in TEXTS:
        return "text"
    return "whole number" if dtype.is_integer() else "number" if dtype.is_numeric() else str(dtype.base_type())
