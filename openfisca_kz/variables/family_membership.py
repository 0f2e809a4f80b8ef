"""Who is a member of the family: Social Code art. 120 p. 5, order № 181 p. 10."""

import numpy

from openfisca_kz.building_blocks.answers import YesNo, found_from, said
from openfisca_kz.building_blocks.family_dates import day_left, membership_stated, not_yet_there
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.entities import Person
from openfisca_kz.law_variable import LawVariable


class on_full_state_support(YesNo):
    """Whether the person is fully maintained by the State: such a person is no member of the family."""

    entity = Person
    label = "On full state support"
    reference = ["Social Code art. 120 p. 5 1)", "Order № 181 p. 10 1)"]


class in_conscript_service(YesNo):
    """Whether the person is in conscript military service: such a person is no member. Contract service is not."""

    entity = Person
    label = "In conscript military service"
    reference = ["Social Code art. 120 p. 5 2)", "Order № 181 p. 10 2)"]


class in_prison_or_compulsory_treatment(YesNo):
    """Whether the person is deprived of liberty or in compulsory treatment: such a person is no member."""

    entity = Person
    label = "In a place of deprivation of liberty or in compulsory treatment"
    reference = ["Social Code art. 120 p. 5 3)", "Order № 181 p. 10 3)"]


class lives_apart_from_family(YesNo):
    """Whether the person does not live with the family: then a member only by an exception of the second list."""

    entity = Person
    label = "Does not live with the family"
    reference = "Social Code art. 120 p. 5"


class registered_in_another_settlement(YesNo):
    """Whether the person is registered at a place of residence in another settlement than the family.

    The order adds to the Code that members are registered within one settlement; the exceptions to living together
    are exceptions to this too, as the one of school children says in so many words.
    """

    entity = Person
    label = "Registered in another settlement"
    reference = "Order № 181 p. 10"


class works_away_from_home(YesNo):
    """Whether the person works outside the place where the family lives: living together is then not required.

    The Code in both languages, and the order in Russian, speak of persons or members; the order in Kazakh of
    able-bodied members. The Code goes before: no other condition is looked at.
    """

    entity = Person
    label = "Works outside the family's place of residence"
    reference = ["Social Code art. 120 p. 5 1)", "Order № 181 p. 10"]


class school_child_registered_elsewhere(YesNo):
    """Whether a child of the family is registered where its school is, as there is none of that level at home."""

    entity = Person
    label = "School child registered elsewhere for lack of a school"
    reference = ["Social Code art. 120 p. 5 2)", "Order № 181 p. 10"]


class in_boarding_institution(YesNo):
    """Whether a child studies in a boarding institution: living together is then not required.

    Not who is on full state support there: `on_full_state_support` takes the child out of the family.
    """

    entity = Person
    label = "Studies in a boarding institution"
    reference = ["Social Code art. 120 p. 5 3)", "Order № 181 p. 10"]


class full_time_student_in_kazakhstan(YesNo):
    """Whether a child studies full-time in technical, post-secondary, higher or postgraduate education in Kazakhstan.

    Living together is then not required from the eighteenth birthday until the organisation is finished, at most
    until the day before the twenty-third birthday. Whether the text reaches a student under eighteen is read by
    `interpretation.student_under_age_may_live_apart`. Without a date of birth the ages are not looked at.
    """

    entity = Person
    label = "Full-time student in Kazakhstan"
    reference = ["Social Code art. 120 p. 5 3)", "Order № 181 p. 10"]


class is_family_member(LawVariable):
    """Whether the person is a member of the family at the moment of application; a member unless something is said.

    Members live together and are registered in one settlement, or an exception lets them live apart; who is on full
    state support, in conscript service, deprived of liberty or in compulsory treatment is no member in any case. Who
    left or died on the day of application or before is no member, who arrived on that day is one. That the persons are
    bound by marriage, kinship, in-law ties, adoption or placement, or live together as if married, is said by putting
    them into one family. It cannot be stated: who is no member for a reason not named here is said by
    `lives_apart_from_family`.
    """

    value_type = bool
    default_value = True
    set_input = found_from(
        "on_full_state_support, in_conscript_service, in_prison_or_compulsory_treatment, lives_apart_from_family, "
        "registered_in_another_settlement, arrival_date, departure_date, death_date"
    )
    entity = Person
    label = "Member of the family at the moment of application"
    reference = ["Social Code art. 120 p. 5", "Order № 181 p. 10"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        if not membership_stated(person):
            return numpy.ones(person.count, dtype=bool)
        taken_out = (
            said(person, "on_full_state_support", period)
            | said(person, "in_conscript_service", period)
            | said(person, "in_prison_or_compulsory_treatment", period)
        )
        apart = said(person, "lives_apart_from_family", period) | said(
            person, "registered_in_another_settlement", period
        )
        gone = ~numpy.isnat(day_left(person, period)) | not_yet_there(person, period)
        return ~taken_out & (~apart | may_live_apart(person, period, parameters)) & ~gone


def may_live_apart(person, period, parameters):
    """Of whom living together is not required: Code art. 120 p. 5, second list."""
    return (
        said(person, "works_away_from_home", period)
        | said(person, "school_child_registered_elsewhere", period)
        | said(person, "in_boarding_institution", period)
        | student_of_age(person, period, parameters)
    )


def student_of_age(person, period, parameters):
    """Full-time students of the ages that the Code names; of unknown age, all."""
    student = said(person, "full_time_student_in_kazakhstan", period)
    if not student.any():
        return student

    def figure(read):
        return law_for_persons(person, period, parameters, read)

    age = person("age", period)
    old_enough = age >= figure(lambda law: law.family.student_age_from)
    young_enough = age < figure(lambda law: law.family.student_age_below)
    under_age_too = figure(lambda law: law.interpretation.student_under_age_may_live_apart)
    return student & ((age == -1) | (young_enough & (old_enough | under_age_too)))
