"""The cells of a column after the mapping: values recoded, missing values resolved or refused by name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import polars as pl

from openfisca_kz.tables.columns import Column, known, shown
from openfisca_kz.tables.errors import Problem, cut, shorten
from openfisca_kz.tables.reading.faults import Faults
from openfisca_kz.tables.reading.mapping import EVERY, NOT_STATED, Rule

NUMBERS = ("amount", "figure", "number", "whole", "weight")


@dataclass(frozen=True)
class Recoding:
    """What is done to the cells of one column of the file.

    column: what it becomes; strict: whether a blank must be resolved although the column has a «not stated»;
    numeric: whether the file stores numbers; values, missing: the cells by their text, as values of the column.
    """

    header: str
    column: Column
    strict: bool
    numeric: bool
    values: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, Any] = field(default_factory=dict)

    @property
    def idle(self) -> bool:
        """Whether the cells stay as they are."""
        return not (self.values or self.missing or self.strict)

    def apply(self, cells: pl.Series, tags: pl.Series | None, faults: Faults | None) -> pl.Series:
        """The cells under the mapping. tags: names of missing values of several kinds, for surveys."""
        name = self.column.name
        blank = cells.is_null() if tags is None else cells.is_null() & tags.is_null()
        result = self._recode(cells, faults)
        every = self.missing.get(EVERY)
        if tags is not None and tags.count():
            known = {key: self._stored(value, result) for key, value in self.missing.items() if key not in ("", ".")}
            for tag in tags.unique().drop_nulls():
                value = self.missing.get(tag, every)
                if value is None and faults is not None:
                    cure = f"Say in the mapping file what it means, under {cut(self.header)}, missing, {cut(tag)}."
                    faults.add(tags == tag, tags.alias(name), f"the missing value {cut(tag)} is not resolved", cure)
                known.setdefault(tag, self._stored(value, result))
            for tag, value in known.items():
                result = result.set((tags == tag).fill_null(value=False), value)
        if blank.any():
            value = self.missing.get(".", every)
            if value is not None:
                result = result.set(blank, self._stored(value, result))
            elif self.strict and self.column.default is not None and faults is not None:
                cure = (
                    f"Say in the mapping file what it means, under {cut(self.header)}: missing: not_stated, or a value."
                )
                faults.add(blank, cells.alias(name), "the cell is blank", cure)
        return result.alias(name)

    def _recode(self, cells: pl.Series, faults: Faults | None) -> pl.Series:
        name = self.column.name
        words = self.column.type not in NUMBERS
        if self.numeric and (self.values or (self.missing and words)):
            numbers = cells.cast(pl.Float64)
            known = {float(key): value for key, value in self.values.items()}
            if not words:
                return numbers.replace({key: float(value) for key, value in known.items()}) if known else numbers
            texts = [_as_text(value) for value in known.values()]
            listed = pl.Series(name, [None] * len(cells), dtype=pl.String)
            if known:
                listed = numbers.replace_strict(list(known), texts, default=None, return_dtype=pl.String)
            plain = numbers.cast(pl.String).str.replace(r"\.0$", "")
            if self.column.type == "id":
                return pl.select(pl.coalesce(listed, plain)).to_series()
            unlisted = numbers.is_not_null() & ~numbers.is_in(list(known))
            if self.column.type == "truth" and not known:
                listed, unlisted = plain, pl.Series([False] * len(cells))
            if faults is not None:
                cure = f"Add it to `values` of {cut(self.header)} in the mapping file."
                faults.add(unlisted, plain.alias(name), "the mapping does not say what this value means", cure)
            return listed
        if self.values or (self.missing and words and cells.dtype != pl.Boolean):
            text = cells.cast(pl.String)
            return text.replace({key: _as_text(value) for key, value in self.values.items()}) if self.values else text
        return cells

    def _stored(self, value: Any, result: pl.Series) -> Any:
        """A value of the mapping in the type of the recoded cells; nothing for «not stated»."""
        if value is None or value == NOT_STATED:
            return None
        if result.dtype in (pl.String, pl.Categorical, pl.Null):
            return _as_text(value)
        return bool(value) if result.dtype == pl.Boolean else float(value) if result.dtype.is_float() else value


def _as_text(value: Any) -> str | None:
    if value == NOT_STATED:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def recoding(
    header: str, rule: Rule, column: Column, dtype: pl.DataType, strict: bool
) -> tuple[Recoding, list[Problem]]:
    """The recoding of a column, and the problems of its rule: values that the column cannot have."""
    problems = []
    numeric, label = dtype.is_numeric(), shown(header, column.name)
    for key, value in [*rule.values.items(), *rule.missing.items()]:
        for fault, cure in _wrong(column, value):
            problems.append(Problem(label, None, str(value), f"in the mapping file: {fault}", cure))
        if numeric and key in rule.values and not _is_number(key):
            fault = f"in the mapping file: the column holds numbers, {shorten(key)} is none"
            problems.append(Problem(label, None, str(value), fault, "Write the number."))
    values = {key: value for key, value in rule.values.items() if not problems}
    missing = {key: value for key, value in rule.missing.items() if not problems}
    return Recoding(header, column, strict, numeric, values, missing), problems


def _wrong(column: Column, value: Any) -> Iterator[tuple[str, str]]:
    """Why the column cannot have the value, and the cure; nothing if it can."""
    text = _as_text(value)
    if text is None:
        if column.default is None and NOT_STATED not in column.choices:
            yield f"{column.name} has no «not stated»", "Write a value."
    elif column.type == "choice" and text not in column.choices:
        near = get_close_matches(text.lower(), column.choices, n=1)
        yield "unknown value", f"Did you mean {near[0]}? {known(column.choices)}" if near else known(column.choices)
    elif column.type == "truth" and text not in ("true", "false"):
        yield "neither true nor false", "Write true or false."
    elif column.type in NUMBERS and (
        isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value)
    ):
        yield "not a number", "Write a number."


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
