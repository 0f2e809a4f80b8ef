"""Answers to a situation of several families, none of which is refused because of another.

Rules calculate for all records at once, and some are begun only if anybody states what they are about. Such a rule may
refuse a record of a family that, alone, it would have nothing to do with: its statement for another month, a date of
birth that nobody needs. So families that are refused together are asked one by one.
"""

from __future__ import annotations

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
        own, values = answered(alone(situation, family, system), system, deadline)
        found |= {_place(one): value for one, value in zip(own, values, strict=True)}
    return asked, [found[_place(one)] for one in asked]


def alone(situation: Situation, family: str, system: TaxBenefitSystem) -> Situation:
    """One family of a situation, with its members."""
    (entity,) = system.group_entities
    facts = situation["families"][family]
    members = [facts.get(role.plural or role.key, ()) for role in entity.roles]
    names = [name for of_role in members for name in ([of_role] if isinstance(of_role, str) else of_role)]
    return {"persons": {name: situation["persons"][name] for name in names}, "families": {family: facts}}


def _place(one: Asked) -> tuple[str, str, str, str]:
    return one.entity, one.record, one.variable, one.period
