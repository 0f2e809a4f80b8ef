"""What is measured of made families, for targets: how much each adds to a total, and which conditions it fulfils."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.synthetic.families import Families
from openfisca_kz.population.synthetic.figures import Target, figures
from openfisca_kz.population.synthetic.incomes import ages, aid_share_of_quarter
from openfisca_kz.population.synthetic.making import ADULT_AGE
from openfisca_kz.tables.columns import is_amount, quarter_of
from openfisca_kz.tables.families import RESIDENCES

FIVE = 5
MONTHS_OF_A_QUARTER = 3
Conditions = Iterable[tuple[str, Any]]


@dataclass
class Profile:
    """`measures` by name: what each family adds, shape (families,). `conditions` by name: bool, or names as text."""

    measures: dict[str, numpy.ndarray]
    conditions: dict[str, numpy.ndarray]

    def of(self, name: str, where: Conditions) -> numpy.ndarray:
        """What each family adds to the measure `name` among those that fulfil `where`, float64."""
        total = self.measures[name].astype(float)
        for condition, wanted in where:
            total = total * (self.conditions[condition] == wanted)
        return total

    def parts(self, target: Target) -> tuple[numpy.ndarray, numpy.ndarray | None]:
        """Numerator and denominator of a target; no denominator for a plain total."""
        return self.of(target.of, target.where), self.of(*target.per) if target.per else None


def profile(families: Families, law: dict[str, numpy.ndarray], period: str, system: TaxBenefitSystem) -> Profile:
    """Measure the families; `law` is what `law.assess` said about them."""
    persons, known = families.persons, figures()
    age = ages(families, period)
    income = incomes_of_families(families, system)
    head = income / families.sizes
    ownership = system.variables["education_organisation_ownership"].possible_values
    months_of_aid = [persons[f"education_material_aid@{month}"] for month in quarter_of(period)]
    supplement = system.get_parameters_at_instant(f"{period}-01").child_supplement
    count = families.sum
    children = count(age < ADULT_AGE)
    regions = numpy.array(system.variables["region"].possible_values.names)
    measures = {
        "families": numpy.ones(len(families.sizes)),
        "persons": families.sizes,
        "children": children,
        "age_18_44": count((age >= ADULT_AGE) & (age < 45)),
        "age_45_59": count((age >= 45) & (age < 60)),
        "under_25": count(age < 25),
        "age_65_plus": count(age >= 65),
        "pupils": count(persons["education_organisation_ownership"] > 0),
        "private_pupils": count(persons["education_organisation_ownership"] == ownership["private"].index),
        "aided_pupils_a_year": count(numpy.sum(months_of_aid, axis=0) > 0) / aid_share_of_quarter(period),
        "workers": count((persons["wage"] > 0) | (persons["independent_worker_income"] > 0)),
        "pensioners": count(persons["pension"] > 0),
        "carers": count(persons["childcare_benefit"] > 0),
        "supplement_children": count((age >= supplement.age_from) & (age < supplement.age_to + 1)),
        "income": income,
        "spending": law["assistance"] + law["supplement"],
    }
    conditions = {
        "region": regions[families.families["region"]],
        "residence": numpy.array(RESIDENCES)[families.families["residence"]],
        "five_or_more": families.sizes >= FIVE,
        "large": children >= system.get_parameters_at_instant(f"{period}-01").family.large_family_children,
        "poor": head < known["poor_line"],
        "food_poor": head < known["food_line"],
        "below_middle": head < known["middle_line"],
        "top": head >= known["top_line"],
        "rent_payment": count(persons["rental_housing_payment"] > 0) > 0,
        "paid": law["entitled"] & families.families["takes_up"],
    }
    return Profile(measures, conditions)


def incomes_of_families(families: Families, system: TaxBenefitSystem) -> numpy.ndarray:
    """All money that each family receives, tenge a month: also what the law does not count, and assistance received.

    Sums of one month of the quarter are spread over it.
    """
    total = numpy.zeros(len(families.of_person))
    for header, values in families.persons.items():
        name, at, _ = header.partition("@")
        if name in system.variables and is_amount(system.variables[name]):
            total += values / MONTHS_OF_A_QUARTER if at else values
    return families.sum(total)
