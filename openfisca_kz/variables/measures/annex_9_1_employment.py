"""Order № 227 annex 9 p. 1 1)–7): to whom the active employment measures of the model list can be given.

The annex names the measures; who can take part is said by the Code's chapter 10, whose articles each rule cites. Their
words are the same in both languages. That a measure can be given does not oblige anybody to it (Social Code art. 122
p. 4), and it is one of the list's, from which the career centre and the family choose.
"""

from openfisca_kz.building_blocks.ability import able_bodied, is_one_of
from openfisca_kz.building_blocks.measures import listed, stated
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.entities import Person
from openfisca_kz.law_variable import LawVariable


class vocational_training_can_be_given(LawVariable):
    """A referral to vocational training can be given to unemployed citizens and kandas, once within two years.

    Foreigners, refugees and stateless persons are outside it even when unemployed.
    """

    value_type = bool
    entity = Person
    label = "Vocational training can be given"
    reference = ["Order № 227 annex 9 p. 1 1)", "Social Code art. 109 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        entitled = stated(person, period, "unemployed") & is_one_of(person, "legal_status", period, "citizen", "kandas")
        used = stated(person, period, "vocational_training_used")
        return listed(person, period, parameters, "employment.vocational_training") & entitled & ~used


class entrepreneurial_initiative_can_be_given(LawVariable):
    """Support for entrepreneurial initiative can be given to able-bodied citizens and kandas.

    The categories of persons, and which support each gets, are for an order of the authorised body; they are left
    to it.
    """

    value_type = bool
    entity = Person
    label = "Support for entrepreneurial initiative can be given"
    reference = ["Order № 227 annex 9 p. 1 2)", "Social Code art. 110 p. 1", "Order № 227 p. 27"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        named = is_one_of(person, "legal_status", period, "citizen", "kandas")
        able = able_bodied(person, period, parameters, named)
        return listed(person, period, parameters, "employment.entrepreneurial_initiative") & named & able


class youth_practice_can_be_given(LawVariable):
    """Youth practice can be given to whom a subsidised job can be and who meets the Government's requirements for it.

    Its age limits are among these requirements: `meets_youth_practice_requirements`.
    """

    value_type = bool
    entity = Person
    label = "Youth practice can be given"
    reference = ["Order № 227 annex 9 p. 1 3)", "Social Code art. 111 p. 1", "Social Code art. 111 p. 9"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        meets = stated(person, period, "meets_youth_practice_requirements")
        on_the_list = listed(person, period, parameters, "employment.youth_practice")
        return on_the_list & for_subsidised_jobs(person, period) & meets


class social_jobs_can_be_given(LawVariable):
    """A social job can be given to the unemployed and, in time free from study, to students and senior pupils.

    Of whatever citizenship. Further requirements of the Government (Social Code art. 111 p. 9) are left to it.
    """

    value_type = bool
    entity = Person
    label = "A social job can be given"
    reference = ["Order № 227 annex 9 p. 1 4)", "Social Code art. 111 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "employment.social_jobs") & for_subsidised_jobs(person, period)


class voluntary_resettlement_can_be_given(LawVariable):
    """Support for voluntary resettlement can be given to persons looking for work, the unemployed and kandas.

    The family moves with the person; regions and quotas are left to the acts on migration.
    """

    value_type = bool
    entity = Person
    label = "Support for voluntary resettlement can be given"
    reference = ["Order № 227 annex 9 p. 1 5)", "Social Code art. 112 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        seeking = stated(person, period, "job_seeker") | stated(person, period, "unemployed")
        kandas = is_one_of(person, "legal_status", period, "kandas")
        return listed(person, period, parameters, "employment.voluntary_resettlement") & (seeking | kandas)


class special_jobs_can_be_given(LawVariable):
    """A special workplace can be given to persons with disabilities of any group.

    To a child (under eighteen, <) only when registered as unemployed, as is possible from sixteen years. A date of
    birth that is not given makes nobody a child.
    """

    value_type = bool
    entity = Person
    label = "A special workplace for persons with disabilities can be given"
    reference = ["Order № 227 annex 9 p. 1 6)", "Social Code art. 108 p. 1", "Social Code art. 99 p. 3 1)"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        disabled = is_one_of(person, "disability_group", period, "first", "second", "third")
        age = person("age", period)
        limit = law_for_persons(person, period, parameters, lambda law: law.measures.limits.child_age)
        child = (age >= 0) & (age < limit)
        may_work = ~child | stated(person, period, "unemployed")
        return listed(person, period, parameters, "employment.special_jobs") & disabled & may_work


class public_works_can_be_given(LawVariable):
    """Public works can be given to the unemployed and, in time free from study, to students and senior pupils.

    Of whatever citizenship. Further requirements of the Government (Social Code art. 111 p. 9) are left to it.
    """

    value_type = bool
    entity = Person
    label = "Public works can be given"
    reference = ["Order № 227 annex 9 p. 1 7)", "Social Code art. 111 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "employment.public_works") & for_subsidised_jobs(person, period)


def for_subsidised_jobs(person, period):
    """Whether a person can be placed in a subsidised job (Social Code art. 111 p. 1): bool.

    The Code speaks of subsidised jobs; annex 9 lists youth practice, social jobs and public works by their own names.
    """
    return stated(person, period, "unemployed") | stated(person, period, "student_or_senior_pupil")
