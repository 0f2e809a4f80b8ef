"""Families of the frame as checked arrays, with what several tables use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import polars as pl

from openfisca_kz.population.statistics.settings import Settings, StatisticsError, check_names
from openfisca_kz.tables.errors import shorten


@dataclass(frozen=True)
class Amounts:
    """What one system gives; arrays of shape (families,), in tenge a month for the family.

    paid is what families receive (with take-up), right what the law gives; paid_rows are the families that receive
    more than 0.
    """

    right: numpy.ndarray
    paid: numpy.ndarray
    tsa: numpy.ndarray
    child_supplement: numpy.ndarray | None
    paid_rows: numpy.ndarray


@dataclass(frozen=True)
class System(Amounts):
    """One system: also who has the right, right_rows the positions of these, and the line.

    line: tenge a month for a person.
    """

    name: str
    entitled: numpy.ndarray
    right_rows: numpy.ndarray
    line: numpy.ndarray


@dataclass(frozen=True)
class Families:
    """All families with a weight above 0, in the order of the frame.

    weight: families for which one stands; persons and child_persons: members and children × weight. given_income:
    tenge a month for a person before assistance; income: the same, negative ones as 0.
    """

    frame: pl.DataFrame
    settings: Settings
    names: tuple[str, ...]
    weight: numpy.ndarray
    members: numpy.ndarray
    children: numpy.ndarray
    persons: numpy.ndarray
    child_persons: numpy.ndarray
    given_income: numpy.ndarray
    income: numpy.ndarray
    negative_incomes: int
    takes_up: numpy.ndarray | None
    systems: dict[str, System]
    without_weight: int

    @property
    def baseline(self) -> System:
        """The first system."""
        return self.systems[self.names[0]]

    @property
    def others(self) -> list[System]:
        """The systems that are compared with the baseline."""
        return [self.systems[name] for name in self.names[1:]]


def prepare(frame: pl.DataFrame, names: Sequence[str], settings: Settings) -> Families:
    """Check the columns that most tables read, and compute what they share.

    Raises:
        StatisticsError: a column is missing, or a cell is blank, not finite, negative where it cannot be, or says what
            another contradicts; the message names column, family, value and cure.
    """
    known = check_names(names)
    height = frame.height
    frame, weight = weighted(frame)
    members = members_of(frame)
    children = numbers(frame, "children", "Count the children among the members.", least=0)
    refuse(frame, "children", children > members, "more children than members", "Count them among the members.")
    given = given_income_of(frame)
    takes_up = take_up_of(frame)
    applied = takes_up if settings.take_up else None
    negative = given < 0
    negative_incomes = int(negative.sum())
    return Families(
        frame=frame,
        settings=settings,
        names=known,
        weight=weight,
        members=members,
        children=children,
        persons=weight * members,
        child_persons=weight * children,
        given_income=given,
        income=numpy.where(negative, 0.0, given) if negative_incomes else given,
        negative_incomes=negative_incomes,
        takes_up=takes_up,
        systems={name: _system(frame, name, applied) for name in known},
        without_weight=height - frame.height,
    )


RECORD = "record before families without weight were left out"
"""Column of the frame with the number of each record, if some were."""


def weighted(frame: pl.DataFrame) -> tuple[pl.DataFrame, numpy.ndarray]:
    """The families with a weight above 0, and their weights; they remember which records they were."""
    weight = numbers(frame, "weight", "Give every family a weight, 0 or more.", least=0)
    if weight.all():
        return frame, weight
    return frame.with_row_index(RECORD, offset=1).filter(pl.col("weight") > 0), weight[weight > 0]


def members_of(frame: pl.DataFrame) -> numpy.ndarray:
    """Members of each family."""
    return numbers(frame, "members", "A family has one member or more.", least=1)


def given_income_of(frame: pl.DataFrame) -> numpy.ndarray:
    """Income before assistance, tenge a month for a person."""
    return numbers(frame, "income", "Give tenge a month for a person.")


def take_up_of(frame: pl.DataFrame) -> numpy.ndarray | None:
    """Who takes up what it has a right to, if the frame says so."""
    return _truths(frame, "takes_up") if "takes_up" in frame.columns else None


def amounts_of(frame: pl.DataFrame, name: str, takes_up: numpy.ndarray | None) -> Amounts:
    """What a system gives; paid to those who take it up, or to all if that is None."""
    right = tsa = numbers(frame, f"tsa@{name}", "Write 0 where nothing is paid.", least=0)
    supplement = None
    supplement_column = f"child_supplement@{name}"
    if supplement_column in frame.columns:
        supplement = numbers(frame, supplement_column, "Write 0 where nothing is paid.", least=0)
        right = tsa + supplement
    paid = right if takes_up is None else right * takes_up
    return Amounts(right, paid, tsa, supplement, paid_rows=numpy.flatnonzero(paid > 0))


def _system(frame: pl.DataFrame, name: str, takes_up: numpy.ndarray | None) -> System:
    entitled = _truths(frame, f"entitled@{name}")
    amounts = amounts_of(frame, name, takes_up)
    amiss = (amounts.right > 0) & ~entitled
    refuse(frame, f"entitled@{name}", amiss, "an amount without the right", "The amounts of such a family are 0.")
    line = numbers(frame, f"poverty_line@{name}", "Give the line of every family.", least=0)
    return System(**vars(amounts), name=name, entitled=entitled, right_rows=numpy.flatnonzero(entitled), line=line)


def column(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column that the tables need."""
    if name not in frame.columns:
        raise StatisticsError(f"The frame of families has no column {name}, which the tables need.")
    return frame[name]


def numbers(frame: pl.DataFrame, name: str, cure: str, least: float | None = None) -> numpy.ndarray:
    """A column as float64, finite, none below `least`."""
    cells = column(frame, name)
    if not cells.dtype.is_numeric():
        raise StatisticsError(f"families, column {name}: it holds {cells.dtype}, not numbers. {cure}")
    if cells.null_count():
        refuse(frame, name, cells.is_null().to_numpy(), "the cell is blank", cure)
    values = cells.cast(pl.Float64).to_numpy()
    if not numpy.isfinite(values.sum()):  # one pass; looks closer only where something may be wrong
        refuse(frame, name, ~numpy.isfinite(values), "not a finite number", cure)
    if least is not None:
        refuse(frame, name, values < least, f"below {least:g}", cure)
    return values


def _truths(frame: pl.DataFrame, name: str) -> numpy.ndarray:
    cells = column(frame, name)
    if cells.dtype != pl.Boolean:
        raise StatisticsError(f"families, column {name}: it holds {cells.dtype}, not true and false.")
    if cells.null_count():
        refuse(frame, name, cells.is_null().to_numpy(), "the cell is blank", "Say true or false.")
    return cells.to_numpy()


def refuse(frame: pl.DataFrame, name: str, wrong: numpy.ndarray, fault: str, cure: str) -> None:
    """Refuse a column if a cell is `wrong`, shape (families,); the message names the first such family."""
    if not wrong.any():
        return
    row = int(wrong.argmax())
    record = frame[RECORD][row] if RECORD in frame.columns else row + 1
    more = int(wrong.sum()) - 1
    family = f", family {frame['family_id'][row]}" if "family_id" in frame.columns else ""
    others = f" (and {more} more)" if more else ""
    value = shorten(str(frame[name][row]))
    raise StatisticsError(f"families, record {record}{family}, column {name}, value {value}: {fault}{others}. {cure}")
