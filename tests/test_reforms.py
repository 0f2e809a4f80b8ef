"""Order № 95 as a pair of reforms: derived from the dated values, and without effect on the system below."""

import datetime

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95

COMMENCEMENT = acts()["order_95_2025"]["in_force"]
EVE = str(datetime.date.fromisoformat(COMMENCEMENT) - datetime.timedelta(days=1))
TOUCHED = {
    "measures.social_adaptation.school_aid.private",
    "total_income.point_8.education_material_aid.private",
    "total_income.point_8.rental_housing_payment.order_60_2022",
    "total_income.point_8.rental_housing_payment.order_221_2024",
}


def law(system):
    """Every dated value of a system, as plain data."""
    return {
        parameter.name: [(value.instant_str, value.value) for value in parameter.values_list]
        for parameter in dated_parameters(system.parameters)
    }


def on(system, day):
    return {parameter.name: parameter(day) for parameter in dated_parameters(system.parameters)}


@pytest.mark.parametrize("reforms", [[BeforeOrder95], [AfterOrder95], [BeforeOrder95, AfterOrder95]])
def test_the_system_below_stays_as_it_was(system, reforms):
    values, seen = law(system), on(system, "2025-03-01")
    cached = system.get_parameters_at_instant("2025-03-01")
    variables = dict(system.variables)
    for reform in reforms:
        reformed = reform(system)
        assert law(reformed) != values
    assert law(system) == values
    assert on(system, "2025-03-01") == seen
    assert system.get_parameters_at_instant("2025-03-01") is cached
    assert system.variables == variables


def test_only_the_amended_items_differ(system, before, after):
    for day in ("2023-07-01", "2024-06-01", EVE, COMMENCEMENT, "2026-12-31"):
        old, new = on(before, day), on(after, day)
        assert {name for name in old if old[name] != new[name]} == TOUCHED


@pytest.mark.parametrize("day", ["2023-07-01", "2024-05-23", "2024-05-24", EVE])
def test_the_law_in_force_is_the_law_before_until_commencement(system, before, day):
    assert on(system, day) == on(before, day)


@pytest.mark.parametrize("day", [COMMENCEMENT, "2025-12-31", "2026-12-31"])
def test_the_law_in_force_is_the_law_after_from_commencement_on(system, after, day):
    assert on(system, day) == on(after, day)


def test_stacked_the_last_one_holds(system, before, after):
    for day in ("2023-07-01", EVE, COMMENCEMENT):
        assert on(AfterOrder95(BeforeOrder95(system)), day) == on(after, day)
        assert on(BeforeOrder95(AfterOrder95(system)), day) == on(before, day)
        assert on(AfterOrder95(AfterOrder95(system)), day) == on(after, day)


def family_by_hand(ownership, date):
    months = {"2025-01": 120_000, "2025-02": 120_000, "2025-03": 120_000}
    return {
        "persons": {
            "mother": {"wage": months},
            "father": {},
            "pupil": {
                "education_material_aid": {"2025-02": 46_228},
                "education_organisation_ownership": {"2025-02": ownership},
            },
            "second_pupil": {},
        },
        "families": {
            "family": {
                "applicant": "mother",
                "spouse": "father",
                "children": ["pupil", "second_pupil"],
                "region": {date[:7]: "aktobe"},
                "application_date": {date[:7]: date},
            }
        },
    }


@pytest.mark.parametrize("ownership", ["state", "private"])
@pytest.mark.parametrize("date", ["2025-04-05", "2025-05-05"])
def test_the_family_worked_by_hand(systems, ownership, date):
    """Wages 360 000; aid 46 228 counts only before the order and only in a private school; 4 × 36 550 − total / 3."""
    counted = {"in force": date == "2025-04-05", "before": True, "after": False}
    for name, system in systems.items():
        simulation = SimulationBuilder().build_from_dict(system, family_by_hand(ownership, date))
        aid_counts = counted[name] and ownership == "private"
        assert simulation.calculate("total_income", date[:7])[0] == (406_228 if aid_counts else 360_000)
        assert simulation.calculate("targeted_social_assistance", date[:7])[0] == (10_791 if aid_counts else 26_200)
