"""Files that are cut off, damaged, contradictory or no tables: one clear error that names the place."""

import zipfile

import numpy
import polars as pl
import pyreadstat
import pytest

from openfisca_kz.tables.errors import TableError
from openfisca_kz.tables.reading import open_table

GOOD = pl.DataFrame(
    {
        "family_id": numpy.arange(2000) // 2,
        "person_id": numpy.arange(2000),
        "wage": numpy.arange(2000) * 100.25,
        "region": ["abai"] * 2000,
    }
)


@pytest.fixture
def refused(system):
    """The message with which a table is refused."""

    def read(path, **options):
        with pytest.raises(TableError) as error:  # noqa: PT012 whichever step finds it
            table = open_table(path, system, "2025-05", **options)
            table.check()
            table.partitions(options.get("persons_each", 1000))
        return str(error.value)

    return read


@pytest.mark.parametrize("kept", [3, 100, 5000, -4, -1])
def test_parquet_cut_off(kept, refused, tmp_path):
    path = tmp_path / "t.parquet"
    GOOD.write_parquet(path)
    path.write_bytes(path.read_bytes()[:kept])
    message = refused(path)
    assert str(path) in message
    assert "cannot be read" in message or "the contents do not" in message


@pytest.mark.parametrize("compression", ["snappy", "zstd", "lz4"])
def test_parquet_damaged_in_its_pages(compression, refused, tmp_path):
    path = tmp_path / "t.parquet"
    GOOD.write_parquet(path, compression=compression)
    data = bytearray(path.read_bytes())
    first, last = len(data) // 10, len(data) // 2
    data[first:last] = b"\xff" * (last - first)
    path.write_bytes(data)
    assert "this Parquet file cannot be read" in refused(path)


def test_a_footer_that_lies_about_its_length(refused, tmp_path):
    path = tmp_path / "t.parquet"
    GOOD.write_parquet(path)
    data = path.read_bytes()
    path.write_bytes(data[:-8] + b"\xff\xff\xff\x7f" + b"PAR1")
    assert "this Parquet file cannot be read" in refused(path)


def test_a_file_that_changes_between_checking_and_reading(system, tmp_path):
    path = tmp_path / "t.parquet"
    GOOD.write_parquet(path)
    table = open_table(path, system, "2025-05")
    table.check()
    (spec,) = table.partitions(10_000)
    GOOD[:1000].write_parquet(path)
    with pytest.raises(TableError, match="has changed since it was opened"):
        table.read(spec)


def test_every_fault_of_every_block_is_counted(refused, tmp_path, monkeypatch):
    from openfisca_kz.tables.reading import table

    monkeypatch.setattr(table, "BLOCK", 100)
    wage = numpy.zeros(2000)
    wage[[150, 151, 1999]] = -1
    wage[[700]] = numpy.nan
    wage[[900]] = numpy.inf
    wage[[1300]] = 1e11
    region = numpy.array(["abai"] * 2000, dtype=object)
    region[[40, 41]] = "mars"
    path = tmp_path / "t.parquet"
    GOOD.with_columns(wage=wage, region=pl.Series(region, dtype=pl.String)).write_parquet(path, row_group_size=300)
    message = refused(path)
    assert "row 151, column wage, value '-1.0': an amount cannot be negative (and 2 more rows)" in message
    assert "row 701, column wage, value 'nan': not a finite number (and 1 more row)" in message
    assert "row 1301, column wage, value '100000000000.0': an amount above 10 000 000 000 tenge" in message
    assert "row 41, column region, value 'mars': unknown value (and 1 more row)" in message
    assert "4 problems" in message


@pytest.mark.parametrize("text", [False, True])
def test_a_person_in_two_families(text, refused, tmp_path):
    ids = numpy.arange(2000)
    ids[[1500, 1700]] = 3
    path = tmp_path / "t.parquet"
    frame = GOOD.with_columns(person_id=ids)
    (frame.with_columns(pl.col("person_id").cast(pl.String)) if text else frame).write_parquet(path)
    message = refused(path)
    assert "row 1501, column person_id, value '3': this person is in the table twice" in message
    assert "in row 4 in family 1 too (and 1 more row)" in message


def test_a_family_scattered_beyond_a_partition(system, tmp_path):
    ids = (numpy.arange(2000) // 2).astype(str)
    ids[1900] = "5"
    path = tmp_path / "t.parquet"
    GOOD.with_columns(family_id=ids).write_parquet(path)
    table = open_table(path, system, "2025-05")
    table.check()
    assert len(table.partitions(2000)) == 1
    with pytest.raises(TableError, match=r"row 11, column family_id, value '5'.*Sort the table by family_id"):
        table.partitions(500)


def test_a_table_that_is_scattered_all_over_keeps_its_memory_bounded(refused, tmp_path, monkeypatch):
    from openfisca_kz.tables.reading import table

    monkeypatch.setattr(table, "BLOCK", 100)
    monkeypatch.setattr(table, "SCATTERED_OVER", 500)
    path = tmp_path / "t.parquet"
    GOOD.with_columns(family_id=pl.Series(numpy.arange(2000) % 1000)).write_parquet(path)
    assert "Sort the table by family_id" in refused(path)


@pytest.mark.parametrize(("ids", "fault"), [([1.5, 2], "no whole number"), ([1.0, float("nan")], "no whole number")])
def test_ids_must_be_text_or_whole(ids, fault, refused, tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"family_id": ids}).write_parquet(path)
    assert fault in refused(path)


def test_files_of_a_folder_with_different_columns_and_types(refused, tmp_path):
    for number, frame in enumerate([GOOD, GOOD.drop("wage").with_columns(x=1), GOOD.with_columns(wage=pl.lit("1"))]):
        frame.write_parquet(tmp_path / f"{number}.parquet")
    message = refused(tmp_path)
    assert "1.parquet, column wage: the column is missing in this file" in message
    assert "1.parquet, column x: the column is in this file, but not in the first" in message
    assert "2.parquet, column wage: the column holds text in this file and numbers in the first" in message


def test_a_fault_in_a_folder_names_its_file(refused, tmp_path):
    GOOD[:1000].write_parquet(tmp_path / "a.parquet")
    GOOD[1000:].with_columns(wage=pl.lit(-1.0)).write_parquet(tmp_path / "b.parquet")
    assert "b.parquet, row 1, column wage, value '-1.0': an amount cannot be negative (and 999 more" in refused(
        tmp_path
    )


def test_folders_that_are_no_tables(refused, tmp_path):
    assert "this is a folder without Parquet files" in refused(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    assert "this is a folder, and notes.txt in it is not Parquet" in refused(tmp_path)


TWO = {
    "lost family": (
        "1\n9\n",
        "1,abai\n2,abai\n",
        ["row 3, column family_id, value '9': the table of families does not"],
    ),
    "empty family": ("1\n", "1,abai\n2,abai\n", ["families.csv, row 3, column family_id, value '2': a family without"]),
    "family twice": (
        "1\n",
        "1,abai\n1,abai\n",
        ["families.csv, row 3, column family_id, value '1': this family is in"],
    ),
    "bad value": ("1\n", "1,mars\n", ["families.csv, row 2, column region, value 'mars': unknown value"]),
    "blank id": ("1\n", "1,abai\n,abai\n", ["families.csv, row 3, column family_id: the cell is blank"]),
}


@pytest.mark.parametrize(("persons", "families", "fragments"), TWO.values(), ids=TWO)
def test_two_tables_that_do_not_fit(persons, families, fragments, refused, table, tmp_path):
    table(f"family_id\n{persons}", "persons.csv")
    table(f"family_id,region\n{families}", "families.csv")
    message = refused(tmp_path)
    for fragment in fragments:
        assert fragment in message


def test_columns_in_the_wrong_table(refused, table, tmp_path):
    table("family_id,region\n1,abai\n", "persons.csv")
    table("family_id,region,wage\n1,abai,5\n", "families.csv")
    message = refused(tmp_path)
    assert "families.csv, column wage: this is of a person, not of a family" in message
    assert "families.csv, column region: the table of persons has it too" in message


def test_zip_archives_and_passwords_are_no_workbooks(refused, table, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("data.csv", "family_id\n1\n")
    assert "this is a zip archive, not an Excel workbook" in refused(tmp_path / "t.xlsx")
    assert "cut off or damaged" in refused(table(b"PK\x03\x04 and no more", "b.xlsx"))
    locked = table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked.xlsx")
    assert "protected by a password, or in the old format .xls" in refused(locked)
    assert "the name says Excel, the contents do not" in refused(table("family_id\n1\n", "text.xlsx"))


def test_cells_of_excel_with_errors(refused, tmp_path):
    from xlsxwriter import Workbook

    with Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["family_id", "wage"])
        sheet.write_row(1, 0, [1, 5])
        sheet.write_row(2, 0, [2])
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    assert "row 3, column wage: a cell with an error of Excel" in refused(tmp_path / "t.xlsx")


@pytest.mark.parametrize(("suffix", "write"), [(".dta", pyreadstat.write_dta), (".sav", pyreadstat.write_sav)])
def test_stata_and_spss_cut_off(suffix, write, refused, tmp_path):
    path = tmp_path / f"t{suffix}"
    write(GOOD, path)
    data = path.read_bytes()
    for kept in (20, len(data) // 2, len(data) - 900):
        path.write_bytes(data[:kept])
        message = refused(path)
        assert str(path) in message
        assert "read" in message or "should be" in message or "contents" in message


ENCODINGS = {
    "utf-16": ("family_id,wage\nА,1\n".encode("utf-16"), "in UTF-16, not in UTF-8"),
    "cp1251": (
        "family_id,wage\nA,1\nЖанұзақ,1\n".replace("ұ", "у").replace("қ", "к").encode("cp1251"),
        "Windows-1251 (cp1251)",
    ),
    "cp1251 header": (
        "family_id,доход\nA,1\n".encode("cp1251"),
        "row 1: the header is not UTF-8, it seems to be Windows-1251",
    ),
    "latin-1": ("family_id,wage\nÄ,1\n".encode("latin-1"), "row 2: the text is not UTF-8"),
    "binary": (b"\x00\x01\x02\x03", "neither a text file in UTF-8"),
    "gzip": (b"\x1f\x8b\x08\x00", "compressed (gzip)"),
    "blank": (b" \n ", "the file is empty"),
}


@pytest.mark.parametrize(("contents", "message"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(contents, message, refused, table):
    assert message in refused(table(contents, "t.csv"))


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".dta", ".sav", ".xlsx"])
def test_empty_files(suffix, refused, table):
    assert "the file is empty" in refused(table(b"", f"t{suffix}"))


def test_headers_without_rows(refused, tmp_path):
    GOOD[:0].write_parquet(tmp_path / "t.parquet")
    assert "there is a header but no row" in refused(tmp_path / "t.parquet")
    GOOD[:0].write_excel(tmp_path / "t.xlsx")
    assert "there is a header but no row" in refused(tmp_path / "t.xlsx")


def test_take_up_and_residence_are_checked(refused, table):
    message = refused(table("family_id,takes_up,residence\nA,yes,town\nA,,urban\n"))
    assert "row 2, column takes_up, value 'yes': unknown value" in message
    assert "row 3, column takes_up: the cell is blank" in message
    assert "row 2, column residence, value 'town': unknown value" in message
    assert "family A has another value in row 2" in refused(table("family_id,takes_up\nA,true\nA,false\n"))
