"""Which columns a table of persons may have.

Nothing is listed by hand: besides the few columns that describe the table itself, a column is an input variable of
the tax-benefit system, so that a new kind of income needs no change here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from openfisca_core import periods
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz.building_blocks.statements import SumReceived
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Family
from openfisca_kz.facts import is_calculated
from openfisca_kz.money import GivenFigure, Income
from openfisca_kz.tables.errors import Problem, cut, shorten
from openfisca_kz.tables.families import RESIDENCES

MOST_SHOWN = 25
"""Values of a fact that a description still lists one by one."""
ROLES = tuple(role.key for role in Family.flattened_roles)
UNITS = ("month", "quarter", "year")
"""Of what time a plain amount is the total."""


@dataclass(frozen=True)
class Column:
    """One column of the table: its header, what it holds and, for an amount, the months that it speaks of.

    entity: `table` (ids, role, weight …), `person` or `family` (the same on all rows of the family).
    type: `id`, `choice` (one of `choices`), `weight`, `truth`, `amount` (tenge by months of the reference quarter),
    `figure` (tenge, blank allowed), `number`, `whole`, `date`.
    unit: of an amount: the months are each given alike (`month`), share a total (`quarter`) or a year's total.
    default: what a blank means, the variable's own «not stated»; None if a blank is an error.
    """

    name: str
    entity: str
    type: str
    variable: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    months: tuple[str, ...] = ()
    unit: str = "month"

    @property
    def of_family(self) -> bool:
        """Whether all rows of a family must say the same."""
        return self.entity == "family" or self.name in ("weight", "takes_up", "residence")


TABLE_COLUMNS = {
    column.name: column
    for column in (
        Column("family_id", "table", "id"),
        Column("person_id", "table", "id"),
        Column("role", "table", "choice", choices=ROLES),
        Column("weight", "table", "weight"),
        Column("takes_up", "table", "truth"),
        Column("residence", "table", "choice", choices=RESIDENCES, default=-1),
    )
}


def quarter_of(period: str) -> tuple[str, ...]:
    """The months 'YYYY-MM' of the reference quarter of an application in the month `period` ('YYYY-MM')."""
    return tuple(str(month) for month in reference_months(periods.period(period)))


def input_variables(system: TaxBenefitSystem) -> dict[str, Variable]:
    """The variables of persons and families that a table may give, by name."""
    return {name: variable for name, variable in system.variables.items() if not is_calculated(variable)}


def is_amount(variable: Variable) -> bool:
    """Whether the variable is income of a person by months: only these take a month after `@`."""
    return isinstance(variable, Income)


def describe(system: TaxBenefitSystem) -> dict[str, dict[str, str]]:
    """Headings, and under each the columns with their labels and, for a closed list, their values."""
    titles = {
        "amount": "Income of a person, tenge a month (also NAME@2025-02 and NAME@2025-Q1):",
        "person": "Facts of a person:",
        "family": "Facts of the family, the same on all its rows:",
    }
    found: dict[str, dict[str, str]] = {title: {} for title in titles.values()}
    for name, variable in input_variables(system).items():
        kind = "amount" if is_amount(variable) else variable.entity.key
        names = list(variable.possible_values.names) if variable.value_type is Enum else []
        shown = names if len(names) <= MOST_SHOWN else [*names[:3], f"… {len(names)} in all"]
        values = f" ({', '.join(shown)})" if names else ""
        found[titles[kind]][name] = f"{variable.label}{values}"
    return found


def resolve(
    headers: Iterable[tuple[str, str, str | None]], system: TaxBenefitSystem, period: str, amounts: str
) -> tuple[dict[str, Column], list[Problem]]:
    """Turn headers into columns; headers that cannot be understood become problems.

    headers: of each column its header in the file, the name that it stands for, and a unit of time or None;
    period: month of application, 'YYYY-MM'; amounts: 'month', 'quarter' or 'year', what a plain amount column means.
    Returns the columns by their headers in the file.
    """
    inputs = input_variables(system)
    quarter = quarter_of(period)
    columns: dict[str, Column] = {}
    problems: list[Problem] = []
    for header, name, unit in headers:
        try:
            columns[header] = _resolve_one(name, unit, system, inputs, quarter, amounts)
        except _RefusedError as refused:
            problems.append(Problem(shown(header, name), None, None, refused.fault, refused.cure))
    return columns, problems + _said_twice(columns)


def shown(header: str, name: str) -> str:
    """How messages call a column: its header in the file, and its name where the mapping gives another."""
    return header if header == name else f"{header} ({name})"


def known(names: Sequence[str]) -> str:
    """A sentence with the values that a column may have; of a long list only the first."""
    if len(names) > MOST_SHOWN:
        return f"{len(names)} values are known, such as {', '.join(names[:3])}."
    return f"Known: {', '.join(names)}."


def missing_family_id() -> Problem:
    """The problem of a table that has no column for families."""
    return Problem("family_id", None, None, "the column is missing", "Add it: one value for all rows of a family.")


class _RefusedError(Exception):
    """What is wrong with a header, and the cure."""

    def __init__(self, fault: str, cure: str) -> None:
        super().__init__(fault)
        self.fault, self.cure = fault, cure


def _resolve_one(
    name: str,
    unit: str | None,
    system: TaxBenefitSystem,
    inputs: dict[str, Variable],
    quarter: tuple[str, ...],
    amounts: str,
) -> Column:
    header, (name, at, when) = name, name.partition("@")
    if header in TABLE_COLUMNS:
        column = TABLE_COLUMNS[header]
    elif name not in inputs:
        raise _unknown(name, system, inputs)
    else:
        column = _of_variable(header, inputs[name])
    if column.type != "amount":
        if at:
            raise _RefusedError(
                f"{name} is not a monthly amount", f"Name the column {name}, without {shorten(at + when)}."
            )
        if unit:
            raise _RefusedError(f"{name} is no income, so it has no unit of time", f"Remove 'unit: {unit}'.")
        return column
    if at and unit:
        raise _RefusedError(f"both {shorten(at + when)} and 'unit: {unit}' say of what time it is", "Keep one of them.")
    months = _months(when, quarter) if at else quarter
    if isinstance(inputs[name], SumReceived) and len(months) > 1:  # it belongs to months of its own, from … to …
        cure = f"Name the month of receipt: {name}@{quarter[1]}."
        raise _RefusedError(f"{name} is a sum received once, not an amount of each month", cure)
    if not at:
        return replace(column, months=quarter, unit=unit or amounts)
    return replace(column, months=months, unit="month" if len(months) == 1 else "quarter")


def _of_variable(header: str, variable: Variable) -> Column:
    entity, name = variable.entity.key, variable.name
    if is_amount(variable):
        return Column(header, entity, "amount", name)
    if variable.value_type is Enum:
        names, default = tuple(variable.possible_values.names), variable.default_value.index
        return Column(header, entity, "choice", name, names, default)
    if variable.value_type in (bool, datetime.date):
        kind = "truth" if variable.value_type is bool else "date"
        return Column(header, entity, kind, name, default=variable.default_value)
    kind = "figure" if isinstance(variable, GivenFigure) else "whole" if variable.value_type is int else "number"
    return Column(header, entity, kind, name, default=variable.default_value)


def _months(when: str, quarter: tuple[str, ...]) -> tuple[str, ...]:
    this_quarter = f"{quarter[0][:4]}-Q{(int(quarter[0][5:]) + 2) // 3}"
    if when == this_quarter:
        return quarter
    if when in quarter:
        return (when,)
    allowed = f"Use one of {', '.join(quarter)} or {this_quarter}, or compare another period."
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])", when):
        raise _RefusedError(f"'{when}' is outside the reference quarter", allowed)
    raise _RefusedError(f"{shorten(when)} is neither a month nor a quarter", allowed)


def _unknown(name: str, system: TaxBenefitSystem, inputs: dict[str, Variable]) -> _RefusedError:
    if name in system.variables:
        return _RefusedError(f"{name} is calculated, it cannot be given", "Remove the column.")
    near = get_close_matches(name.lower(), [*TABLE_COLUMNS, *inputs], n=1, cutoff=0.6)
    rename = "Rename it after a variable of openfisca-kz, or remove it."
    return _RefusedError("unknown column", f"Did you mean {near[0]}? If not, remove it." if near else rename)


def _said_twice(columns: dict[str, Column]) -> list[Problem]:
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for header, column in columns.items():
        places = [(column.variable, month) for month in column.months] or [(column.name, "")]
        doubled = [place for place in places if place in seen]
        if doubled:
            what = ", ".join(month or name for name, month in doubled)
            fault = f"{what} already given by column {cut(seen[doubled[0]])}"
            problems.append(Problem(shown(header, column.name), None, None, fault, "Keep one of the two columns."))
        seen |= dict.fromkeys(places, header)
    return problems
