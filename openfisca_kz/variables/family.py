"""The family and its application: Social Code art. 120 p. 5, 123; order № 181 p. 10."""

import datetime

import numpy
from openfisca_core.model_api import ETERNITY, Enum

from openfisca_kz.building_blocks.family_dates import membership_stated, not_yet_there
from openfisca_kz.dates import NOT_STATED, application_days, completed_years, state_application_date
from openfisca_kz.entities import Family, Person
from openfisca_kz.errors import SituationError
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import number_of_members


class Region(Enum):
    not_stated = "Not stated"
    abai = "Abai region"
    akmola = "Akmola region"
    aktobe = "Aktobe region"
    almaty = "Almaty city"
    almaty_region = "Almaty region"
    astana = "Astana city"
    atyrau = "Atyrau region"
    east_kazakhstan = "East Kazakhstan region"
    karaganda = "Karaganda region"
    kostanay = "Kostanay region"
    kyzylorda = "Kyzylorda region"
    mangystau = "Mangystau region"
    north_kazakhstan = "North Kazakhstan region"
    pavlodar = "Pavlodar region"
    shymkent = "Shymkent city"
    turkistan = "Turkistan region"
    ulytau = "Ulytau region"
    west_kazakhstan = "West Kazakhstan region"
    zhambyl = "Zhambyl region"
    zhetisu = "Zhetisu region"


class region(Fact):
    """Region, city of republican significance or capital where the family applies: each has its own poverty line."""

    possible_values = Region
    default_value = Region.not_stated
    entity = Family
    label = "Region of application"
    reference = "Social Code art. 120 p. 4"
    unit = "region"
    formula = as_stated("region")


class application_date(LawVariable):
    """Day of application, which picks the law that applies; the first day of the month unless given."""

    value_type = datetime.date
    default_value = NOT_STATED
    set_input = state_application_date
    entity = Family
    label = "Day of application"
    reference = ["Social Code art. 123 p. 3", "Social Code art. 127 p. 2"]
    unit = "date"

    def formula(family, period):
        return numpy.full(family.count, numpy.datetime64(str(period.start), "D"))


class family_size(LawVariable):
    """Number of members of the family at the moment of application: the persons given, but for who is no member.

    Somebody must be a member: a family of whom all are taken out is an error.
    """

    value_type = int
    entity = Family
    label = "Members of the family"
    reference = ["Social Code art. 120 p. 5", "Order № 181 p. 10"]
    unit = "members"

    def formula_2018_01_01(family, period):
        return number_of_members(family)

    def formula_2023_07_01(family, period):
        if not membership_stated(family.members):
            return number_of_members(family)
        return number_of_members(family, family.members("is_family_member", period))


class birth_date(LawVariable):
    """Date of birth. Not given means not known: the person counts as a member, but as of no age."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Person
    label = "Date of birth"
    reference = "Social Code art. 126 p. 2"
    unit = "date"


class age(LawVariable):
    """Age in completed years on the day of application; −1 if the date of birth is not given."""

    value_type = int
    default_value = -1
    entity = Person
    label = "Age on the day of application"
    reference = "Social Code art. 126 p. 2"
    unit = "years"

    def formula(person, period):
        families = person.family.reference_entity
        application_days(families, period)  # refuses a date outside the month
        born = person("birth_date", period)
        day = person.family("application_date", period)
        to_come = not_yet_there(person, period)
        unborn = numpy.flatnonzero((born > day) & ~to_come)
        if unborn.size:
            place = [person.entity.plural, str(person.ids[unborn[0]]), "birth_date"]
            raise SituationError(place, f"{born[unborn[0]]} is after the day of application: correct one of them.")
        years = completed_years(born, day)
        return numpy.where((born == numpy.datetime64(NOT_STATED)) | (born > day), -1, years)
