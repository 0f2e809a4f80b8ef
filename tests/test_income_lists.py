"""A kind that enters or leaves a list inside a month, for families that apply on both sides of the day."""

import numpy
import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine import build_simulations
from openfisca_kz.legislation import acts

COMMENCEMENT = acts()["order_95_2025"]["in_force"]


def total_incomes(system):
    """Winnings of 1 000 each: one family on 5 April, the other on 12 April 2025."""
    (simulation,) = build_simulations(
        [system],
        numpy.array([0, 1]),
        2,
        person_inputs={("winnings", "2025-02"): numpy.array([1_000.0, 1_000.0])},
        family_inputs={
            ("application_date", "2025-04"): numpy.array(["2025-04-05", "2025-04-12"], dtype="datetime64[D]")
        },
    )
    return simulation.calculate("total_income", "2025-04").tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({COMMENCEMENT: True}, [0, 1_000]),
        ({"2023-07-01": True, COMMENCEMENT: None}, [1_000, 0]),
        ({"2023-07-01": True, COMMENCEMENT: False}, [1_000, 0]),
        ({"2023-07-01": True}, [1_000, 1_000]),
    ],
)
def test_each_family_has_the_list_of_its_day(values, expected):
    system = CountryTaxBenefitSystem()
    winnings = system.parameters.total_income.point_4.winnings
    listed = {value.instant_str: value for value in winnings.values_list}
    winnings.values_list = []
    for start, counts in sorted(values.items(), reverse=True):
        value = listed["2023-07-01"].clone()
        value.instant_str, value.value = start, counts
        winnings.values_list.append(value)
    assert total_incomes(system) == expected
