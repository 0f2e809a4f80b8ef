"""What the cells of a type are, in words: messages name no type of a library."""

from __future__ import annotations

import polars as pl

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def contents(dtype: pl.DataType) -> str:
    """What cells of this type are, in the plural."""
    if dtype in TEXTS:
        return "text"
    if dtype.is_numeric():
        return "whole numbers" if dtype.is_integer() else "numbers"
    if dtype == pl.Boolean:
        return "truths"
    if dtype in (pl.Date, pl.Datetime):
        return "dates"
    if dtype.is_temporal():
        return "times of day or durations"
    if dtype == pl.Struct:
        return "records"
    if dtype.is_nested():
        return "lists"
    if dtype == pl.Binary:
        return "bytes"
    return "nothing but blanks" if dtype == pl.Null else "values of no known kind"
