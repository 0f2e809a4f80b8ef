"""Steps written out in numbers, as a caseworker checks them by hand: «360 000 ÷ 4 ÷ 3 = 30 000»."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from openfisca_kz.dates import reference_months
from openfisca_kz.explanation.graph import Graph, Step
from openfisca_kz.explanation.law import Figure
from openfisca_kz.explanation.words import Words
from openfisca_kz.situations.answering import Value

EXACT = 1e-6
"""Tenge by which a float may miss the exact number."""


def arithmetic(step: Step, graph: Graph, figures: list[Figure], words: Words) -> str | None:
    """The calculation of a step in numbers; None where there is none to show."""
    write = _WRITTEN.get(step.place.variable)
    return write(_Numbers(step, graph, figures, words)) if write else None


class _Numbers:
    """The numbers that a step was calculated from, and how they are written down."""

    def __init__(self, step: Step, graph: Graph, figures: list[Figure], words: Words) -> None:
        self._step, self._graph, self._words = step, graph, words
        self._figures = {figure.name: figure.value.value for figure in figures}
        self.months = Fraction(len(reference_months(step.period)))

    @property
    def value(self) -> Value:
        """What the step found."""
        return self._step.value

    def own(self, name: str) -> Value:
        """The value of another variable for the same record."""
        return self._graph.own(self._step, name, self._step.period)

    def of(self, name: str) -> Fraction:
        """The same as an exact number."""
        return Fraction(str(self.own(name)))

    def figure(self, name: str) -> Fraction:
        """A figure of the law that the step read; 0 if it did not."""
        return Fraction(str(self._figures.get(name, 0)))

    def members(self, name: str) -> list[Value]:
        """The values of the members, if the step read them."""
        read = (name, self._step.period) in self._step.reading.results
        persons = range(len(self._graph.records["persons"]) if read else 0)
        return [self._graph.value(name, self._step.period, person) for person in persons]

    def text(self, pattern: str, *numbers: Fraction) -> str:
        """A pattern with the numbers put in."""
        return pattern.format(*(self._words.number(float(number), is_money=False) for number in numbers))

    def equals(self, exact: Fraction, pattern: str, *numbers: Fraction) -> str | None:
        """The same with the value of the step behind it; None if the step found something else, more than rounded."""
        difference = abs(float(exact) - self.value) if isinstance(self.value, int | float) else 1
        sign = "=" if difference < EXACT else "≈"
        written = f"{self.text(pattern, *numbers)} {sign} {self._words.number(float(self.value or 0))}"
        return written if difference < 1 else None


def _per_capita_income(numbers: _Numbers) -> str | None:
    total, size = numbers.of("total_income"), numbers.of("family_size")
    return numbers.equals(total / size / numbers.months, "{} ÷ {} ÷ {}", total, size, numbers.months)


def _comparison(numbers: _Numbers) -> str:
    sign = "≤" if numbers.value else ">"
    total, line, size = (numbers.of(name) for name in ("total_income", "poverty_line", "family_size"))
    return numbers.text(f"{{}} {sign} {{}} × {{}} × {{}}", total, line, size, numbers.months)


def _assistance(numbers: _Numbers) -> str | None:
    if not numbers.own("tsa_entitled"):
        return None
    total, line, size = (numbers.of(name) for name in ("total_income", "poverty_line", "family_size"))
    exact = (line * size * numbers.months - total) / numbers.months
    pattern, used = "({} × {} × {} − {}) ÷ {}", [line, size, numbers.months, total, numbers.months]
    receive = Fraction(sum(bool(one) for one in numbers.members("help_is_for_member")))
    if receive and receive != size:
        return numbers.equals(exact / size * receive, f"{pattern} ÷ {{}} × {{}}", *used, size, receive)
    return numbers.equals(exact, pattern, *used)


def _line(numbers: _Numbers) -> str | None:
    share, base = {
        "regional_median": (numbers.figure("poverty_line.median_share"), numbers.of("regional_median_income")),
        "regional_minimum": (numbers.figure("poverty_line.minimum_share"), numbers.of("regional_subsistence_minimum")),
        "national_minimum": (
            numbers.figure("poverty_line.minimum_share"),
            numbers.figure("subsistence_minimum.national"),
        ),
    }.get(str(numbers.own("poverty_line_basis")), (Fraction(), Fraction()))
    return numbers.equals(share * base, "{} × {}", share, base) if share else None


def _supplement(numbers: _Numbers) -> str | None:
    for_a_child = numbers.figure("child_supplement.mci_multiple"), numbers.figure("monthly_calculation_index")
    ages = (numbers.figure("child_supplement.age_from"), numbers.figure("child_supplement.age_to"))
    persons = zip(numbers.members("age"), numbers.members("help_is_for_member"), strict=True)
    children = Fraction(sum(bool(is_for) and ages[0] <= Fraction(str(age)) <= ages[1] for age, is_for in persons))
    if not numbers.value:
        return None
    return numbers.equals(children * for_a_child[0] * for_a_child[1], "{} × {} × {}", children, *for_a_child)


def _assigned(numbers: _Numbers) -> str | None:
    amount, months = numbers.of("targeted_social_assistance"), numbers.of("assignment_months")
    return numbers.equals(amount * months, "{} × {}", amount, months) if numbers.value else None


def _above(name: str, allowed: str) -> Callable[[_Numbers], str | None]:
    """Writes a criterion of no need: what the family has above what is allowed."""

    def write(numbers: _Numbers) -> str | None:
        return numbers.text("{} > {}", numbers.of(name), numbers.figure(allowed)) if numbers.value else None

    return write


_WRITTEN: dict[str, Callable[[_Numbers], str | None]] = {
    "per_capita_income": _per_capita_income,
    "income_within_poverty_line": _comparison,
    "targeted_social_assistance": _assistance,
    "poverty_line": _line,
    "child_supplement": _supplement,
    "assigned_assistance": _assigned,
    "no_need_by_cars": _above("cars_owned", "needs.cars_allowed"),
    "no_need_by_dwellings": _above("dwellings_counted", "needs.dwellings_allowed"),
}
