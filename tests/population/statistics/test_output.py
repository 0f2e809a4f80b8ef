"""The long table as wide tables and files."""

import zipfile

import polars as pl
import pytest

from benchmarks.tables import made_up
from openfisca_kz.population.statistics import TABLES, TITLES, StatisticsError, tables, to_wide, write


@pytest.fixture(scope="module")
def long():
    return tables(made_up(2_000), ["before", "after"])


def test_the_long_table_is_the_contract(long):
    assert long.schema == {
        "table": pl.String, "row": pl.String, "column": pl.String, "value": pl.Float64, "unit": pl.String,
    }  # fmt: skip
    assert tuple(long["table"].unique(maintain_order=True)) == TABLES
    assert not long.select("table", "row", "column").is_duplicated().any()
    assert not long["value"].is_nan().any()
    assert long.drop("value").null_count().sum_horizontal().item() == 0


@pytest.mark.parametrize("table", TABLES)
def test_a_wide_table_has_every_figure_once(long, table):
    wide = to_wide(long, table)
    chosen = long.filter(pl.col("table") == table)
    assert wide["row"].to_list() == chosen["row"].unique(maintain_order=True).to_list()
    assert ("unit" in wide.columns) == (table in ("fiscal", "inequality", "targeting", "quality"))
    figures = wide.drop("row", "unit", strict=False)
    assert figures.columns == chosen["column"].unique(maintain_order=True).to_list()
    assert figures.select(pl.all().count()).sum_horizontal().item() == chosen["value"].count()
    for row, column, value in chosen.select("row", "column", "value").head(50).iter_rows():
        assert wide.filter(pl.col("row") == row)[column].item() == value


def test_an_unknown_table_or_format_is_refused(long, tmp_path):
    with pytest.raises(StatisticsError, match=r"no table 'decile'\. Tables: fiscal, deciles"):
        to_wide(long, "decile")
    with pytest.raises(StatisticsError, match="cannot be written as pdf"):
        write(long, tmp_path, ["csv", "pdf"])
    assert list(tmp_path.iterdir()) == []


def test_files_hold_the_same_and_are_the_same_every_time(long, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        assert write(long, tmp_path / folder) == ["tables.parquet", "tables.csv", "tables.xlsx"]
    assert pl.read_parquet(tmp_path / "one" / "tables.parquet").equals(long)
    assert pl.read_csv(tmp_path / "one" / "tables.csv", schema=long.schema).equals(long)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_excel_has_a_sheet_for_each_table_with_readable_headings(long, tmp_path):
    write(long, tmp_path, ["xlsx"])
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as book:
        names = book.read("xl/workbook.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(TABLES)
    for title in TITLES.values():
        assert f'name="{title}"' in names
    assert "Recipient families, before (families)" in texts
    assert "Mean income after, after-before (tenge a month for a person)" in texts
