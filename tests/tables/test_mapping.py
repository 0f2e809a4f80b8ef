"""The mapping file: names, units of time, values and missing values of a survey, and everything wrong with it."""

import re
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from openfisca_kz.tables.errors import TableError
from openfisca_kz.tables.reading import open_table, read_population

SURVEY = "hh,n,q1,q2,q3,q4,note\n7,1,1200,1,2,Turkestan,x\n7,2,99,2,,Turkestan,y\n"
MAPPING = """\
columns:
  hh: family_id
  n: person_id
  q1: {name: wage, unit: quarter, values: {99: 0}}
  q2: {name: disability_group, values: {1: none, 2: first}}
  q3: {name: pregnant, values: {1: true, 2: false}, missing: not_stated}
  q4: {name: region, values: {Turkestan: turkistan}}
ignore: [no*]
"""


@pytest.fixture
def mapped(table, system):
    """Reads a table under a mapping, both given as text."""

    def read(contents, mapping, name="families.csv", **options):
        path = table(contents, name) if isinstance(contents, str) else contents
        return read_population(path, system, "2025-05", mapping=table(mapping, "mapping.yaml"), **options)

    return read


def test_a_survey_becomes_families(mapped):
    population = mapped(SURVEY, MAPPING)
    assert population.family_ids.tolist() == ["7"]
    assert population.amounts["wage", "2025-01"].tolist() == [400, 0]
    assert population.facts["disability_group"].decode_to_str().tolist() == ["none", "first"]
    assert population.facts["pregnant"].tolist() == [False, False]
    assert population.family_inputs["region"].decode_to_str().tolist() == ["turkistan"]


@pytest.mark.parametrize(
    ("unit", "amount", "months"),
    [
        ("month", 100, [100, 100, 100]),
        ("quarter", 100, [33.33, 33.33, 33.34]),
        ("year", 1200.05, [100, 100, 100]),
    ],
)
def test_units_of_time(unit, amount, months, mapped):
    text = f"columns: {{w: {{name: wage, unit: {unit}}}}}"
    amounts = mapped(f"family_id,w\nA,{amount}\n", text, amounts="quarter").amounts
    assert [amounts["wage", f"2025-0{month}"].tolist() for month in (1, 2, 3)] == [[part] for part in months]


def test_december_takes_the_remainder_of_a_year(table, system):
    path = table("family_id,wage\nA,1200.05\n")
    amounts = read_population(path, system, "2026-02", amounts="year").amounts
    assert [amounts["wage", f"2025-{month}"].tolist() for month in (10, 11, 12)] == [[100], [100], [100.05]]


MISSING = {
    "one for all": ("0", [5, 0, 0, 0]),
    "each": ("{.a: 1, .b: 2, '.': 3}", [5, 1, 2, 3]),
    "one, and the rest": ("{.b: 2, '': 9}", [5, 9, 2, 9]),
}


@pytest.mark.parametrize(("missing", "wages"), MISSING.values(), ids=MISSING)
def test_missing_values_of_stata_are_resolved_by_name(missing, wages, mapped, tmp_path):
    path = tmp_path / "t.dta"
    wage = pl.Series([5.0, "a", "b", None], dtype=pl.Object)
    frame = pl.DataFrame({"family_id": [1, 2, 3, 4], "wage": wage})
    pyreadstat.write_dta(frame, path, missing_user_values={"wage": ["a", "b"]})
    assert mapped(path, f"columns: {{wage: {{missing: {missing}}}}}").amounts["wage", "2025-01"].tolist() == wages


def test_unresolved_missing_values_are_all_named(table, system, tmp_path):
    path = tmp_path / "t.dta"
    frame = pl.DataFrame(
        {"family_id": [1, 2, 3], "wage": pl.Series(["a", "b", None], dtype=pl.Object), "pregnant": [1, None, 0]}
    )
    pyreadstat.write_dta(frame, path, missing_user_values={"wage": ["a", "b"]})
    with pytest.raises(TableError) as error:
        read_population(path, system, "2025-05")
    for fragment in (
        "row 1, column wage, value '.a': the missing value .a is not resolved",
        "row 2, column wage, value '.b': the missing value .b is not resolved",
        "row 2, column pregnant: the cell is blank",
        "missing: not_stated",
    ):
        assert fragment in str(error.value)


def test_missing_ranges_of_spss_are_no_values(mapped, system, tmp_path):
    path = tmp_path / "t.sav"
    frame = pl.DataFrame({"family_id": [1, 2, 3], "wage": [5.0, 98.0, -3.0], "region": ["abai", "DK", "aktobe"]})
    pyreadstat.write_sav(frame, path, missing_ranges={"wage": [98, {"lo": -5, "hi": -1}], "region": ["DK"]})
    with pytest.raises(TableError, match="the missing value 98 is not resolved"):
        read_population(path, system, "2025-05")
    population = mapped(path, "columns: {wage: {missing: 0}, region: {missing: {DK: not_stated}}}")
    assert population.amounts["wage", "2025-01"].tolist() == [5, 0, 0]
    assert population.family_inputs["region"].decode_to_str().tolist() == ["abai", "not_stated", "aktobe"]


def test_a_blank_fact_must_be_resolved_once_there_is_a_mapping(mapped):
    text = "f,pregnant\nA,\n"
    with pytest.raises(TableError, match="row 2, column pregnant: the cell is blank"):
        mapped(text, "columns: {f: family_id}")
    assert mapped(text, "{columns: {f: family_id}, blank_facts: not_stated}").facts["pregnant"].tolist() == [False]
    assert mapped(text, "columns: {f: family_id, pregnant: {missing: true}}").facts["pregnant"].tolist() == [True]


def test_persons_and_families_each_under_their_mapping(mapped, table):
    table("fam;w;r\n2;1,5;abai\n1;2,5;aktobe\n", "homes.csv")
    population = mapped(
        "hh,wage\n1,5\n1,6\n2,7\n",
        "columns: {hh: family_id}\nfamilies: {file: homes.csv, columns: {fam: family_id, w: weight, r: region}}",
    )
    assert population.weights.tolist() == [2.5, 1.5]
    assert population.family_inputs["region"].decode_to_str().tolist() == ["aktobe", "abai"]


def test_a_sheet_is_named_in_the_mapping(mapped, tmp_path):
    from xlsxwriter import Workbook

    path = tmp_path / "t.xlsx"
    with Workbook(path) as book:
        pl.DataFrame({"a": [1]}).write_excel(book, "other")
        pl.DataFrame({"family_id": [5]}).write_excel(book, "people")
    with pytest.raises(TableError, match="several sheets"):
        mapped(path, "{}")
    assert mapped(path, "sheet: people").family_ids.tolist() == ["5"]
    with pytest.raises(TableError, match="there is no sheet none"):
        mapped(path, "sheet: none")


FAULTS = {
    "no yaml": ("columns: {", "the mapping cannot be read"),
    "key twice": ("columns: {a: b, a: c}", "given twice"),
    "unknown key": ("colums: {}", "unknown key colums"),
    "unknown key of a column": ("columns: {w: {nam: wage}}", "columns.w: unknown key nam"),
    "unknown unit": ("columns: {w: {name: wage, unit: week}}", "unknown unit 'week'. Use month, quarter, year"),
    "unit of a fact": ("columns: {w: {name: pregnant, unit: year}}", "pregnant is no income, so it has no unit"),
    "unit and month": ("columns: {w: {name: wage@2025-01, unit: year}}", "both '@2025-01' and 'unit: year'"),
    "column not there": (
        "columns: {ww: wage}",
        "column ww: the mapping names it, the table does not have it. Did you mean w?",
    ),
    "ignored not there": ("ignore: [x*]", "column x*: the mapping ignores it, the table does not have it"),
    "named and ignored": ("{columns: {w: wage}, ignore: [w]}", "both names and ignores"),
    "unknown name": ("columns: {w: wages}", "column w (wages): unknown column. Did you mean wage?"),
    "calculated name": ("columns: {w: total_income}", "column w (total_income): total_income is calculated"),
    "two of one name": ("columns: {w: wage, v: wage}", "already given by column v"),
    "drop": ("columns: {w: {name: wage, missing: drop}}", "rows cannot be dropped"),
    "nothing for missing": ("columns: {w: {name: wage, missing: }}", "no value"),
    "no amount": (
        "columns: {w: {name: wage, missing: none}}",
        "column w (wage), value 'none': in the mapping file: not a number",
    ),
    "not stated amount": ("columns: {w: {name: wage, missing: not_stated}}", "wage has no «not stated»"),
    "unknown value": ("columns: {w: {name: region, values: {1: aktobbe}}}", "Did you mean aktobe?"),
    "no truth": ("columns: {w: {name: pregnant, values: {1: maybe}}}", "neither true nor false"),
    "blank facts": ("blank_facts: 0", "blank_facts: unknown value '0'. Write not_stated"),
    "unlisted": (
        "columns: {w: {name: sex, values: {1: female}}, v: wage}",
        "row 2, column w (sex), value '5': unknown value",
    ),
}


@pytest.mark.parametrize(("mapping", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_mapping_is_named(mapping, message, mapped):
    with pytest.raises(TableError) as error:
        mapped("family_id,v,w\nA,1,5\n", mapping)
    assert message in str(error.value)


def test_the_example_of_the_documentation(system, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "survey.yaml").write_text(example, encoding="utf-8")
    wage = pl.Series([1200.0, "a", 999999.0], dtype=pl.Object)
    columns = {"hhid": [1, 1, 2], "pid": [1, 2, 3], "wt": [1.5, 1.5, 2], "q12_wage": wage, "q07": [1, None, 4]}
    columns |= {"q09": [2, 1, None], "oblast": [51, 51, 75], "interviewer": [7, 7, 7], "note_1": ["", "x", ""]}
    pyreadstat.write_dta(pl.DataFrame(columns), tmp_path / "survey.dta", missing_user_values={"q12_wage": ["a"]})
    population = read_population(tmp_path / "survey.dta", system, "2025-05", mapping=tmp_path / "survey.yaml")
    assert population.amounts["wage", "2025-01"].tolist() == [100, 0, 0]
    assert population.facts["disability_group"].decode_to_str().tolist() == ["none", "not_stated", "third"]
    assert population.facts["pregnant"].tolist() == [False, True, False]
    assert population.family_inputs["region"].decode_to_str().tolist() == ["turkistan", "almaty"]
    assert population.weights.tolist() == [1.5, 2]


def test_a_number_that_the_mapping_does_not_list(mapped, tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"family_id": [1, 2], "sex": [1, 3]}).write_parquet(path)
    with pytest.raises(
        TableError, match="row 2, column sex, value '3': the mapping does not say what this value means"
    ):
        mapped(path, "columns: {sex: {values: {1: female}}}")
    population = mapped(path, "columns: {sex: {values: {1: female, 3: male}}}")
    assert population.facts["sex"].decode_to_str().tolist() == ["female", "male"]


def test_opening_looks_at_headers_and_types_at_once(system, tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"family_id": [1], "wage": [[1]], "regin": ["abai"], "birth_date": ["1990"]}).write_parquet(path)
    with pytest.raises(TableError) as error:
        open_table(path, system, "2025-05")
    assert "column wage: the column holds lists, not numbers" in str(error.value)
    assert "column regin: unknown column. Did you mean region?" in str(error.value)
