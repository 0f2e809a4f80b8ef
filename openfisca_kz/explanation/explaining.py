"""Explains the results of a situation: from the steps of each family to plain data in one language."""

from __future__ import annotations

from collections.abc import Iterable

from openfisca_core import periods
from openfisca_core.periods import Period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.dates import reference_months
from openfisca_kz.explanation.assumptions import KINDS, Assumption
from openfisca_kz.explanation.describing import Data, Describer
from openfisca_kz.explanation.grades import grades
from openfisca_kz.explanation.graph import Graph
from openfisca_kz.explanation.presenting import Presenter
from openfisca_kz.explanation.recording import ExplainingSimulation
from openfisca_kz.explanation.short import mark
from openfisca_kz.explanation.statements import Family, Place, Statements
from openfisca_kz.explanation.words import Words
from openfisca_kz.situations.answering import answers
from openfisca_kz.situations.apart import alone
from openfisca_kz.situations.building import Asked, Situation, build


def explain(
    situation: Situation, system: TaxBenefitSystem, language: str = "en", deadline: float | None = None
) -> Data:
    """What the results of a checked situation rest on, as data for JSON (its shape stands in the package's docstring).

    Args:
        situation: one situation, checked before, with the values that it asks for as None.
        system: the law by which to calculate.
        language: `en`, `kk` or `ru`.
        deadline: reading of `time.monotonic` after which no further formula is begun.

    Raises:
        SituationError: what a rule refuses.
        TimeLimitError: the time is up.
        ValueError: an unknown language.
    """
    describer = Describer(Words(language, system), system)
    statements = Statements(situation, system)
    families = []
    for family in statements.families:
        simulation, asked = build([alone(situation, family.record, family.roles)], system, ExplainingSimulation)
        if asked:
            simulation.deadline = deadline
            families.append(_Explained(simulation, asked, statements, family, describer))
    read = {id_ for one in families for id_ in one.graph.inputs}
    results = {place: data for one in families for place, data in one.results.items()}
    steps = [step for one in families for step in one.steps]
    figures = [figure for one in families for figure in one.figures]
    months = sorted({month for one in families for month in one.months}, key=lambda month: month.start)
    return {
        "language": language,
        "families": [one.about() for one in families],
        "results": [results[place] for place in statements.asked],
        "incomes": [line for one in families for line in one.incomes],
        "steps": steps,
        "inputs": [describer.statement(one) for one in statements.all if one.place.id in read],
        "not_read": [describer.statement(one) for one in statements.all if one.place.id not in read],
        "assumed": [describer.assumption(one) for one in _together(families)],
        "grades": grades(figures, steps, months, describer),
    }


class _Explained:
    """One family of the situation, calculated and explained."""

    def __init__(
        self,
        simulation: ExplainingSimulation,
        asked: list[Asked],
        statements: Statements,
        family: Family,
        describer: Describer,
    ) -> None:
        simulation.watch_statements()
        values = answers(simulation, asked)
        self._family, self._describer = family, describer
        self.graph = Graph(simulation, statements, family)
        self.results: dict[Place, Data] = {}
        for one, value in zip(asked, values, strict=True):
            place = Place(one.entity, one.record, one.variable, one.period)
            ids = self.graph.explain(one.entity, one.record, one.variable, periods.period(one.period))
            self.results[place] = {"id": ids[0] if ids else place.id, **describer.value(place, value)}
        self._presenter = Presenter(self.graph, describer)
        self.incomes = self._presenter.incomes()
        found = self._presenter.steps()
        mark(found, self.graph, [result["id"] for result in self.results.values()])
        self.steps = list(found.values())
        self.figures = [figure for own in self._presenter.figures.values() for figure in own]
        self.days = {step.period: self._presenter.day(step) for step in self.graph.steps.values()}
        self.months: list[Period] = sorted(self.days, key=lambda month: month.start)

    def about(self) -> Data:
        """The family, its members, and its applications with the months whose income counts."""
        members = [
            {"record": person, "role": role, "label": self._describer.words.role(role)}
            for person, role in self._family.roles.items()
        ]
        applications = []
        for month in self.months:
            quarter = reference_months(month)
            days = {"day": self.days[month], "first_month": str(quarter[0]), "last_month": str(quarter[-1])}
            applications.append({"period": str(month), **days})
        return {"record": self._family.record, "members": members, "applications": applications}


def _together(families: Iterable[_Explained]) -> list[Assumption]:
    """What was assumed of all families: the same value for the same periods once, with the records of all of them."""
    found: dict[tuple[object, ...], Assumption] = {}
    for one in (one for family in families for one in family.graph.assumptions.sorted()):
        key = (one.variable.name, one.kind, one.value, one.periods)
        known = found.get(key, one._replace(records=()))
        found[key] = known._replace(records=known.records + one.records, read=known.read or one.read)
    return sorted(found.values(), key=lambda one: (KINDS.index(one.kind), not one.read))
