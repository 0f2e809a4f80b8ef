"""What a good table becomes."""

import datetime

import numpy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openfisca_kz.money import equal_parts
from openfisca_kz.tables.columns import ROLES, input_variables, quarter_of
from openfisca_kz.tables.reading import read_population


def test_families_are_numbered_by_first_appearance_wherever_their_rows_are(population):
    result = population("family_id,wage,weight\nB,1,2.5\nA,2,1\nB,3,2.5\n")
    assert result.family_ids.tolist() == ["B", "A"]
    assert result.family_of_person.tolist() == [0, 1, 0]
    assert result.weights.tolist() == [2.5, 1]
    assert result.amounts["wage", "2025-02"].tolist() == [1, 2, 3]


def test_without_roles_the_first_row_is_the_applicant(population):
    result = population("family_id\nB\nA\nB\n")
    assert [ROLES[role] for role in result.roles] == ["applicant", "applicant", "other"]
    stated = population("family_id,role\nB,child\nB,spouse\nB,applicant\n")
    assert [ROLES[role] for role in stated.roles] == ["child", "spouse", "applicant"]


@pytest.mark.parametrize(
    ("column", "options", "months"),
    [
        ("wage", {}, [100, 100, 100]),
        ("wage", {"amounts": "quarter"}, [33.33, 33.33, 33.34]),
        ("wage@2025-Q1", {}, [33.33, 33.33, 33.34]),
        ("wage@2025-02", {"amounts": "quarter"}, [None, 100, None]),
    ],
)
def test_months_of_an_amount(column, options, months, population):
    amounts = population(f"family_id,{column}\nA,100\n", **options).amounts
    expected = {("wage", f"2025-0{i}"): [amount] for i, amount in enumerate(months, 1) if amount is not None}
    assert {key: values.tolist() for key, values in amounts.items()} == expected


@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_a_quarter_is_divided_exactly_to_the_tiyn(tiyn):
    parts = [numpy.rint(part * 100).astype(int) for part in equal_parts(numpy.array(tiyn) / 100, 3)]
    assert sum(parts).tolist() == tiyn
    assert parts[0].tolist() == parts[1].tolist() == [total // 3 for total in tiyn]


def test_the_reference_quarter_crosses_the_year():
    assert quarter_of("2025-01") == ("2024-10", "2024-11", "2024-12")
    assert quarter_of("2025-06") == ("2025-01", "2025-02", "2025-03")


def test_semicolons_with_decimal_commas_a_byte_order_mark_and_blank_rows_at_the_end(population):
    result = population("\ufefffamily_id; wage\r\n A;120000,50\r\nA ;0.5\r\n;\r\n\r\n")
    assert result.family_ids.tolist() == ["A"]
    assert result.amounts["wage", "2025-01"].tolist() == [120000.5, 0.5]


def test_csv_and_parquet_say_the_same(table, tmp_path, system):
    rows = {
        "family_id": [7, 7, 8],
        "wage": [0.1 + 0.2, 1e10, 0.0],
        "birth_date": [datetime.date(1990, 1, 1), datetime.date(2020, 2, 29), datetime.date(1960, 12, 31)],
        "region": ["aktobe", "aktobe", "abai"],
        "rental_housing_payment": [5, 0, 0],
        "rental_housing_payment_basis": ["order_60_2022", "not_stated", None],
        "application_date": [datetime.date(2025, 5, 31)] * 3,
    }
    path = tmp_path / "t.parquet"
    pl.DataFrame(rows).with_columns(pl.col("region").cast(pl.Categorical)).write_parquet(path)
    text = pl.DataFrame(rows).with_columns(pl.col("wage").round(2)).write_csv(float_scientific=False)
    one, other = (read_population(source, system, "2025-05") for source in (path, table(text)))
    assert one.family_ids.tolist() == [7, 8]
    assert other.family_ids.tolist() == ["7", "8"]
    for name in ("amounts", "facts", "family_inputs"):
        assert {
            key: numpy.round(v.view(numpy.ndarray), 2).tolist() if v.dtype == float else v.tolist()
            for key, v in getattr(one, name).items()
        } == {key: v.tolist() for key, v in getattr(other, name).items()}
    assert one.facts["rental_housing_payment_basis"].decode_to_str().tolist() == ["order_60_2022"] + ["not_stated"] * 2


def test_every_input_of_the_law_can_be_a_column_and_no_result_can(system):
    inputs = input_variables(system)
    assert {"wage", "region", "application_date", "birth_date", "rental_housing_payment_basis"} <= set(inputs)
    results = {"total_income", "tsa_entitled", "targeted_social_assistance", "family_size", "age", "poverty_line"}
    assert not results & set(inputs)


def test_a_blank_in_a_family_fact_is_the_default_of_the_law(population):
    result = population("family_id,region,application_date\nA,,\nB,aktobe,2025-05-12\n")
    assert result.family_inputs["region"].decode_to_str().tolist() == ["not_stated", "aktobe"]
    assert result.family_inputs["application_date"].astype(str).tolist() == ["2025-05-01", "2025-05-12"]
