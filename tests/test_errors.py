"""What is wrong in a situation is named under each part of its place, whatever digits it is made of."""

import pytest
from openfisca_core.simulations import SimulationBuilder
from openfisca_web_api.app import create_app

from openfisca_kz.errors import SituationError
from openfisca_kz.terminal import in_one_line
from tests.test_house import MODULES

NEGATIVE = "-5.0: an amount cannot be negative. Write the amount received, 0 or more."
DATES = "lump_sum needs lump_sum_from: the months that the sum is for."
FAULTS = [
    ("mother", "wage", {"2025": -5}, ("mother", "wage", "2025", NEGATIVE)),
    ("1", "wage", {"2025-01": -5}, ("1", "wage", "2025-01", NEGATIVE)),
    ("0", "wage", {"2025": -5}, ("0", "wage", "2025", NEGATIVE)),
    ("2025", "lump_sum", {"2025-01": 5}, ("2025", "lump_sum_from", "2025-01", DATES)),
]


def situation_of(person, name, stated):
    family = {"applicant": person, "total_income": {"2025-05": None}}
    return {"persons": {person: {name: stated}}, "families": {"1": family}}


@pytest.mark.parametrize(("person", "name", "stated", "place"), FAULTS)
def test_a_fault_stands_under_its_place(system, person, name, stated, place):
    with pytest.raises(SituationError) as refused:
        SimulationBuilder().build_from_dict(system, situation_of(person, name, stated)).calculate(
            "total_income", "2025-05"
        )
    who, what, when, message = place
    assert refused.value.error == {"persons": {who: {what: {when: message}}}}
    assert str(refused.value) == str(refused.value.error)
    assert in_one_line(refused.value.error) == f"persons, {who}, {what}, {when}: {message}"


def test_the_web_api_shows_the_place(system):
    client = create_app(system).test_client()
    for person, name, stated, (who, what, when, message) in FAULTS:
        for address in ("/calculate", "/trace"):
            reply = client.post(address, json=situation_of(person, name, stated))
            assert reply.status_code == 400
            assert reply.get_json() == {"persons": {who: {what: {when: message}}}}


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ("families", "application_date", "2025-05-05"),
        ("families", "commission_conclusion", "need"),
        ("persons", "declared_business_months", 12),
        ("persons", "counted_income", 12),
    ],
)
def test_what_holds_for_a_month_is_refused_for_a_year(system, record, name, value):
    situation = {"persons": {"1": {}}, "families": {"2": {"applicant": "1"}}}
    situation[record]["1" if record == "persons" else "2"][name] = {"2025": value}
    with pytest.raises(SituationError) as refused:
        SimulationBuilder().build_from_dict(system, situation)
    assert refused.value.error[record][name]["2025"].startswith("State ")


def test_a_message_is_one_line():
    error = SituationError(["persons", 3, "wage"], "first\n  second\n")
    assert error.error == {"persons": {"3": {"wage": "first second"}}}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_errors_of_the_engine_are_caught_but_not_raised(path):
    assert "raise SituationParsingError" not in path.read_text(encoding="utf-8")
