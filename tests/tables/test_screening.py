"""Rules other than the income run over the families within the line alone: same results, and only where that is so."""

import polars as pl
import pytest
from openfisca_core.reforms import Reform

from openfisca_kz.comparison.laws import country, laws_to_compare, system_of
from openfisca_kz.tables.calculating.partition import run_partition
from openfisca_kz.tables.calculating.screening import decided_by_income
from openfisca_kz.tables.reading import read_population

PERIOD = "2025-05"


@pytest.mark.parametrize("wage", [0, 30_000, 900_000])
def test_all_some_or_none_within_the_line(tmp_path, system, wage):
    path = tmp_path / "families.parquet"
    born = pl.Series(["1980-01-01", "2020-01-01"] * 3).str.to_date()
    aid = [0.0, 9_000.0, 0.0, 90_000.0, 0.0, 0.0]
    pl.DataFrame(
        {
            "family_id": [1, 1, 2, 2, 3, 3],
            "birth_date": born,
            "wage": [float(wage), 0.0, wage * 2.0, 0.0, wage * 3.0, 0.0],
            "education_organisation_ownership": ["private"] * 6,
            "education_material_aid": aid,
            "special_vehicles": [True, True, False, False, False, False],
        }
    ).write_parquet(path)
    population = read_population(path, system, PERIOD)
    laws = laws_to_compare(["order_95_2025"])
    assert run_partition(laws, population, PERIOD).equals(run_partition(laws, population, PERIOD, share=False))


def test_not_before_the_code_and_not_under_a_rewritten_rule():
    class Rewritten(Reform):
        def apply(self):
            self.update_variable(type("tsa_entitled", (type(country().variables["tsa_entitled"]),), {}))

    systems = [system_of(law) for law in laws_to_compare(["order_95_2025"])]
    assert decided_by_income(systems, PERIOD)
    assert not decided_by_income(systems, "2023-06")
    assert not decided_by_income([*systems, Rewritten(country())], PERIOD)
