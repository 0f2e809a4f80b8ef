"""Cells of one column as a numpy array, or the first thing wrong with them.

Each reader takes the column as read and returns an array with one value for each row; faults go to `Faults`, and
the values of a faulty column are of no use.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import numpy
import polars as pl

from openfisca_kz.money import LARGEST_AMOUNT, amount_faults
from openfisca_kz.tables.columns import known
from openfisca_kz.tables.reading.contents import contents
from openfisca_kz.tables.reading.faults import Faults

EARLIEST_DATE = numpy.datetime64("1900-01-01")
PLAIN_AMOUNT = r"^[0-9]{1,11}(\.[0-9]{1,2})?$"
"""A third decimal is refused even if it is 0: 120.000 is a thousands separator, not 120 tenge."""
LARGEST_WHOLE_FLOAT = 2**53
TEXTS = (pl.String, pl.Null, pl.Categorical, pl.Enum)
LARGEST_WEIGHT = 1e9
"""More families than any country has; far below where sums lose a tenge."""
ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"


def identifiers(cells: pl.Series, faults: Faults) -> pl.Series:
    """Family or person ids: text, or whole numbers as Int64 (Stata and SPSS store them as floats)."""
    if cells.dtype.is_float():
        whole = (cells == cells.floor()) & (cells.abs() < LARGEST_WHOLE_FLOAT)
        faults.add(~whole.fill_null(value=True), cells, "an id that is no whole number", "Store ids as text.")
        return cells.set(~whole, None).cast(pl.Int64)
    if cells.dtype.is_integer():
        whole = cells.cast(pl.Int64, strict=False)
        if whole.null_count() > cells.null_count():
            faults.add(whole.is_null() & cells.is_not_null(), cells, "an id too large", "Store ids as text.")
        return whole
    if cells.dtype not in TEXTS:
        faults.whole_column(
            cells, f"the column holds {contents(cells.dtype)}, not ids", "Store them as text or whole numbers."
        )
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.String)
    return cells.cast(pl.String)


def amounts(
    cells: pl.Series, faults: Faults, decimal_comma: bool = False, blank_allowed: bool = False
) -> numpy.ndarray:
    """Tenge as float64: 0 or more, at most 10 000 000 000, at most two decimals. A blank is a fault or NaN."""
    numbers, given = _numbers(cells, faults, decimal_comma, "Write tenge and tiyn like 120000.50.")
    values = numbers.to_numpy()
    if not blank_allowed:
        faults.add(~given, cells, "the cell is blank", "Write 0 if there was no such income.")
    for at_fault, fault, cure in amount_faults(values):
        faults.add(given & at_fault, cells, fault, cure)
    return values


def numbers(cells: pl.Series, faults: Faults, decimal_comma: bool = False, whole: bool = False) -> numpy.ndarray:
    """Numbers as float64: finite, of any sign and number of decimals, or whole ones. A blank is NaN.

    What else a number must be (heads, a loss, a rate) the variable itself checks when the simulation is built.
    """
    read, given = _numbers(cells, faults, decimal_comma, "Write a number like 12.5.", plain=False)
    values = read.to_numpy()
    faults.add(given & ~numpy.isfinite(values), cells, "not a finite number", "Write a number.")
    faults.add(given & (numpy.abs(values) > LARGEST_AMOUNT), cells, "a number above 10 000 000 000", "Check the unit.")
    if whole:
        faults.add(given & (values != numpy.rint(values)), cells, "not a whole number", "Write a whole number.")
    return values


def weights(cells: pl.Series, faults: Faults, decimal_comma: bool = False) -> numpy.ndarray:
    """Weights as float64, finite and 0 or more."""
    numbers, given = _numbers(cells, faults, decimal_comma, "Write a number like 12.5.", plain=False)
    values = numbers.to_numpy()
    faults.add(~given, cells, "the cell is blank", "Give every family its weight, or leave the column out.")
    faults.add(given & ~numpy.isfinite(values), cells, "not a finite number", "Write a number, 0 or more.")
    faults.add(values < 0, cells, "a weight cannot be negative", "Write a number, 0 or more.")
    faults.add(given & (values > LARGEST_WEIGHT), cells, "a weight above 1 000 000 000", "Check the column.")
    return values


def _numbers(
    cells: pl.Series, faults: Faults, decimal_comma: bool, cure: str, plain: bool = True
) -> tuple[pl.Series, numpy.ndarray]:
    """The column as Float64 and which cells are given; cells that are no number are faults and become 0."""
    if cells.dtype == pl.Null:
        cells = cells.cast(pl.String)
    if cells.dtype == pl.String:
        text = cells.str.replace(",", ".", literal=True) if decimal_comma else cells
        numbers = text.cast(pl.Float64, strict=False)
        fine = text.str.contains(PLAIN_AMOUNT) if plain else numbers.is_not_null()
        if not bool(fine.all()):
            # Words like nan and -5 are numbers with a fault of their own; 1e5, 5. and 1_000 are no amounts.
            other = text.str.contains(r"(?i)^(-.*|\+?nan|\+?inf(inity)?|[0-9]{12,})$") & numbers.is_not_null()
            long = ~fine & text.str.contains(r"^[0-9]+\.[0-9]{3,}$")
            not_separated = "Write tenge and tiyn like 120000.50. Thousands are not separated."
            faults.add(long, cells, "more than two decimals", not_separated)
            bad = ~(fine | other | long) & text.is_not_null()
            faults.add(bad, cells, "not a number", cure)
            bad |= long
            numbers = pl.select(pl.when(bad.fill_null(value=False)).then(0.0).otherwise(numbers)).to_series()
    elif cells.dtype.is_numeric():
        numbers = cells.cast(pl.Float64)
    else:
        faults.whole_column(cells, f"the column holds {contents(cells.dtype)}, not numbers", "Store it as numbers.")
        numbers = pl.zeros(len(cells), pl.Float64, eager=True)
    given = numbers.is_not_null().to_numpy()
    return numbers.fill_null(numpy.nan), given


def dates(cells: pl.Series, faults: Faults) -> numpy.ndarray:
    """Dates as datetime64[D]; a blank is NaT."""
    if cells.dtype == pl.String:
        parsed = cells.str.to_date("%Y-%m-%d", strict=False)
        bad = (parsed.is_null() | ~cells.str.contains(ISO_DATE)) & cells.is_not_null()
        faults.add(bad, cells, "not a date", "Write year-month-day like 2019-09-30.")
    elif cells.dtype in (pl.Date, pl.Datetime):
        parsed = cells.cast(pl.Date)
        faults.add(parsed.cast(cells.dtype) != cells, cells, "a date with a time of day", "Store dates alone.")
    else:
        if cells.dtype != pl.Null:
            faults.whole_column(cells, f"the column holds {contents(cells.dtype)}, not dates", "Store ISO dates.")
        parsed = pl.Series([None] * len(cells), dtype=pl.Date)
    values = parsed.to_numpy().astype("datetime64[D]")
    faults.add(values < EARLIEST_DATE, cells, "a date before 1900", "Check the year.")
    return values


def choices(cells: pl.Series, names: Iterable[str], faults: Faults, blank: int = -1) -> numpy.ndarray:
    """Positions (int16) of the cells in `names`; `blank` stands for a blank cell."""
    names = list(names)
    if cells.dtype not in TEXTS:
        faults.whole_column(cells, f"the column holds {contents(cells.dtype)}, not words", known(names))
        return numpy.full(len(cells), blank, numpy.int16)
    words = cells.cast(pl.String)
    codes = words.replace_strict(names, list(range(len(names))), default=-2, return_dtype=pl.Int16)
    unknown = (codes == -2) & words.is_not_null()
    if unknown.any():
        word = words[int(unknown.fill_null(value=False).arg_max() or 0)]
        near = get_close_matches(word.lower(), names, n=1)
        cure = f"Did you mean {near[0]}? {known(names)}" if near else known(names)
        faults.add(unknown, cells, "unknown value", cure)
    return numpy.where(words.is_null().to_numpy(), blank, codes.fill_null(blank).to_numpy()).astype(numpy.int16)


def truths(cells: pl.Series, faults: Faults, *, blank_allowed: bool = True) -> numpy.ndarray:
    """Booleans: true or false, 1 or 0; a blank is false, or a fault."""
    if not blank_allowed:
        faults.add(cells.is_null(), cells, "the cell is blank", "Write true or false, or leave the column out.")
    if cells.dtype == pl.Boolean:
        return cells.fill_null(value=False).to_numpy()
    if cells.dtype.is_numeric():
        faults.add(~cells.cast(pl.Float64).is_in([0.0, 1.0]), cells, "neither true nor false", "Write 1 or 0.")
        return (cells.cast(pl.Float64) == 1).fill_null(value=False).to_numpy()
    lowered = cells.cast(pl.String).str.to_lowercase().alias(cells.name) if cells.dtype in TEXTS else cells
    return choices(lowered.replace({"0": "false", "1": "true"}), ["false", "true"], faults, blank=0) == 1
