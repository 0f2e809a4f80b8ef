"""Answers to a situation of several families, none of which is refused because of another.

Rules calculate for all records at once, and some are begun only if anybody states what they are about. Such a rule may
refuse a record of a family that, alone, it would have nothing to do with: its statement for another month, a date of
birth that nobody needs. So families that are refused together are asked one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.errors import SituationError
from openfisca_kz.situations.answering import Value, answers
from openfisca_kz.situations.building import Asked, Situation, build


def answered(
    situation: Situation, system: TaxBenefitSystem, deadline: float | None = None
) -> tuple[list[Asked], list[Value]]:
    """What a situation asks for, in the order in which it does, and the answers.

    Args:
        deadline: reading of `time.monotonic` after which no further rule is begun.

    Raises:
        SituationError: what a variable or a rule refuses of a family alone.
        TimeLimitError: the time is up.
    """
    simulation, asked = build([situation], system)
    simulation.deadline = deadline
    try:
        return asked, answers(simulation, asked)
    except SituationError:
        if len(situation["families"]) == 1:
            raise
    found: dict[tuple[str, str, str, str], Value] = {}
    for family in situation["families"]:
        own, values = answered(alone(situation, family, _members(situation, family, system)), system, deadline)
        found |= {_place(one): value for one, value in zip(own, values, strict=True)}
    return asked, [found[_place(one)] for one in asked]


def alone(situation: Situation, family: str, members: Iterable[str]) -> Situation:
    """The part of a situation that is about one family, the members in the order given."""
    persons = {person: situation["persons"][person] for person in members}
    return {"persons": persons, "families": {family: situation["families"][family]}}


def _members(situation: Situation, family: str, system: TaxBenefitSystem) -> Iterator[str]:
    (entity,) = system.group_entities
    for role in entity.roles:
        of_role = situation["families"][family].get(role.plural or role.key, ())
        yield from [of_role] if isinstance(of_role, str) else of_role


def _place(one: Asked) -> tuple[str, str, str, str]:
    return one.entity, one.record, one.variable, one.period
