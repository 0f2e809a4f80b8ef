"""The frame of families as checked arrays, everything that several tables use computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy
import polars as pl

from openfisca_kz.population.statistics.at_once import at_once
from openfisca_kz.population.statistics.cells import NOT_STATED, Cells, Groups, groups
from openfisca_kz.population.statistics.ranking import DECILES, Distribution, Ranking, rank
from openfisca_kz.population.statistics.settings import Settings, StatisticsError, check_names
from openfisca_kz.tables.errors import shorten
from openfisca_kz.tables.family_types import MOST_CHILDREN, NUMBERS_OF_CHILDREN

ENTITLED = "entitled"
GROUPINGS = ("region", "residence", "family_type", "with_disability")


@dataclass(frozen=True)
class System:
    """Results of one system; arrays of shape (families,), amounts in tenge a month for the family.

    paid is what families receive (with take-up), right what the law gives; paid_rows and right_rows are the families
    that receive more than 0 and that have the right.
    """

    name: str
    entitled: numpy.ndarray
    right: numpy.ndarray
    paid: numpy.ndarray
    tsa: numpy.ndarray
    child_supplement: numpy.ndarray | None
    line: numpy.ndarray
    state: Groups
    cause: Groups | None
    right_rows: numpy.ndarray
    paid_rows: numpy.ndarray


@dataclass(frozen=True)
class Families:
    """All families with a weight above 0, in the order of the frame.

    weight: families for which one stands; persons and child_persons: members and children × weight. income: tenge a
    month for a person before assistance, negative ones as 0; `before` is the same in ascending order.
    """

    frame: pl.DataFrame
    settings: Settings
    names: tuple[str, ...]
    weight: numpy.ndarray
    members: numpy.ndarray
    persons: numpy.ndarray
    child_persons: numpy.ndarray
    income: numpy.ndarray
    negative_incomes: int
    minimum: numpy.ndarray
    takes_up: numpy.ndarray | None
    ranking: Ranking
    before: Distribution
    cells: Cells
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
    """Check the frame and compute what the tables share.

    Raises:
        StatisticsError: a column is missing, or a cell is blank, not finite, negative where it cannot be, or says what
            another contradicts; the message names column, family, value and cure.
    """
    known = check_names(names)
    weight = _numbers(frame, "weight", "Give every family a weight, 0 or more.", least=0)
    without_weight = int((weight == 0).sum())
    if without_weight:
        frame = frame.filter(pl.col("weight") > 0)
        weight = weight[weight > 0]
    members = _numbers(frame, "members", "A family has one member or more.", least=1)
    children = _numbers(frame, "children", "Count the children among the members.", least=0)
    _refuse(frame, "children", children > members, "more children than members", "Count them among the members.")
    given = _numbers(frame, "income", "Give tenge a month for a person.")
    persons = weight * members
    takes_up = _truths(frame, "takes_up") if "takes_up" in frame.columns else None
    applied = takes_up if settings.take_up else None
    stated = [name for name in GROUPINGS if name in frame.columns]
    ranking, minimum, *of_columns = at_once(
        lambda: rank(given, persons),
        lambda: _numbers(frame, "subsistence_minimum", "Give tenge a month.", least=0),
        *(partial(_system, frame, name, known[0], applied) for name in known),
        *(partial(_grouping, frame[name]) for name in stated),
    )
    negative = given < 0
    negative_incomes = int(negative.sum())
    income = numpy.where(negative, 0.0, given) if negative_incomes else given
    axes = {"decile": Groups(tuple(str(number + 1) for number in range(DECILES)), ranking.decile)}
    systems, groupings = of_columns[: len(known)], of_columns[len(known) :]
    axes |= zip(stated, groupings, strict=True)
    axes["children"] = Groups(NUMBERS_OF_CHILDREN, numpy.minimum(children, MOST_CHILDREN).astype(numpy.int8))
    return Families(
        frame=frame,
        settings=settings,
        names=known,
        weight=weight,
        members=members,
        persons=persons,
        child_persons=weight * children,
        income=income,
        negative_incomes=negative_incomes,
        minimum=minimum,
        takes_up=takes_up,
        ranking=ranking,
        before=Distribution(numpy.maximum(ranking.income, 0) if negative_incomes else ranking.income, ranking.persons),
        cells=Cells(axes),
        systems=dict(zip(known, systems, strict=True)),
        without_weight=without_weight,
    )


def _system(frame: pl.DataFrame, name: str, baseline: str, takes_up: numpy.ndarray | None) -> System:
    entitled = _truths(frame, f"entitled@{name}")
    tsa = _numbers(frame, f"tsa@{name}", "Write 0 where nothing is paid.", least=0)
    supplement_column = f"child_supplement@{name}"
    supplement, right = None, tsa
    if supplement_column in frame.columns:
        supplement = _numbers(frame, supplement_column, "Write 0 where nothing is paid.", least=0)
        right = tsa + supplement
    amiss = (right > 0) & ~entitled
    _refuse(frame, f"entitled@{name}", amiss, "an amount without the right", "The amounts of such a family are 0.")
    state = groups(_column(frame, f"refusal@{name}"))
    says_entitled = state.codes == (state.labels.index(ENTITLED) if ENTITLED in state.labels else -1)
    cure = f"A family with the right, and only such a family, has '{ENTITLED}' there."
    _refuse(frame, f"refusal@{name}", says_entitled != entitled, f"disagrees with entitled@{name}", cure)
    paid = right if takes_up is None else right * takes_up
    return System(
        name=name,
        entitled=entitled,
        right=right,
        paid=paid,
        tsa=tsa,
        child_supplement=supplement,
        line=_numbers(frame, f"poverty_line@{name}", "Give the line of every family.", least=0),
        state=state,
        cause=None if name == baseline else groups(_column(frame, f"cause@{name}")),
        right_rows=numpy.flatnonzero(entitled),
        paid_rows=numpy.flatnonzero(paid > 0),
    )


def _grouping(column: pl.Series) -> Groups:
    if column.dtype == pl.Boolean:
        codes = column.cast(pl.UInt8).fill_null(2).to_numpy()
        return Groups(("false", "true", NOT_STATED)[: 3 if column.null_count() else 2], codes)
    return groups(column)


def _column(frame: pl.DataFrame, name: str) -> pl.Series:
    if name not in frame.columns:
        raise StatisticsError(f"The frame of families has no column {name}, which the tables need.")
    return frame[name]


def _numbers(frame: pl.DataFrame, name: str, cure: str, least: float | None = None) -> numpy.ndarray:
    """A column as float64, finite, none below `least`."""
    column = _column(frame, name)
    if not column.dtype.is_numeric():
        raise StatisticsError(f"families, column {name}: it holds {column.dtype}, not numbers. {cure}")
    if column.null_count():
        _refuse(frame, name, column.is_null().to_numpy(), "the cell is blank", cure)
    values = column.cast(pl.Float64).to_numpy()
    if not numpy.isfinite(values.sum()):  # one pass; looks closer only where something may be wrong
        _refuse(frame, name, ~numpy.isfinite(values), "not a finite number", cure)
    if least is not None:
        _refuse(frame, name, values < least, f"below {least:g}", cure)
    return values


def _truths(frame: pl.DataFrame, name: str) -> numpy.ndarray:
    column = _column(frame, name)
    if column.dtype != pl.Boolean:
        raise StatisticsError(f"families, column {name}: it holds {column.dtype}, not true and false.")
    if column.null_count():
        _refuse(frame, name, column.is_null().to_numpy(), "the cell is blank", "Say true or false.")
    return column.to_numpy()


def _refuse(frame: pl.DataFrame, name: str, wrong: numpy.ndarray, fault: str, cure: str) -> None:
    if not wrong.any():
        return
    row = int(wrong.argmax())
    more = int(wrong.sum()) - 1
    family = f", family {frame['family_id'][row]}" if "family_id" in frame.columns else ""
    others = f" (and {more} more)" if more else ""
    value = shorten(str(frame[name][row]))
    raise StatisticsError(f"families, record {row + 1}{family}, column {name}, value {value}: {fault}{others}. {cure}")
