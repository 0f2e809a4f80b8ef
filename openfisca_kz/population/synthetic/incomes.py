"""What the members of the made families do and receive: work, pensions, benefits, and what depends on the month.

Amounts are whole tenge of each month of the reference quarter. What the law pays in multiples of the MCI or of the
subsistence minimum is taken from the system's parameters of the month; no figure stands here.
"""

from __future__ import annotations

from typing import Any

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.synthetic.families import APPLICANT, CHILD, SPOUSE, Columns, Families
from openfisca_kz.population.synthetic.figures import assumptions, figures, targets
from openfisca_kz.population.synthetic.making import ADULT_AGE, FEMALE
from openfisca_kz.tables.columns import quarter_of

INFANT, SMALL_CHILD, SCHOOL_AGE, YOUNG, STUDENT_TO = 1.5, 3, 6, 23, 23


def ages(families: Families, period: str) -> numpy.ndarray:
    """Age of each person on the first day of the month of application, in years with fractions."""
    days = numpy.datetime64(period, "D") - families.persons["birth_date"]
    return days.astype(float) / 365.25


def add_incomes(families: Families, rng: numpy.random.Generator, period: str, system: TaxBenefitSystem) -> None:
    """Add the columns of work, pensions, benefits, school and rent to the families made by `make`."""
    law = system.get_parameters_at_instant(f"{period}-01")
    state = _State(families, rng, period, law)
    earnings(state)
    pensions_and_disability(state, system)
    benefits_for_children(state)
    school(state, system)
    rent(state, system)


class _State:
    """What the functions below share: the families, chance, ages, and who is what."""

    def __init__(self, families: Families, rng: numpy.random.Generator, period: str, law: Any) -> None:
        self.families, self.rng, self.period, self.law = families, rng, period, law
        self.columns: Columns = families.persons
        self.of = families.of_person
        self.age = ages(families, period)
        self.role = families.persons["role"]
        self.female = families.persons["sex"] == FEMALE
        retirement = law.able_bodied.retirement_age
        self.elderly = self.age >= numpy.where(self.female, retirement.women, retirement.men)
        self.adult = (self.age >= ADULT_AGE) & ~self.elderly
        self.hardship = families.notes["hardship"][self.of]
        self.urban = families.families["residence"][self.of] == 0
        self.children = families.sum(self.role == CHILD).astype(int)
        self.youngest = numpy.full(len(families.sizes), numpy.inf)
        numpy.minimum.at(self.youngest, self.of, numpy.where(self.role == CHILD, self.age, numpy.inf))

    def chance(self, shares: Any) -> numpy.ndarray:
        """True for each person with the given probability."""
        return self.rng.random(len(self.of)) < shares

    def chance_of_family(self, shares: Any) -> numpy.ndarray:
        """True for each family with the given probability."""
        return self.rng.random(len(self.families.sizes)) < shares

    def tenge(self, receives: numpy.ndarray, amounts: Any) -> numpy.ndarray:
        """Whole tenge for those who receive, 0 for the others."""
        return numpy.where(receives, numpy.rint(amounts), 0.0)


def earnings(state: _State) -> None:
    """Studies, work, wages, earnings of the self-employed, and who is registered as unemployed."""
    chosen, shares = assumptions(), assumptions()["work_share"]
    student = (state.age >= ADULT_AGE) & (state.age < STUDENT_TO) & state.chance(chosen["student_share"])
    parent = numpy.isin(state.role, (APPLICANT, SPOUSE))
    mother = parent & state.female & (state.youngest[state.of] < SMALL_CHILD)
    share = numpy.where(state.hardship, shares["hardship"], shares["usual"])
    share = (
        share
        * numpy.where(state.age < YOUNG, shares["young"], 1)
        * numpy.where(mother, shares["parent_of_small_child"], 1)
    )
    deep = state.chance_of_family(chosen["deep_poverty_share"])[state.of] & state.hardship
    works = state.adult & ~student & ~deep & state.chance(share)
    own = state.chance(
        numpy.where(state.hardship, chosen["self_employed_in_hardship"], figures()["self_employed_share"])
    )
    pay = chosen["earnings"]
    level = state.rng.normal(0, pay["between_families"], len(state.families.sizes))[state.of]
    amounts = pay["median"] * numpy.exp(level + state.rng.normal(0, pay["spread"], len(state.of)))
    amounts *= numpy.where(state.hardship, pay["hardship_factor"], 1) * numpy.where(state.urban, 1, pay["rural_factor"])
    state.columns["wage"] = state.tenge(works & ~own, amounts)
    state.columns["independent_worker_income"] = state.tenge(works & own, amounts)
    state.columns["studies_full_time"] = student
    stipend = chosen["stipend"]
    state.columns["student_stipend"] = state.tenge(student & state.chance(stipend["share"]), stipend["amount"])
    idle = state.adult & ~works & ~student & ~mother
    state.columns["unemployed"] = idle & state.chance(chosen["unemployed_share"])


def pensions_and_disability(state: _State, system: TaxBenefitSystem) -> None:
    """Pensions of those of the age, disability and its benefits."""
    chosen, known = assumptions(), figures()
    spread = chosen["pension_spread"]
    factor = numpy.exp(state.rng.normal(-(spread**2) / 2, spread, len(state.of)))
    state.columns["pension"] = state.tenge(state.elderly, known["mean_pension"] * factor)

    child = state.age < ADULT_AGE
    everybody = sum(target.value for target in targets() if target.group == "Population of the regions")
    share = numpy.select(
        [state.elderly, child],
        [
            chosen["disability_of_the_elderly"],
            known["disability_of_children"] / everybody / child.mean(),
        ],
        known["disability_of_working_age"] / everybody / state.adult.mean(),
    )
    disabled = state.chance(share)
    names = system.variables["disability_group"].possible_values
    groups = [names["first"].index, names["second"].index, names["third"].index]
    group = state.rng.choice(groups, len(state.of), p=chosen["disability_groups"])
    group = numpy.where(child & (state.age < SCHOOL_AGE + 1), names["child_without_group"].index, group)
    state.columns["disability_group"] = numpy.where(disabled, group, 0).astype(numpy.int8)
    benefit = known["mean_disability_benefit"]
    under_7 = child & (state.age < SCHOOL_AGE + 1)
    state.columns["state_social_benefit"] = state.tenge(disabled & state.adult, benefit)
    state.columns["disability_benefit_child_under_7"] = state.tenge(disabled & under_7, benefit)
    state.columns["disability_benefit_child_7_to_17"] = state.tenge(disabled & child & ~under_7, benefit)


def benefits_for_children(state: _State) -> None:
    """The allowance of large families and the benefit for the care of a child up to a year and a half."""
    known, unit = figures(), state.law.monthly_calculation_index
    rates = numpy.array(known["large_family_rates"])
    large = int(state.law.family.large_family_children)
    first = numpy.clip(state.children - large, 0, len(rates) - 1)
    multiple = numpy.where(
        state.children < large + len(rates), rates[first], known["large_family_rate_each"] * state.children
    )
    applicant = state.role == APPLICANT
    receives = (state.children >= large)[state.of] & applicant
    state.columns["large_family_allowance"] = state.tenge(receives, (multiple * unit)[state.of])

    rates = numpy.array(known["care_rates"])
    rate = rates[numpy.clip(state.children - 1, 0, len(rates) - 1)] * unit
    spouse_there = (state.families.sum(state.role == SPOUSE) > 0)[state.of]
    mother = numpy.where(spouse_there, state.role == SPOUSE, applicant) & state.female
    earning = (state.columns["wage"] > 0) | (state.columns["independent_worker_income"] > 0)
    infant = (state.youngest < INFANT)[state.of]
    carer = mother & ~earning & infant & state.chance(assumptions()["uninsured_carers"])
    state.columns["childcare_benefit"] = state.tenge(carer, rate[state.of])


def school(state: _State, system: TaxBenefitSystem) -> None:
    """Pupils by the ownership of their school, and the school aid of decree № 64, once in a month of the quarter."""
    chosen = assumptions()
    college = chosen["college_share"]
    elsewhere = (state.age >= college["from_age"]) & state.chance(college["share"])
    pupil = (state.age >= SCHOOL_AGE) & (state.age < ADULT_AGE) & ~elsewhere
    shares = chosen["private_school_share"]
    share = numpy.where(state.urban, shares["urban"], shares["rural"])
    private = state.chance(share * numpy.where(state.hardship, shares["hardship_factor"], 1))
    kinds = system.variables["education_organisation_ownership"].possible_values
    kind = numpy.where(private, kinds["private"].index, kinds["state"].index)
    state.columns["education_organisation_ownership"] = numpy.where(pupil, kind, 0).astype(numpy.int8)

    share_of_quarter = aid_share_of_quarter(state.period)
    aid = chosen["school_aid_share"]
    share = numpy.where(state.hardship, aid["hardship"], aid["other"]) * share_of_quarter
    aided = pupil & state.chance(share)
    months = quarter_of(state.period)
    month_of_aid = state.rng.integers(0, len(months), len(state.of))
    for number, month in enumerate(months):
        amount = system.get_parameters_at_instant(f"{month}-01").subsistence_minimum.national
        state.columns[f"education_material_aid@{month}"] = state.tenge(aided & (month_of_aid == number), amount)


def aid_share_of_quarter(period: str) -> float:
    """The part of a year's school aid that falls in the reference quarter of the month `period`."""
    quarter = (int(quarter_of(period)[0][5:]) + 2) // 3
    return float(assumptions()["school_aid_by_quarter"][quarter])


def rent(state: _State, system: TaxBenefitSystem) -> None:
    """Payments for privately rented housing, and the order that they are under."""
    chosen = assumptions()
    share = chosen["rent_payment_share"]
    urban = state.families.families["residence"] == 0
    large = state.children >= int(state.law.family.large_family_children)
    concerned = state.families.notes["hardship"] | large
    receives = concerned & state.chance_of_family(numpy.where(urban, share["urban"], share["rural"]))
    receives_person = receives[state.of] & (state.role == APPLICANT)
    low, high = chosen["rent_payment_amount"]
    amounts = state.rng.uniform(low, high, len(state.of)).round(-2)
    state.columns["rental_housing_payment"] = state.tenge(receives_person, amounts)
    orders = system.variables["rental_housing_payment_basis"].possible_values
    from_month = {name: str(month) for name, month in chosen["rent_orders_from"].items()}
    first = quarter_of(state.period)[0]
    if first >= from_month["order_152_2025"]:
        basis = numpy.full(len(state.of), orders["order_152_2025"].index)
    elif first >= from_month["order_221_2024"]:
        newer = state.chance(chosen["rent_payment_new_order"])
        basis = numpy.where(newer, orders["order_221_2024"].index, orders["order_60_2022"].index)
    else:
        basis = numpy.full(len(state.of), orders["order_60_2022"].index)
    state.columns["rental_housing_payment_basis"] = numpy.where(receives_person, basis, 0).astype(numpy.int8)
