"""An explanation as a page for a terminal, in its language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from openfisca_kz.explanation.describing import Data
from openfisca_kz.explanation.short import GENERAL, MAIN
from openfisca_kz.explanation.statements import ETERNITY
from openfisca_kz.explanation.words import fixed

WIDTH = 100
MONEY = "currency-KZT"
ONE_BY_ONE = ("fact", "gap", "figure")
"""Kinds of assumptions that are named; of the others the short version says how many there are."""


def as_text(explanation: Data, *, short: bool = True, width: int = WIDTH) -> str:
    """A readable page of what `explain` gives.

    Args:
        short: without steps that found nothing and assumptions that everybody makes; else all of them, with what
            their provisions say.
        width: of the lines, in characters.
    """
    page = _Page(explanation, short, width)
    return "\n".join([*page.head(), *page.body()])


class _Page:
    """The lines of a page, section by section."""

    def __init__(self, explanation: Data, short: bool, width: int) -> None:
        self._data, self._short, self._width = explanation, short, width
        self._words = fixed(explanation["language"])
        self._families = len(explanation["families"])
        self._applications = sum(len(family["applications"]) for family in explanation["families"])
        self._asked = {one["id"] for one in explanation["results"]}
        self._inputs = {one["id"]: one for one in explanation["inputs"] if one["variable"] not in GENERAL}

    def head(self) -> Iterator[str]:
        """Each family, its members and its applications."""
        for family in self._data["families"]:
            members = ", ".join(f"{one['record']} ({one['label'].lower()})" for one in family["members"])
            yield from self._line(f"{self._words['families'].format(record=family['record'])}: {members}", 0)
            for one in family["applications"]:
                yield from self._line(self._words["application"].format(**one), 0)

    def body(self) -> Iterator[str]:
        """The sections that have something to say."""
        sections = {
            "results": self._results(),
            "incomes": self._incomes(),
            "steps": self._steps(),
            "assumed": self._assumed(),
            "not_read": self._not_read(),
            "grades": self._grades(),
        }
        for name, lines in sections.items():
            text = list(lines)
            if text:
                yield from ("", self._words["headings"][name].upper(), *text)

    def _results(self) -> Iterator[str]:
        for one in self._data["results"]:
            yield from self._line(f"{self._named(one)}: {one['text']}")

    def _incomes(self) -> Iterator[str]:
        for one in self._data["incomes"]:
            fact = f" ({one['fact']['text']})" if one["fact"] else ""
            counts = {True: "counts", False: "does_not_count", None: "own_rule"}[one["counts"]]
            months = _span(list(one["amounts"]))
            yield from self._line(
                f"{one['record']}: {one['label']}{fact}, {months}: {one['text']} – {self._words[counts]}"
                f"{self._origins(one['decided_by'])}"
            )
            for item in one["decided_by"] if one["counts"] is False else ():
                yield from self._line(item["summary"] or "", 6)

    def _steps(self) -> Iterator[str]:
        for step in self._data["steps"]:
            if self._short and not self._is_told(step):
                continue
            cited = "; ".join(one["text"] for one in step["provisions"])
            yield from self._line(f"{self._named(step)}: {step['text']}" + (f" [{cited}]" if cited else ""))
            yield from self._used(step)
            if step["arithmetic"]:
                yield from self._line(step["arithmetic"], 6)
            for part in step["parts"]:
                record = f"{part['record']}: " if part["record"] and part["record"] != step["record"] else ""
                yield from self._line(f"{record}{part['label']}: {self._amount(part['amount'])}", 6)
            for one in step["parameters"]:
                if not self._short or (one["decides"] and not one["interpretation"] and not step["beside"]):
                    yield from self._line(f"{one['label']}: {one['text']}{self._origins([one])}", 6)
            for one in step["provisions"]:
                if not self._short and one["summary"]:
                    yield from self._line(f"{one['text']}: {one['summary']}", 6)

    def _is_told(self, step: Data) -> bool:
        """Whether the short version tells of a step.

        Not of lists, whose items stand among the incomes, nor of amounts of zero that no amount stated led to.
        """
        if step["lists"] and step["id"] not in self._asked:
            return any(part["record"] is None for part in step["parts"])
        if step["value"] or step["variable"] in MAIN or step["unit"] != MONEY:
            return bool(step["shown"])
        return any(one["unit"] == MONEY for one in self._inputs_of(step))

    def _inputs_of(self, step: Data) -> list[Data]:
        return [self._inputs[used] for used in step["uses"] if used in self._inputs]

    def _used(self, step: Data) -> Iterator[str]:
        """What a step used of what was stated, the same of several months together."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for one in self._inputs_of(step) if not step["beside"] else ():
            record = f"{one['record']}: " if one["record"] != step["record"] else ""
            groups.setdefault((record, one["label"], one["text"]), []).append(one["period"])
        for (record, label, text), periods in groups.items():
            months = f", {_span(periods)}" if periods not in ([step["period"]], [ETERNITY]) else ""
            yield from self._line(f"{record}{label}{months}: {text}", 6)

    def _assumed(self) -> Iterator[str]:
        groups: dict[tuple[str, ...], list[str]] = {}
        others: dict[str, set[str]] = {}
        for one in self._data["assumed"]:
            if self._short and one["kind"] not in ONE_BY_ONE:
                others.setdefault(one["kind"], set()).add(one["variable"])
            else:
                key = (", ".join(one["records"]), _span(one["periods"]) if one["kind"] == "gap" else "", one["text"])
                groups.setdefault(key, []).append(one["label"])
        for (records, months, text), labels in groups.items():
            where = ", ".join(part for part in (records, months) if part)
            yield from self._line(f"{'; '.join(labels)} ({where}): {text}")
        for kind, names in others.items():
            yield from self._line(self._words["others"][kind].format(number=len(names)))

    def _not_read(self) -> Iterator[str]:
        for one in self._data["not_read"]:
            yield from self._line(f"{one['record']}: {one['label']}, {one['period']}: {one['text']}")

    def _grades(self) -> Iterator[str]:
        grades = self._data["grades"]
        chosen = {one["name"]: one["text"] for one in grades["interpretations"]}
        for one in grades["unverified"]:
            if one["shown"] or not self._short:
                reading = chosen.get(one["parameter"])
                what = f"{one['what']} ({self._words['interpretation']}: {reading})" if reading else one["what"]
                note = f" – {one['note']}" if one["note"] and self._data["language"] == "en" else ""
                yield from self._line(f"{one['grade']}: {what}{note}")
        if not grades["unverified"]:
            yield from self._line(self._words["all_sure"])
        for remark in grades["remarks"]:
            yield from self._line(remark)

    def _named(self, one: Data) -> str:
        """The label of a value, with its record and its month where there are several."""
        record = f"{one['record']}: " if one["entity"] == "persons" or self._families > 1 else ""
        month = f", {one['period']}" if self._applications > self._families and one["period"] != ETERNITY else ""
        return f"{record}{one['label']}{month}"

    def _origins(self, figures: Iterable[Data]) -> str:
        """Where figures stand, since when, and their grade if it is not the best."""
        texts = []
        for one in figures:
            since = self._words["since"].format(day=one["since"])
            grade = f", {self._words['grade'].format(grade=one['grade'])}" if one["grade"] not in ("A", None) else ""
            texts.append(f"{one['origin']}, {since}{grade}")
        return f" [{'; '.join(texts)}]" if texts else ""

    def _amount(self, amount: float) -> str:
        whole, _, decimals = f"{abs(amount):,.2f}".partition(".")
        sign = "−" if amount < 0 else ""
        mark = self._words["decimal_mark"] + decimals if decimals != "00" else ""
        return f"{sign}{whole.replace(',', ' ')}{mark}"

    def _line(self, text: str, indent: int = 2) -> list[str]:
        return textwrap.wrap(
            text, self._width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4), break_long_words=False
        )


def _span(months: list[str]) -> str:
    """«2025-01 – 2025-03» for months that follow one another, «2025-01, 2025-03» for others."""
    numbers = [12 * int(month[:4]) + int(month[5:7]) for month in months if month[4:5] == "-" and len(month) == 7]
    if len(numbers) == len(months) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{months[0]} – {months[-1]}"
    return ", ".join(months)
