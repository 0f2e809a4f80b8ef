"""A run as people read it in a terminal: what was calculated, the main figures, what they rest on, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from openfisca_kz.population.running.analysis import Analysis

FISCAL = {
    "entitled_families": "Families entitled",
    "recipient_families": "Families paid",
    "recipient_persons": "Persons paid",
    "recipient_children": "Children paid",
    "cost_of_month_tsa": "Targeted social assistance",
    "cost_of_month_child_supplement": "Supplement for children",
    "cost_of_month": "Together, tenge a month",
}
"""Rows of the fiscal table that are shown, weighted."""
KINDS = {
    "gained": "Gained the right",
    "lost": "Lost the right",
    "more": "Entitled, more than before",
    "less": "Entitled, less than before",
}
"""Rows of the table of transitions that are shown."""


def grouped(number: float | None, signed: bool = False) -> str:
    """Digits in groups of three with spaces, rounded to whole units; with a sign if asked; «–» if empty."""
    if number is None:
        return "–"
    return f"{round(number):{'+' if signed else ''},}".replace(",", " ").replace("-", "−")


def print_summary(analysis: Analysis, console: Console) -> None:
    """Print who is entitled and paid, what it costs, what changed by which provision, and what it rests on."""
    manifest = analysis.manifest
    provenance = manifest["input"]["provenance"]
    if provenance:
        console.print(f"THESE FAMILIES ARE NOT REAL. Their file says: {escape(provenance)}.")
        console.print("The figures below are as good as those totals and assumptions, and no better.\n")
    for law in manifest["laws"]:
        console.print(f"{law['name']}: {law['title']}", markup=False, soft_wrap=True)
    first, *_, last = manifest["reference_quarter"]
    console.print(f"Applications in {manifest['period']}, incomes of {first} to {last}.\n")
    names = [law["name"] for law in manifest["laws"]]
    console.print(_fiscal(analysis.table("fiscal"), names), "")
    for name in names[1:]:
        console.print(_changes(analysis.table("transitions"), name), "")
    smallest = manifest["settings"]["smallest_cell"]
    if smallest > 1:
        console.print(f"–: nothing to show, or fewer than {smallest} families of the table (--smallest-cell).\n")
    rests_on = manifest["rests_on"]
    for warning in rests_on["warnings"]:
        console.print(f"WARNING: {warning}\n", markup=False)
    for missing in rests_on["not_computed"]:
        console.print(f"Not computed: {missing}.\n", markup=False)
    console.print("Poverty line taken from (weighted families):")
    for name, count in rests_on["families_by_poverty_line_basis"].items():
        console.print(f"  {name}: {grouped(count)}")
    if rests_on["not_verified"]:
        console.print("\nRests on figures not read in the act itself (B secondary source, C inference):")
        for item in rests_on["not_verified"]:
            console.print(f"  {item['grade']}  {escape(item['what'])}", soft_wrap=False)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(headers[0])
    for header in headers[1:]:
        table.add_column(header, justify="right", no_wrap=True)
    return table


def _fiscal(fiscal: pl.DataFrame, names: list[str]) -> Table:
    table = _table("Weighted", *names, *(["difference"] if len(names) == 2 else []))
    rows = {row["row"]: row for row in fiscal.iter_rows(named=True)}
    for name, label in FISCAL.items():
        values = [rows[name][law] for law in names]
        shown = [grouped(value) for value in values]
        if len(names) == 2:
            both = None not in values
            shown.append(grouped(values[1] - values[0], signed=True) if both else "–")
        table.add_row(label, *shown)
    return table


def _changes(transitions: pl.DataFrame, name: str) -> Table:
    table = _table(f"Changed under {name}", "in the table", "families", "persons")
    rows = {row["row"]: row for row in transitions.iter_rows(named=True)}
    for kind, label in KINDS.items():
        for row, values in rows.items():
            own, _, cause = row.partition(": ")
            if own == kind:
                figures = [grouped(values[f"{figure}@{name}"]) for figure in ("records", "families", "persons")]
                table.add_row(f"  {cause}" if cause else label, *figures)
    return table


class _Rate(ProgressColumn):
    """Persons a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{grouped(task.speed)} persons/s" if task.speed else "")


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left; yields what tells it the persons done and in all. Nothing when piped."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        _Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task: Any = progress.add_task("Calculating", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
