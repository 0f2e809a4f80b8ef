"""Which months of application the program covers: those whose every text was read (`covered_law.texts_read`)."""

import datetime
import functools
from pathlib import Path

from openfisca_kz.parameter_files import load_parameters

FOLDER = Path(__file__).with_name("parameters") / "covered_law"
LAST_MONTH = "2099-12"
"""Months after it are no month of any law that can be known."""


@functools.cache
def covered_months() -> tuple[tuple[str, str], ...]:
    """Spans of whole months, first and last one as 'YYYY-MM', in the order of time; the last span ends the calendar."""
    spans: list[list[str]] = []
    for value in reversed(load_parameters(FOLDER).texts_read.values_list):
        if value.value and not (spans and not spans[-1][1]):
            spans.append([value.instant_str, ""])
        elif not value.value and spans and not spans[-1][1]:
            spans[-1][1] = value.instant_str
    return tuple((_first_whole_month(start), _last_whole_month(end)) for start, end in spans)


def is_covered(month: str) -> bool:
    """Whether the law of every day of a month 'YYYY-MM' is covered."""
    return any(first <= month <= last for first, last in covered_months())


def not_covered() -> str:
    """What is said of a month that is not covered: which ones are."""
    *earlier, (since, _) = covered_months()
    named = " and ".join(f"{first} to {last}" for first, last in earlier)
    return f"the law before {since} is not covered, but for {named}. Take one of these months, or a later one."


def _first_whole_month(start: str) -> str:
    day = datetime.date.fromisoformat(start)
    return (day if day.day == 1 else day.replace(day=1) + datetime.timedelta(days=31)).isoformat()[:7]


def _last_whole_month(end: str) -> str:
    """The last month that is over before the day `end`; '' never ends."""
    return (
        (datetime.date.fromisoformat(end).replace(day=1) - datetime.timedelta(days=1)).isoformat()[:7]
        if end
        else LAST_MONTH
    )
