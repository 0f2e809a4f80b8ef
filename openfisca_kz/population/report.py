"""The summary of a comparison as a table for people: 80 columns, plain text when piped."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

COUNTS = {
    "families": "Families",
    "persons": "Persons",
    "entitled_before": "Entitled before",
    "entitled_after": "Entitled after",
    "gained": "Gained the right",
    "lost": "Lost the right",
    "changed": "Entitled, amount changed",
    "unchanged": "Entitled, same amount",
    "entitled_neither": "Not entitled, before or after",
}
COSTS = {
    "targeted_social_assistance": "Targeted social assistance",
    "child_supplement": "Supplement for children",
    "together": "Together",
}


def grouped(number: float, signed: bool = False) -> str:
    """Digits in groups of three with spaces, rounded to whole units; with a sign if asked: '+1 234 567'."""
    return f"{round(number):{'+' if signed else ''},}".replace(",", " ").replace("-", "−")


def print_summary(summary: dict[str, Any], title: str, console: Console) -> None:
    """Print counts, costs and what the figures rest on."""
    provenance = summary["made_up_population"]
    if provenance:
        console.print(f"THIS POPULATION IS MADE UP. Its file says: {escape(provenance)}.")
        console.print("The figures below say nothing about Kazakhstan.\n")
    first, last = summary["reference_quarter"][0], summary["reference_quarter"][-1]
    console.print(f"{escape(title)}\nApplications in {summary['period']}, incomes of {first} to {last}.\n")
    console.print(_counts(summary), "", _costs(summary), "", sep="\n")
    for warning in summary["warnings"]:
        console.print(f"WARNING: {warning}\n")
    for missing in summary["not_computed"]:
        console.print(f"Not computed: {COSTS[missing['what']]} ({missing['why']}).\n")
    console.print("Poverty line taken from (weighted families):")
    for name, count in summary["families_by_poverty_line_basis"].items():
        console.print(f"  {name}: {grouped(count['weighted'])}")
    if summary["not_verified"]:
        console.print("\nRests on figures not read in the act itself (B secondary source, C inference):")
        for item in summary["not_verified"]:
            console.print(f"  {item['grade']}  {escape(item['what'])}", soft_wrap=False)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(headers[0])
    for header in headers[1:]:
        table.add_column(header, justify="right", no_wrap=True)
    return table


def _counts(summary: dict[str, Any]) -> Table:
    table = _table("", "weighted", "in the table")
    for name, label in COUNTS.items():
        count = summary["counts"][name]
        table.add_row(label, grouped(count["weighted"]), grouped(count["unweighted"]))
    return table


def _costs(summary: dict[str, Any]) -> Table:
    table = _table("Tenge a month, weighted", "before", "after", "difference")
    for name, label in COSTS.items():
        cost = summary["monthly_cost_tenge"][name]
        if cost is None:
            table.add_row(label, "not computed", "not computed", "")
        else:
            cost = cost["weighted"]
            numbers = (
                grouped(cost["before"]),
                grouped(cost["after"]),
                grouped(cost["difference"], signed=True),
            )
            table.add_row(label, *numbers)
    return table
