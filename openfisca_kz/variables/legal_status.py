"""Whose status gives the right to help: Social Code art. 120 p. 1 and 5, 123 p. 3; order № 167 annex 2 p. 1 1)."""

from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks import ability
from openfisca_kz.building_blocks.answers import found_from
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.entities import Family, Person
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members
from openfisca_kz.stated import anybody_stated


class LegalStatus(Enum):
    not_stated = "Not stated"
    citizen = "Citizen of Kazakhstan"
    kandas = "Kandas"
    refugee = "Refugee"
    permanent_resident = "Foreigner or stateless person who permanently resides in Kazakhstan"
    other = "Other"


class legal_status(Fact):
    """The person's status in Kazakhstan; not stated is taken as one that gives the right."""

    possible_values = LegalStatus
    default_value = LegalStatus.not_stated
    entity = Person
    label = "Status in Kazakhstan"
    reference = ["Social Code art. 120 p. 1", "Order № 167 annex 2 p. 1 1)"]
    unit = "status"
    formula = as_stated("legal_status")


class right_by_status(LawVariable):
    """Whether the person's status gives the right: a citizen, kandas, refugee, or permanently residing foreigner.

    In Kazakh permanent residence is asked of kandas and refugees as well; the Russian text can be read either way. One
    of them who does not permanently reside is to be stated as «other».
    """

    value_type = bool
    default_value = True
    set_input = found_from("legal_status")
    entity = Person
    label = "Status gives the right to help"
    reference = ["Social Code art. 120 p. 1", "Order № 167 annex 2 p. 1 1)"]
    unit = "boolean"

    def formula_2023_07_01(person, period):
        return ~ability.is_one_of(person, "legal_status", period, "other")


class members_with_right(LawVariable):
    """Members whose status gives the right; a family without any has no right."""

    value_type = int
    entity = Family
    label = "Members whose status gives the right"
    reference = "Social Code art. 120 p. 1"
    unit = "members"

    def formula_2023_07_01(family, period):
        person = family.members
        size = family("family_size", period)  # refuses a family without members
        if not anybody_stated(person, "legal_status"):
            return size
        return sum_of_members(family, person("is_family_member", period) & person("right_by_status", period))


class help_is_for_member(LawVariable):
    """Whether help is assigned to the person: a member whose status gives the right.

    Art. 126 p. 1 speaks of each member of the family, art. 120 p. 5 and art. 123 p. 3 of each who has the right
    (`interpretation.amount_for_members_with_right_only`). Income and poverty line are those of all members in any case.
    """

    value_type = bool
    default_value = True
    entity = Person
    label = "Member to whom help is assigned"
    reference = ["Social Code art. 120 p. 5", "Social Code art. 123 p. 3"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        only = law_for_persons(
            person, period, parameters, lambda law: law.interpretation.amount_for_members_with_right_only
        )
        return person("is_family_member", period) & (person("right_by_status", period) | ~only)
