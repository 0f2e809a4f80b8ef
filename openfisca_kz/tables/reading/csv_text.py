"""CSV files as blocks of text cells, with the row numbers of a spreadsheet and bounded memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from openfisca_kz.tables.errors import Problem, TableError, refused
from openfisca_kz.tables.reading.damage import first_line
from openfisca_kz.tables.reading.faults import Faults, Places
from openfisca_kz.tables.reading.parquet import blank_to_null
from openfisca_kz.tables.reading.raw import Raw, check_headers

PIECE = 32 << 20
"""Bytes read in one go."""
LONGEST_CELL = 8
"""Pieces after which a quotation mark that was not closed is no cell of several lines but a fault."""
MARK = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class _Header:
    names: list[str]
    separator: str
    skipped: int


def open_csv(path: Path) -> Raw:
    """Read the header of a CSV in UTF-8, separated by commas, semicolons or tabs.

    Raises:
        TableError: an empty file, another encoding, headers that are blank or twice the same.
    """
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if not head or (head.isspace() and path.stat().st_size == len(head)):
        raise refused(path, "the file is empty", "Give a table of persons.")
    if head.startswith(UTF_16):
        raise refused(path, "this text is in UTF-16, not in UTF-8", "Save it as «CSV UTF-8».")
    if b"\0" in head[:4096]:
        cure = "Save it as «CSV UTF-8», Parquet, Stata (.dta), SPSS (.sav) or Excel (.xlsx)."
        raise refused(path, "this is neither a text file in UTF-8 nor any other known table", cure)
    skipped = len(MARK) if head.startswith(MARK) else 0
    header = _header(path, head[skipped:], skipped)
    return Raw(
        str(path),
        dict.fromkeys(header.names, pl.String()),
        Places(((None, 0, 2),)),
        partial(_blocks, path, header),
        decimal_comma=header.separator == ";",
    )


def _header(path: Path, head: bytes, skipped: int) -> _Header:
    line = head[: head.find(b"\n") if b"\n" in head else None]
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise refused(path, f"the header is not UTF-8{_guess(line)}", "Save the file as «CSV UTF-8».", row=1) from None
    separator = max(",;\t", key=text.count)
    names = [name.strip() for name in next(csv.reader([text.rstrip("\r")], delimiter=separator), [])]
    check_headers(str(path), names)
    return _Header(names, separator, skipped)


def _blocks(path: Path, header: _Header, faults: Faults) -> Iterator[pl.DataFrame]:
    """Blocks of rows; wholly blank rows at the end of the file are not rows."""
    rows, held_back = 0, pl.DataFrame()
    for piece in _pieces(path, header.skipped):
        frame = _parse(path, piece, header, rows)
        rows += frame.height
        frame = frame if rows > frame.height else frame[1:]
        frame = pl.concat([held_back, frame]) if held_back.height else frame
        full = _without_blank_end(frame)
        held_back = frame[full.height :]
        if full.height:
            yield full.rename(dict(zip(full.columns, header.names, strict=True)))


def _pieces(path: Path, skipped: int) -> Iterator[bytes]:
    """Parts of the file of whole records: cut at the last end of a line that is not inside quotation marks."""
    with path.open("rb") as file:
        file.seek(skipped)
        kept = b""
        while piece := file.read(PIECE):
            kept += piece
            cut = _last_record(kept)
            if cut:
                yield kept[:cut]
                kept = kept[cut:]
    if kept:
        yield kept


def _last_record(data: bytes) -> int:
    end = data.rfind(b"\n")
    quotes = data.count(b'"', 0, end + 1)
    too_long = len(data) > LONGEST_CELL * PIECE
    while end >= 0 and quotes % 2 and not too_long:
        earlier = data.rfind(b"\n", 0, end)
        quotes -= data.count(b'"', earlier + 1, end + 1)
        end = earlier
    return end + 1


def _parse(path: Path, text: bytes, header: _Header, rows: int) -> pl.DataFrame:
    """The records of a piece as text cells; `rows` records came before it."""
    names = [f"c{index}" for index in range(len(header.names))]
    try:
        frame = pl.read_csv(
            text,
            separator=header.separator,
            has_header=False,
            infer_schema=False,
            schema=dict.fromkeys(names, pl.String),
            extra_columns="raise",
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise TableError(str(path), [_why(text, header, rows, error)]) from None
    whole = b'"' not in text and text.count(header.separator.encode()) == frame.height * (len(names) - 1)
    if not whole and frame[names[-1]].null_count():
        _refuse_short_rows(path, text, header, rows)
    return frame.with_columns(blank_to_null(pl.all()))


def _refuse_short_rows(path: Path, text: bytes, header: _Header, rows: int) -> None:
    """Refuse rows with fewer cells than the header, which polars would fill with blanks (blank rows may be short)."""
    records = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=header.separator)
    for row, cells in enumerate(records, rows + 1):
        if len(cells) < len(header.names) and any(cell.strip() for cell in cells):
            fault = f"{len(cells)} cells, but the header has {len(header.names)}"
            raise TableError(str(path), [Problem(None, row, None, fault, "Add the missing cells.")])


def _why(text: bytes, header: _Header, rows: int, error: BaseException) -> Problem:
    """The row that polars could not read; looked for slowly, because this happens once."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as wrong:
        row = rows + text.count(b"\n", 0, wrong.start) + 1
        line = text[text.rfind(b"\n", 0, wrong.start) + 1 :].split(b"\n", 1)[0]
        return Problem(None, row, None, f"the text is not UTF-8{_guess(line)}", "Save the file as «CSV UTF-8».")
    for row, written in enumerate(decoded.splitlines(), rows + 1):
        if written.count('"') % 2:
            return Problem(None, row, None, "a quotation mark is not closed", "Close it or remove it.")
    for row, cells in enumerate(csv.reader(io.StringIO(decoded, newline=""), delimiter=header.separator), rows + 1):
        if len(cells) > len(header.names):
            fault = f"{len(cells)} cells, but the header has {len(header.names)}"
            return Problem(None, row, None, fault, "Remove the extra cells, or quote a cell that holds a comma.")
    cure = "Save the file as «CSV UTF-8» again."
    return Problem(None, None, None, "the CSV cannot be read", cure, said=first_line(error))


def _guess(line: bytes) -> str:
    """What the encoding seems to be, if the line reads as Cyrillic text in Windows-1251."""
    try:
        text = line.decode("cp1251")
    except UnicodeDecodeError:
        return ""
    strange = [letter for letter in text if ord(letter) > 127]
    cyrillic = all("Ѐ" <= letter <= "ӿ" or letter in "№«»–—" for letter in strange)
    return ", it seems to be Windows-1251 (cp1251)" if cyrillic else ""


def _without_blank_end(frame: pl.DataFrame) -> pl.DataFrame:
    height = frame.height
    while height and all(cell is None for cell in frame.row(height - 1)):
        height -= 1
    return frame[:height]
