"""The steps and incomes of one family as plain data, with what decides them in the law."""

from __future__ import annotations

from openfisca_kz.explanation.arithmetic import arithmetic
from openfisca_kz.explanation.describing import Data, Describer
from openfisca_kz.explanation.graph import Graph, Step
from openfisca_kz.explanation.incomes import IncomeLine, Incomes
from openfisca_kz.explanation.law import Figure, decides, figures, lists_of, provisions_of
from openfisca_kz.explanation.sums import parts
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.legislation import acts


class Presenter:
    """Presents one family; `figures` holds those that each step read, by its id, once the steps are presented."""

    def __init__(self, graph: Graph, describer: Describer) -> None:
        self._graph, self._describer, self._words = graph, describer, describer.words
        self._incomes = Incomes(graph)
        self._provisions: dict[tuple[str, str], list[Data]] = {}
        self.figures: dict[str, list[Figure]] = {}

    def steps(self) -> dict[str, Data]:
        """All steps by their ids, those that others use first."""
        return {id_: self._step(step) for id_, step in self._graph.steps.items()}

    def incomes(self) -> list[Data]:
        """What each person received of each kind, and what decides whether it counts."""
        return [self._income(line) for line in self._incomes.lines]

    def day(self, step: Step) -> str:
        """The day of application that a step is for (ISO date)."""
        return str(self._graph.value("application_date", step.period, 0) or step.period.start)

    def _step(self, step: Step) -> Data:
        lines = self._incomes.by_step.get(step.place.id, [])
        own = figures(step, self._graph)
        read = {one.key: one for one in [*own, *(item for line in lines for item in line.items)]}
        self.figures[step.place.id] = list(read.values())
        return {
            "id": step.place.id,
            **self._describer.value(step.place, step.value),
            "lists": sorted(lists_of(step)),
            "provisions": self._cited(step),
            "parameters": [
                {**self._describer.figure(one), "decides": decides(one, step, self._graph)}
                for one in self.figures[step.place.id]
            ],
            "uses": list(step.uses),
            "parts": [part._asdict() for part in parts(step, self._graph, lines, own, self._words)],
            "arithmetic": arithmetic(step, self._graph, own, self._words),
        }

    def _income(self, line: IncomeLine) -> Data:
        return {
            "record": line.record,
            "variable": line.variable.name,
            "label": self._words.variable(line.variable),
            "amounts": dict(sorted(line.amounts.items())),
            "amount": line.amount,
            "text": self._words.quantity(line.amount, line.variable.unit),
            "counts": line.counts,
            "fact": None if line.fact is None else self._describer.item(FACT_OF[line.variable.name], line.fact),
            "decided_by": [self._describer.figure(item) for item in line.items],
            "steps": line.steps,
        }

    def _cited(self, step: Step) -> list[Data]:
        """The provisions of a step, in the wording of the day; a reform may say otherwise, so it names no wording."""
        day = self.day(step)
        key = (step.place.variable, day)
        if key not in self._provisions:
            self._provisions[key] = []
            for citation, provision in provisions_of(step.variable, day):
                wording = provision.redaction(day) if provision and not self._describer.is_reformed else None
                self._provisions[key].append(
                    {
                        "citation": str(citation),
                        "text": self._words.citation(citation),
                        "summary": provision.summary[self._words.language] if provision else None,
                        "worded_by": self._words.act(wording.act) if wording else None,
                        "href": acts()[citation.act]["href"],
                        "grade": provision.grade if provision else None,
                    }
                )
        return self._provisions[key]
