"""Every fault of a table: one message with column and row, exit status 2, nothing written."""

import polars as pl
import pytest

FAULTS = {
    "no family_id": ("wage\n1\n", ["column family_id: the column is missing"]),
    "blank family_id": ("family_id,wage\nA,1\n,1\n", ["row 3, column family_id: the cell is blank"]),
    "blank row": ("family_id,wage\nA,1\n\nB,1\n", ["row 3, column family_id: the cell is blank"]),
    "unknown column": ("family_id,wages\nA,1\n", ["column wages: unknown column", "Did you mean wage?"]),
    "calculated column": ("family_id,total_income\nA,1\n", ["column total_income:", "is calculated"]),
    "text": ("family_id,wage\nA,1\nA,ten\n", ["row 3, column wage, value 'ten': not a number"]),
    "grouped digits": ("family_id,wage\nA,120 000\n", ["row 2, column wage, value '120 000': not a number"]),
    "scientific": ("family_id,wage\nA,1e5\n", ["row 2, column wage, value '1e5': not a number"]),
    "blank amount": ("family_id,wage\nA,\n", ["row 2, column wage: the cell is blank", "Write 0"]),
    "missing cell": ("family_id,wage,pension\nA,1\n", ["row 2: 2 cells, but the header has 3"]),
    "NaN": ("family_id,wage\nA,NaN\n", ["row 2, column wage, value 'NaN': not a finite number"]),
    "infinity": ("family_id,wage\nA,inf\n", ["row 2, column wage, value 'inf': not a finite number"]),
    "negative": ("family_id,wage\nA,1\nA,-1\n", ["row 3, column wage, value '-1': an amount cannot be negative"]),
    "too large": ("family_id,wage\nA,10000000000.01\n", ["row 2, column wage", "above 10 000 000 000"]),
    "part of a tiyn": ("family_id,wage\nA,1.005\n", ["row 2, column wage, value '1.005': more than two decimals"]),
    "thousands": ("family_id,wage\nA,120.000\n", ["row 2, column wage, value '120.000': more than two decimals"]),
    "thousands, comma": (
        "family_id;wage\nA;120,000\n",
        ["value '120,000': more than two decimals"],
    ),
    "other digits": ("family_id,wage\nA,٣٥\n", ["row 2, column wage, value '٣٥': not a number"]),
    "heavy weight": ("family_id,weight\nA,1e308\nB,1e308\n", ["row 2, column weight", "above 1 000 000 000"]),
    "short row": ("family_id,wage,region\nA,1,abai\nA,1\n", ["row 3: 2 cells, but the header has 3"]),
    "sum of its own months": (
        "family_id,lump_sum\nA,1\n",
        ["lump_sum is a sum received once", "@2025-02"],
    ),
    "sum of its own months over a quarter": (
        "family_id,lump_sum@2025-Q1\nA,1\n",
        ["lump_sum is a sum received once", "@2025-02"],
    ),
    "found by the rules": ("family_id,is_family_member\nA,true\n", ["is_family_member is calculated"]),
    "part of a pig": ("family_id,farm_pigs\nA,1\nB,1.5\n", ["families, B, farm_pigs", "1.5: not a whole number"]),
    "part of a car": ("family_id,cars_owned\nA,1\nB,1.5\n", ["row 3, column cars_owned", "not a whole number"]),
    "no cars at all": ("family_id,cars_owned\nA,1\nB,-1\n", ["families, B, cars_owned", "cannot be negative"]),
    "endless land": ("family_id,farm_potatoes\nA,1e200\n", ["row 2, column farm_potatoes", "above 10 000 000 000"]),
    "no months": (
        "family_id,lump_sum@2025-02\nA,0\nA,9\n",
        ["persons, 3, lump_sum_from", "needs lump_sum_from"],
    ),
    "counted": ("family_id,wage\nA,x\nA,y\nA,z\n", ["row 2, column wage, value 'x': not a number (and 2 more rows)"]),
    "unknown region": ("family_id,region\nA,aktobbe\n", ["row 2, column region", "Did you mean aktobe?"]),
    "two regions": ("family_id,region\nA,aktobe\nA,abai\n", ["row 3, column region", "family A", "in row 2"]),
    "two weights": ("family_id,weight\nA,1\nB,1\nA,2\n", ["row 4, column weight", "family A", "in row 2"]),
    "negative weight": ("family_id,weight\nA,-1\n", ["row 2, column weight, value '-1': a weight cannot be negative"]),
    "weight NaN": ("family_id,weight\nA,nan\n", ["row 2, column weight, value 'nan': not a finite number"]),
    "bad date": ("family_id,birth_date\nA,1.2.2020\n", ["row 2, column birth_date", "not a date"]),
    "impossible date": ("family_id,birth_date\nA,2023-02-29\n", ["row 2, column birth_date", "not a date"]),
    "ancient date": ("family_id,birth_date\nA,0219-02-01\n", ["row 2, column birth_date", "before 1900"]),
    "blank birth": ("family_id,birth_date\nA,2020-02-01\nA,\n", ["row 3, column birth_date: the cell is blank"]),
    "unborn": ("family_id,birth_date\nA,2025-05-02\n", ["row 2, column birth_date", "born after the application"]),
    "application elsewhere": (
        "family_id,application_date\nA,2025-04-30\n",
        ["row 2, column application_date", "2025-05"],
    ),
    "person twice": ("family_id,person_id\nA,1\nB,1\n", ["row 3, column person_id, value '1'", "twice"]),
    "empty family": (
        "family_id,person_id\nA,1\nB,\n",
        ["row 3, column family_id, value 'B': a family without persons"],
    ),
    "blank person": ("family_id,person_id\nA,1\nA,\n", ["row 3, column person_id: the cell is blank"]),
    "two applicants": ("family_id,role\nA,applicant\nA,applicant\n", ["row 3, column role", "a second applicant"]),
    "two spouses": ("family_id,role\nA,spouse\nB,spouse\nA,spouse\n", ["row 4, column role", "a second spouse"]),
    "unknown role": ("family_id,role\nA,wife\n", ["row 2, column role, value 'wife': unknown value"]),
    "outside the quarter": ("family_id,wage@2025-04\nA,1\n", ["column wage@2025-04", "outside the reference quarter"]),
    "no month": ("family_id,wage@May\nA,1\n", ["column wage@May", "neither a month nor a quarter"]),
    "month of a fact": ("family_id,region@2025-01\nA,abai\n", ["column region@2025-01", "not a monthly amount"]),
    "month twice": ("family_id,wage,wage@2025-02\nA,1,1\n", ["column wage@2025-02", "already given by column wage"]),
    "quarter and month": ("family_id,wage@2025-Q1,wage@2025-02\nA,1,1\n", ["column wage@2025-02", "wage@2025-Q1"]),
    "column twice": ("family_id,wage,wage\nA,1,1\n", ["row 1, column wage", "2 columns have this name"]),
    "nameless column": ("family_id,\nA,1\n", ["row 1", "column 2 has no name"]),
    "school aid": (
        "family_id,education_material_aid\nA,0\nA,5\n",
        ["row 3, column education_material_aid", "ownership"],
    ),
    "rent": (
        "family_id,rental_housing_payment@2025-01,rental_housing_payment_basis\nA,5,\n",
        ["row 2, column rental_housing_payment@2025-01", "rental_housing_payment_basis is not stated", "order_60_2022"],
    ),
    "extra cell": ("family_id,wage\nA,1\nA,1,5\n", ["row 3: 3 cells, but the header has 2"]),
    "rows of a spreadsheet": ('family_id,wage\n"A\nB",1\nC,x\n', ["row 3, column wage, value 'x'"]),
    "open quote": ('family_id,wage\nA,1\n"A,1\n', ["row 3: a quotation mark is not closed"]),
    "no rows": ("family_id,wage\n\n", ["there is a header but no row"]),
    "empty file": ("", ["the file is empty"]),
    "cp1251": ("family_id,wage\nA,1\nЖ,1\n".encode("cp1251"), ["row 3: the text is not UTF-8"]),
    "utf-16": ("family_id,wage\nA,1\n".encode("utf-16"), ["UTF-8"]),
}


@pytest.mark.parametrize(("contents", "fragments"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused(contents, fragments, table, compare, left):
    result = compare(table(contents))
    assert result.exit_code == 2, result.output
    for fragment in ["families.csv: ", *fragments]:
        assert fragment in result.stderr
    assert "Traceback" not in result.output
    assert left() == {"families.csv"}


def test_all_columns_at_fault_are_named_at_once(table, compare):
    result = compare(table("family_id,wage,pension,region\nA,x,-1,mars\n"))
    assert "3 problems" in result.stderr
    for column in ("wage", "pension", "region"):
        assert f"row 2, column {column}," in result.stderr


def test_a_missing_file_a_folder_and_a_false_parquet(table, compare, tmp_path):
    assert "there is no such file" in compare(tmp_path / "none.csv").stderr
    assert "this is a folder" in compare(tmp_path).stderr
    assert "the contents do not" in compare(table("family_id\nA\n", "t.parquet")).stderr
    broken = compare(table(b"PAR1 and nothing more", "t.parquet"))
    assert broken.exit_code == 2
    assert "this Parquet file cannot be read" in broken.stderr


@pytest.mark.parametrize(
    ("wage", "fault"),
    [
        ([1.0, None], "row 2, column wage: the cell is blank"),
        ([1.0, float("nan")], "row 2, column wage, value 'nan': not a finite number"),
        ([1.0, float("-inf")], "row 2, column wage, value '-inf': not a finite number"),
        ([0.0, -0.01], "row 2, column wage, value '-0.01': an amount cannot be negative"),
        ([0.01, 0.001], "row 2, column wage, value '0.001': more than two decimals"),
        ([1, 10_000_000_001], "row 2, column wage, value '10000000001': an amount above"),
        ([True, False], "column wage: the column holds truths, not numbers"),
    ],
)
def test_parquet_rows_are_counted_from_one(wage, fault, compare, tmp_path, left):
    data = tmp_path / "t.parquet"
    pl.DataFrame({"family_id": ["A", "A"], "wage": wage}).write_parquet(data)
    result = compare(data)
    assert result.exit_code == 2
    assert fault in result.stderr
    assert left() == {"t.parquet"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"period": "2025-5"}, "--period 2025-5: not a month"),
        ({"period": "2025-13"}, "--period 2025-13: not a month"),
        ({"period": "9999-12"}, "--period 9999-12: no law can be known for it"),
        ({"period": "2023-06"}, "the law before 2023-07 is not covered"),
        ({"reform": "order_96"}, "Known: order_95_2025"),
        ({"reform": "amending_act"}, "Known: order_95_2025"),
    ],
)
def test_bad_options(options, message, table, compare, left):
    result = compare(table("family_id,wage\nA,1\n"), **options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert left() == {"families.csv"}
