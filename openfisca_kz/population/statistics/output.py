"""The long table in other shapes: one table as people read it, and files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from openfisca_kz.population.statistics.settings import StatisticsError

TITLES = {
    "fiscal": "Cost and recipients",
    "deciles": "Deciles",
    "winners_losers": "Winners and losers",
    "poverty": "Poverty",
    "inequality": "Inequality",
    "by_group": "By group",
    "targeting": "Targeting",
    "transitions": "Transitions",
    "refusals": "Reasons of refusal",
    "quality": "Quality of the run",
}
"""All tables in their order, with the names of the sheets."""
FORMATS = ("parquet", "csv", "xlsx")
UNIT_IN_ROW = ("fiscal", "inequality", "targeting", "quality")
"""Tables whose rows are measures, each with its own unit."""


def to_wide(long: pl.DataFrame, table: str) -> pl.DataFrame:
    """One table with a row for each row and a column for each column, in the order of the long table.

    Tables whose rows are measures get the column `unit` behind `row`. A figure that is not there is null.

    Raises:
        StatisticsError: no table of that name.
    """
    chosen = long.filter(pl.col("table") == table)
    if table not in TITLES or chosen.is_empty():
        raise StatisticsError(f"There is no table '{table}'. Tables: {', '.join(TITLES)}.")
    own_unit = ["unit"] if table in UNIT_IN_ROW else []
    units = chosen.group_by("row", maintain_order=True).agg(pl.col("unit").first())
    wide = chosen.pivot("column", index="row", values="value", maintain_order=True)
    return wide.join(units, on="row", how="left", maintain_order="left").select(
        "row", *own_unit, pl.exclude("row", "unit")
    )


def write(long: pl.DataFrame, folder: str | Path, formats: Sequence[str] = FORMATS, stem: str = "tables") -> list[str]:
    """Write the long table as Parquet and CSV, and as Excel with one sheet for each table; return the file names.

    The same table gives the same bytes. The folder must be there.

    Raises:
        StatisticsError: an unknown format.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise StatisticsError(f"Tables cannot be written as {', '.join(unknown)}. Formats: {', '.join(FORMATS)}.")
    written = []
    for name in formats:
        path = Path(folder) / f"{stem}.{name}"
        if name == "parquet":
            long.write_parquet(path)
        elif name == "csv":
            long.write_csv(path)
        else:
            _write_excel(long, path)
        written.append(path.name)
    return written


def heading(column: str, units: Sequence[str] = ()) -> str:
    """A column name as people read it: `cost@after-before` is `Cost, after-before (tenge a month)`.

    The unit is left out where the column has several, or its table shows them row by row.
    """
    figure, at, system = column.partition("@")
    words = figure.replace("_", " ")
    name = f"{words[:1].upper()}{words[1:]}, {system}" if at else words
    return f"{name} ({units[0]})" if len(units) == 1 else name


def _units(long: pl.DataFrame, table: str) -> dict[str, list[str]]:
    """The units of each column, none where the table shows them row by row."""
    chosen = long.filter(pl.col("table") == table).group_by("column", maintain_order=True)
    shown = chosen.agg(pl.col("unit").unique(maintain_order=True))
    return {column: [] if table in UNIT_IN_ROW else units for column, units in shown.iter_rows()}


def _write_excel(long: pl.DataFrame, path: Path) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(path) as workbook:
        workbook.set_properties({"created": datetime.datetime(2000, 1, 1)})  # noqa: DTZ001 the same bytes every time
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for table in long["table"].unique(maintain_order=True):
            wide = to_wide(long, table)
            headings = {column: heading(column, units) for column, units in _units(long, table).items()}
            wide = wide.rename({"row": TITLES.get(table, table), **headings})
            sheet = workbook.add_worksheet(TITLES.get(table, table))
            wide.write_excel(
                workbook,
                sheet,
                header_format={"bold": True, "text_wrap": True, "valign": "top"},
                dtype_formats={pl.Float64: "#,##0.####"},
                freeze_panes=(1, 1),
                column_widths=110,
            )
            sheet.set_column(0, 0, 44)
            sheet.set_row(0, 75, bold)
