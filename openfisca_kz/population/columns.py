"""Which columns a table of persons may have.

Nothing is listed by hand: besides the four columns that describe the table itself, a column is an input variable of
the tax-benefit system, so that a new kind of income needs no change here.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from openfisca_core import periods
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz.building_blocks.statements import SumReceived
from openfisca_kz.dates import reference_months
from openfisca_kz.entities import Family
from openfisca_kz.facts import Fact
from openfisca_kz.money import Income
from openfisca_kz.population.errors import Problem

TABLE_COLUMNS = ("family_id", "person_id", "role", "weight")
MOST_SHOWN = 25
"""Values of a fact that a description still lists one by one."""
ROLES = tuple(role.key for role in Family.flattened_roles)


@dataclass(frozen=True)
class Column:
    """One column of the table: its header, its variable and, for an amount, the months that it speaks of.

    kind: `table` (family_id, person_id, role, weight), `amount` (money of a person, by months of the reference
    quarter), `person` (a fact of a person) or `family` (a fact of the family, the same on all its rows).
    An amount with three months is the total of the quarter unless `each_month` says that it is repeated.
    """

    name: str
    kind: str
    variable: Any = None
    months: tuple[str, ...] = ()
    each_month: bool = False


def quarter_of(period: str) -> tuple[str, ...]:
    """The months 'YYYY-MM' of the reference quarter of an application in the month `period` ('YYYY-MM')."""
    return tuple(str(month) for month in reference_months(periods.period(period)))


def input_variables(system: TaxBenefitSystem) -> dict[str, Variable]:
    """The variables of persons and families that a table may give, by name."""
    return {name: variable for name, variable in system.variables.items() if is_input(variable)}


def is_input(variable: Variable) -> bool:
    """Whether a table may give the variable.

    It may if there is no formula, or only a formula that stands in when nothing is given: a fact carried over from
    another month, or a date.
    """
    return variable.is_input_variable() or isinstance(variable, Fact) or variable.value_type is datetime.date


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
    headers: list[str], system: TaxBenefitSystem, period: str, amounts: str
) -> tuple[list[Column], list[Problem]]:
    """Turn headers into columns; headers that cannot be understood become problems.

    period: month of application, 'YYYY-MM'; amounts: 'month' or 'quarter', what a plain amount column means.
    """
    inputs = input_variables(system)
    quarter = quarter_of(period)
    columns: list[Column] = []
    problems: list[Problem] = []
    for header in headers:
        try:
            columns.append(_resolve_one(header, system, inputs, quarter, amounts))
        except _RefusedError as refused:
            problems.append(Problem(header, None, None, *refused.args))
    problems += [
        Problem("family_id", None, None, "the column is missing", "Add it: one value for all rows of a family.")
        for _ in range("family_id" not in headers)
    ]
    return columns, problems + _said_twice(columns)


class _RefusedError(Exception):
    """(fault, cure) of a header."""


def _resolve_one(
    header: str, system: TaxBenefitSystem, inputs: dict[str, Variable], quarter: tuple[str, ...], amounts: str
) -> Column:
    if header in TABLE_COLUMNS:
        return Column(header, "table")
    name, at, when = header.partition("@")
    if name not in inputs:
        raise _RefusedError(*_unknown(name, system, inputs))
    variable = inputs[name]
    if not is_amount(variable):
        if at:
            raise _RefusedError(f"{name} is not a monthly amount", f"Name the column {name}, without '{at}{when}'.")
        return Column(header, variable.entity.key, variable)
    months = _months(when, quarter) if at else quarter
    if isinstance(variable, SumReceived) and len(months) > 1:  # it belongs to months of its own, from … to …
        example = f"Name the month of receipt: {name}@{quarter[1]}."
        raise _RefusedError(f"{name} is a sum received once, not an amount of each month", example)
    return Column(header, "amount", variable, months, each_month=not at and amounts == "month")


def _months(when: str, quarter: tuple[str, ...]) -> tuple[str, ...]:
    this_quarter = f"{quarter[0][:4]}-Q{(int(quarter[0][5:]) + 2) // 3}"
    if when == this_quarter:
        return quarter
    if when in quarter:
        return (when,)
    allowed = f"Use one of {', '.join(quarter)} or {this_quarter}, or compare another period."
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])", when):
        raise _RefusedError(f"'{when}' is outside the reference quarter", allowed)
    raise _RefusedError(f"'{when}' is neither a month nor a quarter", allowed)


def _unknown(name: str, system: TaxBenefitSystem, inputs: dict[str, Variable]) -> tuple[str, str]:
    if name in system.variables:
        return f"{name} is calculated, it cannot be given", "Remove the column."
    near = get_close_matches(name.lower(), [*TABLE_COLUMNS, *inputs], n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else "Rename it after a variable of openfisca-kz"
    return "unknown column", f"{hint}{'' if near else ','}{' If not,' if near else ' or'} remove it."


def _said_twice(columns: list[Column]) -> list[Problem]:
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for column in columns:
        doubled = [month for month in column.months if (column.variable.name, month) in seen]
        if doubled:
            other = seen[column.variable.name, doubled[0]]
            fault = f"{', '.join(doubled)} already given by column {other}"
            problems.append(Problem(column.name, None, None, fault, "Keep one of the two columns."))
        seen |= {(column.variable.name, month): column.name for month in column.months}
    return problems
