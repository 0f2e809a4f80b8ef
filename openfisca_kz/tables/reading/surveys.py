"""Stata (.dta) and SPSS (.sav, .zsav) files as blocks of typed cells, with their missing values of several kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from openfisca_kz.tables.errors import refused
from openfisca_kz.tables.reading.contents import contents
from openfisca_kz.tables.reading.damage import reading
from openfisca_kz.tables.reading.faults import Faults, Places
from openfisca_kz.tables.reading.parquet import blank_to_null
from openfisca_kz.tables.reading.raw import TAG, Raw, check_headers

BLOCK = 100_000
"""Rows read in one go."""
STATA_DATES = ("%td", "%-td", "%d", "%-d")
SPSS_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE")


def open_stata(path: Path) -> Raw:
    """A Stata file: numbers are float64; `.a` to `.z` are kept apart from the plain missing value `.`."""
    return _open(path, pyreadstat.read_dta)


def open_spss(path: Path) -> Raw:
    """An SPSS file: numbers are float64; values declared user-missing are kept apart from the plain missing value."""
    return _open(path, pyreadstat.read_sav)


def _open(path: Path, read: Any) -> Raw:
    meta = _read(path, read, metadataonly=True, output_format="polars")[1]
    check_headers(str(path), meta.column_names, row=None)
    schema: dict[str, pl.DataType] = {}
    for name in meta.column_names:
        text = meta.readstat_variable_types[name] == "string"
        shown = (meta.original_variable_types.get(name) or "").rstrip("0123456789.")
        is_date = shown.startswith(STATA_DATES) if read is pyreadstat.read_dta else shown in SPSS_DATES
        schema[name] = pl.String() if text else pl.Date() if is_date else pl.Float64()
    return Raw(
        str(path),
        schema,
        Places(((None, 0, 1),)),
        partial(_blocks, path, read, schema, meta.number_rows),
        survey=True,
        tagged=tuple(schema),
    )


def _blocks(
    path: Path, read: Any, schema: dict[str, pl.DataType], expected: int | None, faults: Faults
) -> Iterator[pl.DataFrame]:
    start = 0
    while True:
        frame, meta = _read(path, read, row_offset=start, row_limit=BLOCK, user_missing=True, output_format="polars")
        if not frame.height:
            break
        ranges = getattr(meta, "missing_ranges", None) or {}
        block = pl.DataFrame(
            [part for name, dtype in schema.items() for part in _column(path, frame[name], dtype, ranges.get(name, []))]
        )
        yield block
        start += frame.height
        if frame.height < BLOCK:
            break
    if expected is not None and expected >= 0 and start != expected:
        fault = f"{start} records where {expected} should be"
        raise refused(path, fault, "The file is cut off or damaged: export it, or copy it, again.")


def _column(path: Path, cells: pl.Series, dtype: pl.DataType, ranges: list[dict[str, Any]]) -> list[pl.Series]:
    """The column as its type, and beside it the names of the missing values that are not plain."""
    name = cells.name
    if cells.dtype == pl.Object or (cells.dtype == pl.String and dtype != pl.String):
        # numbers or dates, and the letters of Stata's missing values
        values = cells.to_list()
        letters = pl.Series([f".{value}" if isinstance(value, str) else None for value in values], dtype=pl.String)
        cells = pl.Series(name, [None if isinstance(value, str) else value for value in values])
    else:
        letters = pl.Series([None] * len(cells), dtype=pl.String)
    if cells.dtype in (pl.String, pl.Null) and dtype == pl.String:
        cells = pl.DataFrame({name: cells}).select(blank_to_null(pl.col(name))).to_series()
    try:
        cells = cells.cast(dtype)
    except pl.exceptions.PolarsError:
        fault = f"the column holds {contents(cells.dtype)}, not {contents(dtype)}"
        raise refused(path, fault, "Export it again.", column=name) from None
    for limits in ranges:
        low, high = limits["lo"], limits["hi"]
        bounds = (str(low).strip(), str(high).strip()) if dtype == pl.String else (low, high)
        if dtype == pl.Date:
            continue
        missing = cells.is_between(*bounds).fill_null(value=False)
        shown = cells.cast(pl.String).str.replace(r"\.0$", "")
        letters = pl.select(pl.when(missing).then(shown).otherwise(letters)).to_series()
        cells = pl.select(pl.when(~missing).then(cells)).to_series()
    return [cells.alias(name), letters.alias(TAG + name)]


def _read(path: Path, read: Any, **options: Any) -> Any:
    cure = "It is cut off, damaged or protected by a password: export it, or copy it, again."
    with reading(path, "this file cannot be read", cure):
        return read(str(path), **options)
