"""A CSV or Parquet file as a table, with the row numbers that its owner sees."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from openfisca_kz.population.errors import Problem, TableError

PROVENANCE = "openfisca_kz.provenance"


@dataclass
class Source:
    """A file as read: text cells of a CSV, typed cells of Parquet; blanks are nulls, text is stripped of spaces."""

    file: str
    frame: pl.DataFrame
    first_row: int
    decimal_comma: bool
    sha256: str
    provenance: str | None = None
    is_parquet: bool = False


def read(path: str | Path) -> Source:
    """Read the file or raise `TableError`. Wholly blank rows at the end of a CSV are not rows."""
    path = Path(path)
    if path.is_dir():
        raise _refused(path, "this is a folder", "Name a CSV or Parquet file.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refused(path, "there is no such file", "Check the name and the folder.") from None
    except OSError as error:
        raise _refused(path, f"the file cannot be read ({error.strerror})", "Check its permissions.") from None
    if not data or data.isspace():
        raise _refused(path, "the file is empty", "Give a CSV or Parquet table of persons.")
    is_parquet = data[:4] == b"PAR1"
    if path.suffix.lower() == ".parquet" and not is_parquet:
        raise _refused(path, "the name says Parquet, the contents do not", "Export it again, or name it .csv.")
    source = _read_parquet(path, data) if is_parquet else _read_csv(path, data)
    if source.frame.height == 0:
        raise _refused(path, "there is a header but no row", "Give one row for each person.")
    return source


def _read_parquet(path: Path, data: bytes) -> Source:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
        provenance = pl.read_parquet_metadata(io.BytesIO(data)).get(PROVENANCE)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _refused(path, f"this Parquet file cannot be read ({_first_line(error)})", "Export it again.") from None
    names = [name for name, kind in frame.schema.items() if kind in (pl.Categorical, pl.Enum)]
    frame = frame.with_columns(pl.col(names).cast(pl.String)) if names else frame
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        str(path), _blank_to_null(frame), 1, decimal_comma=False, sha256=digest, provenance=provenance, is_parquet=True
    )


def _read_csv(path: Path, data: bytes) -> Source:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4096]:
        raise _refused(path, "this is neither a text file in UTF-8 nor Parquet", "Save it as «CSV UTF-8».")
    text = data.removeprefix(b"\xef\xbb\xbf")
    header = _header(path, text)
    try:
        frame = pl.read_csv(
            text,
            separator=header.separator,
            has_header=False,
            infer_schema=False,
            schema={f"c{index}": pl.String for index in range(len(header.names))},
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError as error:
        raise TableError(str(path), [_why(text, header, error)]) from None
    if frame[frame.columns[-1]].null_count():
        _refuse_short_rows(path, text, header)
    frame = _blank_to_null(frame[1:]).rename(dict(zip(frame.columns, header.names, strict=True)))
    digest = hashlib.sha256(data).hexdigest()
    return Source(str(path), _without_blank_end(frame), 2, header.separator == ";", digest)


@dataclass(frozen=True)
class _Header:
    names: list[str]
    separator: str


def _header(path: Path, text: bytes) -> _Header:
    try:
        line = text[: text.find(b"\n") if b"\n" in text else None].decode("utf-8")
    except UnicodeDecodeError:
        raise _refused(path, "the header is not UTF-8", "Save the file as «CSV UTF-8».", row=1) from None
    separator = max(",;\t", key=line.count)
    names = [name.strip() for name in next(csv.reader([line.rstrip("\r")], delimiter=separator), [])]
    problems = [
        Problem(name, 1, None, f"{count} columns have this name", "Keep one or rename the others.")
        for name, count in Counter(names).items()
        if count > 1 and name
    ]
    problems += [
        Problem(None, 1, None, f"column {index} has no name", "Name it or remove it.")
        for index, name in enumerate(names, 1)
        if not name
    ]
    if problems:
        raise TableError(str(path), problems)
    return _Header(names, separator)


def _refuse_short_rows(path: Path, text: bytes, header: _Header) -> None:
    """Refuse rows with fewer cells than the header, which polars would fill with blanks (blank rows may be short)."""
    rows = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=header.separator)
    for row, cells in enumerate(rows, 1):
        if len(cells) < len(header.names) and any(cell.strip() for cell in cells):
            fault = f"{len(cells)} cells, but the header has {len(header.names)}"
            raise TableError(str(path), [Problem(None, row, None, fault, "Add the missing cells.")])


def _why(text: bytes, header: _Header, error: Exception) -> Problem:
    """The row that polars could not read; looked for slowly, because this happens once."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as wrong:
        row = text.count(b"\n", 0, wrong.start) + 1
        return Problem(None, row, None, "the text is not UTF-8", "Save the file as «CSV UTF-8».")
    for row, line in enumerate(decoded.splitlines(), 1):
        if line.count('"') % 2:
            return Problem(None, row, None, "a quotation mark is not closed", "Close it or remove it.")
    for row, cells in enumerate(csv.reader(io.StringIO(decoded, newline=""), delimiter=header.separator), 1):
        if len(cells) > len(header.names):
            fault = f"{len(cells)} cells, but the header has {len(header.names)}"
            return Problem(None, row, None, fault, "Remove the extra cells, or quote a cell that holds a comma.")
    return Problem(
        None,
        None,
        None,
        f"the CSV cannot be read ({_first_line(error)})",
        "Save the file as «CSV UTF-8» again.",
    )


def _blank_to_null(frame: pl.DataFrame) -> pl.DataFrame:
    texts = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(texts != "").then(texts))


def _without_blank_end(frame: pl.DataFrame) -> pl.DataFrame:
    height = frame.height
    while height and all(cell is None for cell in frame.row(height - 1)):
        height -= 1
    return frame[:height]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _refused(path: Path, fault: str, cure: str, row: int | None = None) -> TableError:
    return TableError(str(path), [Problem(None, row, None, fault, cure)])
