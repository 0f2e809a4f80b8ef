"""The six grounds of refusal: Social Code art. 128, order № 227 p. 17, 25."""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks import ability
from openfisca_kz.building_blocks.answers import GivenDate, YesNo, given_days, told
from openfisca_kz.building_blocks.family_dates import day_left, dead
from openfisca_kz.building_blocks.terms import law_for_persons, term_runs, within_months_before
from openfisca_kz.entities import Family, Person
from openfisca_kz.law_variable import LawVariable
from openfisca_kz.members import sum_of_members
from openfisca_kz.stated import anybody_stated


class survey_refused(YesNo):
    """Whether the applicant refused the survey of the family's circumstances by the district commission."""

    entity = Family
    label = "The applicant refused the survey"
    reference = ["Social Code art. 128 2)", "Order № 227 p. 14"]


class measures_refusal_date(GivenDate):
    """Day on which the person last refused to take part in employment measures."""

    entity = Person
    label = "Day of refusal of employment measures"
    reference = "Social Code art. 128 4)"


class contract_breach_date(GivenDate):
    """Day on which a social contract was last terminated, or its obligations not met, by this person's fault."""

    entity = Person
    label = "Day of breach of the social contract"
    reference = "Social Code art. 128 5)"


class false_data_date(GivenDate):
    """Day on which the person last submitted knowingly false information or untrue documents for help."""

    entity = Person
    label = "Day of submission of false data"
    reference = "Social Code art. 128 6)"


class refused_income_above_line(LawVariable):
    """The per-capita income exceeds the poverty line (>)."""

    value_type = bool
    entity = Family
    label = "Refusal: income above the poverty line"
    reference = ["Social Code art. 128 1)", "Order № 227 p. 17 1)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        return ~family("income_within_poverty_line", period)


class refused_survey(LawVariable):
    """The applicant refused the survey."""

    value_type = bool
    entity = Family
    label = "Refusal: survey refused"
    reference = ["Social Code art. 128 2)", "Order № 227 p. 17 2)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        return told(family, "survey_refused", period)


class refused_no_need(LawVariable):
    """The commission concluded that there is no need; where no conclusion is stated, a criterion of no need is met."""

    value_type = bool
    entity = Family
    label = "Refusal: no need"
    reference = ["Social Code art. 128 3)", "Order № 227 p. 17 3)"]
    unit = "boolean"

    def formula_2023_07_01(family, period):
        by_criteria = family("no_need_criterion_met", period)
        if not anybody_stated(family, "commission_conclusion"):
            return by_criteria
        need = ability.is_one_of(family, "commission_conclusion", period, "need")
        no_need = ability.is_one_of(family, "commission_conclusion", period, "no_need")
        return no_need | (by_criteria & ~need)


class refused_employment_measures(LawVariable):
    """An able-bodied member refused employment measures, within six months from the day of refusal.

    Not who is exempt by art. 122 p. 4. Whether the member is able-bodied, and exempt, is asked for the day of refusal
    (`interpretation.able_bodied_on_day_of_refusal`): the age is that of this day. Of study, illness, work the answer
    for the month of refusal counts; of who gives none for it, that for the month of application. Disability and care
    are those that held in the month of refusal; who came to the family later is not asked for care, who left later is.
    The term still runs on the day of the same number six months later (`interpretation.last_day_of_term_included`).
    If that member has died able-bodied, it no longer hinders the family (see `lifted_by_death`); if the member has
    left, it does.
    """

    value_type = bool
    entity = Family
    label = "Refusal: employment measures refused"
    reference = ["Social Code art. 128 4)", "Order № 227 p. 17 4)", "Order № 227 p. 25"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        if not anybody_stated(person, "measures_refusal_date"):
            return numpy.zeros(family.count, dtype=bool)
        running = belongs(person, period) & clock(
            person, period, parameters, "measures_refusal_date", lambda law: law.refusal.employment_measures_months
        )
        then = running & law_for_persons(
            person, period, parameters, lambda law: law.interpretation.able_bodied_on_day_of_refusal
        )
        refused = given_days(person, "measures_refusal_date", period)
        days = numpy.where(then, refused, person.family("application_date", period))
        able = running & ability.able_bodied(person, period, parameters, running, days)
        fault = able & ~ability.exemption(person, period, parameters, able, days).any_of_them()
        return hinders(family, period, parameters, fault)


class refused_contract_breached(LawVariable):
    """A social contract was broken by a recipient's fault in the six months before the application.

    Counted back from the day of application; a breach on the day of the same number six months before still counts
    (`interpretation.last_day_of_term_included`). It no longer hinders the family if that member has died able-bodied
    (see `lifted_by_death`).
    """

    value_type = bool
    entity = Family
    label = "Refusal: social contract breached"
    reference = ["Social Code art. 128 5)", "Order № 227 p. 17 5)"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        if not anybody_stated(person, "contract_breach_date"):
            return numpy.zeros(family.count, dtype=bool)
        recent = within_months_before(
            given_days(person, "contract_breach_date", period),
            law_for_persons(person, period, parameters, lambda law: law.refusal.contract_breach_months),
            person.family("application_date", period),
            law_for_persons(person, period, parameters, lambda law: law.interpretation.last_day_of_term_included),
        )
        fault = belongs(person, period) & recent
        return hinders(family, period, parameters, fault)


class refused_false_data(LawVariable):
    """Knowingly false data were submitted, within six months from the day of submission, the last day included.

    The day of the same number six months later is that last day (`interpretation.last_day_of_term_included`).
    It no longer hinders the family if that member has died able-bodied (see `lifted_by_death`).
    """

    value_type = bool
    entity = Family
    label = "Refusal: false data"
    reference = ["Social Code art. 128 6)", "Order № 227 p. 17 6)"]
    unit = "boolean"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        if not anybody_stated(person, "false_data_date"):
            return numpy.zeros(family.count, dtype=bool)
        running = clock(person, period, parameters, "false_data_date", lambda law: law.refusal.false_data_months)
        fault = belongs(person, period) & running
        return hinders(family, period, parameters, fault)


class RefusalGround(Enum):
    none = "No ground of refusal"
    income_above_line = "Income above the poverty line"
    survey = "Survey refused"
    no_need = "No need"
    employment_measures = "Employment measures refused"
    contract_breached = "Social contract breached"
    false_data = "False data"


class refusal_ground(LawVariable):
    """The first ground of refusal in the order of the law."""

    value_type = Enum
    possible_values = RefusalGround
    default_value = RefusalGround.none
    entity = Family
    label = "Ground of refusal"
    reference = ["Social Code art. 128", "Order № 227 p. 17"]
    unit = "ground"

    def formula_2023_07_01(family, period):
        grounds = list(RefusalGround)[1:]
        return numpy.select(
            [family(f"refused_{ground.name}", period) for ground in grounds],
            [ground.index for ground in grounds],
            RefusalGround.none.index,
        )


def clock(person, period, parameters, name, months):
    """Whether a term of `months` from the day `name` still runs for each person on the day of application."""
    last_day = law_for_persons(person, period, parameters, lambda law: law.interpretation.last_day_of_term_included)
    return term_runs(
        given_days(person, name, period),
        law_for_persons(person, period, parameters, months),
        person.family("application_date", period),
        last_day,
    )


def belongs(person, period):
    """Whose fault can hinder the family: members and who left it, the dead included."""
    return person("is_family_member", period) | ~numpy.isnat(day_left(person, period))


def hinders(family, period, parameters, fault):
    """Whether a member's `fault` hinders the family: one that no death has lifted."""
    return sum_of_members(family, fault & ~lifted_by_death(family.members, period, parameters, fault)) > 0


def lifted_by_death(person, period, parameters, fault):
    """Whose `fault` no longer hinders the family, because an able-bodied member died (order № 227 p. 17, last part).

    By the letter the able-bodied alone (`interpretation.death_of_any_member_lifts_refusal`): on the day of death, by
    the age of that day and what is said for its month (see `ability`). Asked of the dead at fault only, whose dates
    of birth must then be given. The order names death only, no departure; its «2), 3) and 4)» means 4), 5) and 6),
    which carry the terms: a slip in both texts. The Kazakh one, read by its grammar, lets only who refused measures
    die, and names breach and false data beside the death as what changes the family; the Russian one is followed.
    """
    late = fault & dead(person, period)
    if not late.any():
        return late
    of_any = law_for_persons(
        person, period, parameters, lambda law: law.interpretation.death_of_any_member_lifts_refusal
    )
    asked = late & ~of_any
    died = numpy.where(asked, given_days(person, "death_date", period), numpy.datetime64("NaT", "D"))
    return late & (of_any | ability.able_bodied(person, period, parameters, asked, died))
