"""Excel workbooks as text cells, with the row numbers of the sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from openfisca_kz.tables.columns import MOST_SHOWN
from openfisca_kz.tables.errors import Problem, TableError, cut, refused
from openfisca_kz.tables.reading.damage import reading
from openfisca_kz.tables.reading.faults import Faults, Places
from openfisca_kz.tables.reading.parquet import blank_to_null
from openfisca_kz.tables.reading.raw import Raw, check_headers

MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?$"
"""A date without a time of day, as Excel stores it."""
LONG_NUMBER = r"^-?\d+\.\d+$"


def open_excel(path: Path, sheet: str | None = None) -> Raw:
    """A sheet of a workbook: the one named, the one called `persons`, or the only one.

    A workbook has a million rows at most, so it is read as a whole.

    Raises:
        TableError: no workbook, several sheets and none chosen, cells with errors such as #N/A.
    """
    workbook = _workbook(path)
    chosen = _choose(path, workbook.sheet_names, sheet)
    with reading(path, f"sheet {cut(chosen)} cannot be read", "Save the workbook again."):
        batch, errors = workbook.load_sheet(chosen, header_row=None, dtypes="string").to_arrow_with_errors()
        frame = pl.DataFrame(pl.from_arrow(batch))
    if frame.height == 0:
        raise refused(path, f"sheet {cut(chosen)} is empty", "Give a table of persons with a header.")
    headers = [(name or "").strip() for name in frame.row(0)]
    check_headers(str(path), headers)
    wrong = [
        Problem(headers[cell.position[1]], cell.position[0] + 1, None, "a cell with an error of Excel", "Correct it.")
        for cell in (errors.errors if errors else [])
    ]
    if wrong:
        raise TableError(str(path), wrong)
    frame = frame[1:].rename(dict(zip(frame.columns, headers, strict=True)))
    frame = frame.with_columns(blank_to_null(pl.all()).str.replace(MIDNIGHT, "$1"))
    frame = frame.with_columns(_as_shown(cells) for cells in frame)
    filled = frame.with_row_index("row number").filter(pl.any_horizontal(pl.col(headers).is_not_null()))
    height = int(filled["row number"][-1]) + 1 if filled.height else 0

    def blocks(_: Faults) -> Iterator[pl.DataFrame]:
        yield from frame[:height].iter_slices(262_144)

    return Raw(str(path), dict(frame.schema), Places(((None, 0, 2),)), blocks)


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook; raises `TableError` if it is none."""
    return _workbook(path).sheet_names


def _as_shown(cells: pl.Series) -> pl.Series:
    """Numbers with the 15 digits that Excel knows: 0.1 + 0.2 is stored in it as 0.30000000000000004."""
    long = cells.filter((cells.str.len_bytes() > 16) & cells.str.contains(LONG_NUMBER)).unique()
    if not len(long):
        return cells
    short = [f"{float(number):.15g}" for number in long]
    return cells.replace({number: text for number, text in zip(long, short, strict=True) if "e" not in text})


def _choose(path: Path, names: list[str], sheet: str | None) -> str:
    if sheet is not None and sheet in names:
        return sheet
    if sheet is None and "persons" in names:
        return "persons"
    if sheet is None and len(names) == 1:
        return names[0]
    sheets = ", ".join(cut(name) for name in names[:MOST_SHOWN])
    if sheet is not None:
        raise refused(path, f"there is no sheet {cut(sheet)}", f"The workbook has {sheets}.")
    cure = f"The workbook has {sheets}. Call one persons, or name one in the mapping file: sheet: {cut(names[0])}."
    raise refused(path, "several sheets", cure)


def _workbook(path: Path) -> fastexcel.ExcelReader:
    damaged = reading(path, "this workbook is cut off or damaged", "Save it, or copy it, again.")
    with damaged, zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if not any(name in ("xl/workbook.xml", "xl/workbook.bin") for name in names):
        raise refused(path, "this is a zip archive, not an Excel workbook", "Unpack it and name the table in it.")
    with reading(path, "this workbook cannot be read", "Save the workbook again."):
        return fastexcel.read_excel(path)
