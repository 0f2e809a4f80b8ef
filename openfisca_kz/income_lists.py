"""Runs over the lists of order № 181: what counts in total income on the day of application, and what does not."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import Population

from openfisca_kz.dates import application_days, in_force, reference_months
from openfisca_kz.errors import SituationError
from openfisca_kz.money import TiynSum
from openfisca_kz.stated import holder_if_any

FACT_OF = {
    "education_material_aid": "education_organisation_ownership",
    "rental_housing_payment": "rental_housing_payment_basis",
}
"""Kinds of income that count or not depending on a fact about them."""

FEW = 1 / 8
"""Share of the persons up to which a kind is looked at person by person received, not for all at once."""

CONTINUES = {"order_152_2025": ("order_221_2024", "order_152_continues_order_221")}
"""Values of a fact that an interpretation treats like another value."""


def counted(
    person: Population,
    period: Period,
    parameters: Callable[[str], Any],
    *groups: str,
    months: Sequence[Period] | None = None,
) -> numpy.ndarray:
    """Income of the reference quarter that counts, tenge for each person: the lists of `groups` run over.

    Each kind is a boolean parameter «counts» read on the day of application of the family; for a kind in `FACT_OF`
    there is one parameter for each value of the fact. `months` narrows the quarter to some of its months.
    """
    families = person.family.reference_entity
    days, day_of_family = application_days(families, period)
    laws = [parameters(day) for day in days]
    lists = [law.total_income for law in laws]
    total = TiynSum(person.count)
    always: list[numpy.ndarray] = []
    for group in groups:
        for kind in dict.fromkeys(kind for law in lists for kind in law[group]):
            known = months_received(person, kind, months or reference_months(period))
            if not known:
                continue
            counts_on_day = [in_force(law, f"{group}.{kind}", otherwise=False) for law in lists]
            for month in known:
                amounts = person(kind, month)
                if kind in FACT_OF:
                    table = _table_by_fact(person, FACT_OF[kind], counts_on_day, laws)
                    at = numpy.flatnonzero(amounts > 0)
                    if at.size < FEW * person.count:
                        total.add(amounts[at] * _counts_by_fact(person, month, kind, at, table, day_of_family), at)
                    else:
                        total.add(amounts * _counts_by_fact(person, month, kind, slice(None), table, day_of_family))
                elif all(counts_on_day):
                    always.append(amounts)
                elif any(counts_on_day):
                    total.add(amounts * numpy.array(counts_on_day)[day_of_family][families.members_entity_id])
    total.add(_sum(person, always))
    return total.tenge()


def _sum(person: Population, arrays: list[numpy.ndarray]) -> numpy.ndarray:
    """The sum of arrays of amounts, tenge; shared between simulations over the same arrays (`engine`).

    Before and after an amending act most kinds count alike, and the inputs are the very same arrays.
    """
    shared = person.__dict__.get("shared_sums", {})
    key = tuple(map(id, arrays))
    if key not in shared:
        total = TiynSum(person.count)
        for amounts in arrays:
            total.add(amounts)
        shared[key] = (arrays, total.tenge())  # the arrays are kept, so that no other gets their id
    return shared[key][1]  # type: ignore[no-any-return]


def months_received(person: Population, kind: str, months: Sequence[Period]) -> list[Period]:
    """The months in which anybody can have received the kind: a calculation of zeros for a million persons costs."""
    holder = holder_if_any(person, kind)
    if person.simulation.tax_benefit_system.variables[kind].formulas:
        return list(months)
    return [] if holder is None else [month for month in months if holder.get_array(month) is not None]


def received(person: Population, kind: str, month: Period) -> bool:
    """Whether anybody can have received the kind in the month."""
    return bool(months_received(person, kind, [month]))


def received_in_quarter(person: Population, kind: str, period: Period) -> numpy.ndarray | None:
    """What each person received of a kind in the reference quarter, tenge; None if nobody states any."""
    months = months_received(person, kind, reference_months(period))
    if not months:
        return None
    total = TiynSum(person.count)
    for month in months:
        total.add(person(kind, month))
    return total.tenge()


def _table_by_fact(person: Population, fact: str, counts_on_day: list[Any], laws: list[Any]) -> numpy.ndarray:
    """Whether the kind counts: a row for each day of application, a column for each value of the fact.

    The first column, «not stated», counts where every value does.
    """
    stated_values = list(person.get_holder(fact).variable.possible_values)[1:]
    by_value = numpy.array(
        [
            [
                bool(counts) and in_force(counts, _treated_as(value.name, law), otherwise=False)
                for value in stated_values
            ]
            for counts, law in zip(counts_on_day, laws, strict=True)
        ]
    )
    return numpy.column_stack([by_value.all(axis=1), by_value])


def _treated_as(value: str, law: Any) -> str:
    """The value of a fact whose treatment holds: that of the order that it continues, if it is read so."""
    continued, reading = CONTINUES.get(value, ("", ""))
    return continued if reading and in_force(law, f"interpretation.{reading}", otherwise=False) else value


def _counts_by_fact(
    person: Population,
    month: Period,
    kind: str,
    at: numpy.ndarray | slice,
    table: numpy.ndarray,
    day_of_family: numpy.ndarray,
) -> numpy.ndarray:
    """Whether what the persons at the positions `at` received counts by the fact about it (bool).

    Raises:
        SituationError: the fact decides, and is not stated.
    """
    fact = FACT_OF[kind]
    value = person(fact, month).view(numpy.ndarray)[at]
    several_days = len(table) > 1
    day = day_of_family[person.family.reference_entity.members_entity_id[at]] if several_days else 0
    decides = numpy.asarray(table.any(axis=1) & ~table.all(axis=1))
    not_stated = value == 0
    if not_stated.any():
        places = numpy.arange(person.count)[at]
        missing = numpy.flatnonzero(not_stated & (person(kind, month)[at] > 0) & decides[day])
        if missing.size:
            raise SituationError(
                [person.entity.plural, str(person.ids[places[missing[0]]]), fact, str(month)],
                f"{kind} of {month} counts or not by {fact}: state it.",
            )
    return table[day, value] if several_days else table[0][value]
