"""Able-bodied members, carers, and the kind of help: Social Code art. 121, 122; order № 227 p. 2 12), 15 1), 25–28."""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks import ability
from openfisca_kz.dates import law_of_day
from openfisca_kz.entities import Family, Person
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members


class able_bodied(LawVariable):
    """Whether the person is able-bodied: from the eighteenth birthday to the day before the retirement age.

    Not a person with a disability of the first or second group, or with an illness of possibly over two months. The
    retirement age is that of art. 207 p. 1 for the sex and the year; earlier pensions (p. 2, 3) do not matter. It is
    false for who is no member. A member's date of birth must be given, and the sex between the two retirement ages.

    The order says sixteen in Kazakh («он алты жастан») and eighteen in Russian. The Code, art. 1 p. 1 43), says
    eighteen in Kazakh too («он сегіз жастан»); it stands above the order, so the sixteen gives way.
    """

    value_type = bool
    entity = Person
    label = "Able-bodied member"
    reference = ["Social Code art. 1 p. 1 43)", "Order № 227 p. 2 12)", "Social Code art. 207 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        member = person("is_family_member", period)
        return member & ability.able_bodied(person, period, parameters, member)


class KindOfHelp(Enum):
    none = "No help"
    unconditional = "Unconditional cash help"
    conditional = "Conditional cash help"


class kind_of_help(LawVariable):
    """The kind of help of an entitled family.

    Unconditional: nobody in the family is able-bodied, or the only able-bodied member cares for a child under three, a
    child with a disability, a person of the first or second group, or an elderly person who needs care. Conditional:
    all others. A single person is no family: a single able-bodied carer gets conditional help, without having to take
    part in measures. Only then are the dates of birth of the members needed.

    A single person under eighteen who is not of the first or second group nor ill for long is named by nobody: art.
    121 1) lists retirement age, disability and illness, art. 122 p. 1 the able-bodied, in both languages. Help is then
    unconditional, as for a family without able-bodied members (`interpretation.single_minor_gets_unconditional_help`).
    """

    value_type = Enum
    possible_values = KindOfHelp
    default_value = KindOfHelp.none
    entity = Family
    label = "Kind of help"
    reference = [
        "Social Code art. 120 p. 2",
        "Social Code art. 121",
        "Social Code art. 122 p. 1",
        "Order № 227 p. 15 1)",
        "Order № 227 p. 25",
        "Order № 227 p. 26",
    ]
    unit = "kind"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        entitled = family("tsa_entitled", period)
        member = person("is_family_member", period) & entitled[family.members_entity_id]
        able = member & ability.able_bodied(person, period, parameters, member)
        carers = able & ability.caring(person, period, parameters).for_unconditional_help
        n_able, n_carers = sum_of_members(family, able), sum_of_members(family, carers)
        single = family("family_size", period) == 1
        only_carer = (n_able == 1) & (n_carers == 1) & ~single
        unconditional = (n_able == 0) | only_carer
        if (single & unconditional).any():
            minor = single & (sum_of_members(family, member & ability.under_age(person, period, parameters)) > 0)
            unconditional &= ~minor | law_of_day(
                family, period, parameters, lambda law: law.interpretation.single_minor_gets_unconditional_help
            )
        return numpy.select(
            [~entitled, unconditional],
            [KindOfHelp.none.index, KindOfHelp.unconditional.index],
            KindOfHelp.conditional.index,
        )


class social_contract_required(LawVariable):
    """Whether a social contract must be concluded before help is assigned: for conditional help, always."""

    value_type = bool
    entity = Family
    label = "Social contract required"
    reference = ["Social Code art. 122 p. 2", "Order № 227 p. 27"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        return family("kind_of_help", period).view(numpy.ndarray) == KindOfHelp.conditional.index


class ParticipationExemption(Enum):
    none = "Not exempt"
    disability = "Disability of the first or second group"
    full_time_study = "Full-time study"
    illness = "Illness of possibly over two months"
    care = "Carer"
    permanent_job = "Permanent job"


class participation_exemption(LawVariable):
    """Why employment measures are not required of the person: the first reason in the order of art. 122 p. 4.

    Only one able-bodied member of a family can be its carer: the first who says so, in the order of the members.
    """

    value_type = Enum
    possible_values = ParticipationExemption
    default_value = ParticipationExemption.none
    entity = Person
    label = "Exemption from employment measures"
    reference = ["Social Code art. 122 p. 4", "Order № 227 p. 28"]
    unit = "exemption"

    def formula_2023_07_01(person, period, parameters):
        member = person("is_family_member", period)
        reasons = ability.exemption(person, period, parameters, member)
        items = [ParticipationExemption[name].index for name in reasons._fields]
        return numpy.select([member & reason for reason in reasons], items, ParticipationExemption.none.index)


class participation_required(LawVariable):
    """Whether the person must take part in employment measures: able-bodied members of a family with conditional help.

    Not who is exempt by art. 122 p. 4. The Russian text of p. 1 sets those persons apart from the duty to take part;
    the Kazakh one from the receivers of conditional help, but its p. 4, too, speaks of help that is paid to them.
    """

    value_type = bool
    entity = Person
    label = "Must take part in employment measures"
    reference = ["Social Code art. 122 p. 1", "Social Code art. 122 p. 4", "Order № 227 p. 27"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        conditional = person.family("social_contract_required", period)
        asked = person("is_family_member", period) & conditional
        able = asked & ability.able_bodied(person, period, parameters, asked)
        return able & ~ability.exemption(person, period, parameters, asked).any_of_them()
