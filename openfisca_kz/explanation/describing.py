"""Values, statements, assumptions and figures of the law as plain data in one language."""

from __future__ import annotations

from typing import Any

from openfisca_core.model_api import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.explanation.assumptions import Assumption
from openfisca_kz.explanation.law import INTERPRETATION, Figure
from openfisca_kz.explanation.statements import Place, Statement
from openfisca_kz.explanation.words import Words
from openfisca_kz.legislation.provisions import resolve
from openfisca_kz.situations.answering import Value

Data = dict[str, Any]


class Describer:
    """Describes what stands in a situation and in a system."""

    def __init__(self, words: Words, system: TaxBenefitSystem) -> None:
        self.words = words
        self.variables = system.variables
        self.is_reformed = system.baseline is not None
        self._figures: dict[tuple[str, str, str], Data] = {}

    def value(self, place: Place, value: Value) -> Data:
        """What stands at a place: its parts, label, value and unit, and the value as a reader sees it."""
        variable = self.variables[place.variable]
        return {
            **place._asdict(),
            "label": self.words.variable(variable),
            "value": value,
            "text": self.words.value(variable, value),
            "unit": None if variable.value_type is Enum else variable.unit,
        }

    def statement(self, stated: Statement) -> Data:
        """One statement."""
        return {"id": stated.place.id, **self.value(stated.place, stated.value)}

    def assumption(self, one: Assumption) -> Data:
        """What was assumed of one input."""
        return {
            "variable": one.variable.name,
            "label": self.words.variable(one.variable),
            "kind": one.kind,
            "entity": one.variable.entity.plural,
            "records": list(one.records),
            "periods": list(one.periods),
            "value": one.value,
            "text": self.words.value(one.variable, one.value, assumed=True),
            "read": one.read,
        }

    def item(self, name: str, item: str) -> Data:
        """An item of a closed list, as the value of the variable `name`."""
        variable = self.variables[name]
        return {
            "variable": name,
            "label": self.words.variable(variable),
            "value": item,
            "text": self.words.item(variable, item),
        }

    def figure(self, figure: Figure) -> Data:
        """A figure of the law with its origin."""
        key = figure.key
        if key not in self._figures:
            is_reading = figure.name.startswith(INTERPRETATION)
            self._figures[key] = {
                "name": figure.name,
                "label": self.words.parameter(figure.parameter),
                "value": figure.value.value,
                "text": self.words.figure(figure),
                "unit": figure.parameter.metadata.get("unit"),
                "day": figure.day,
                "since": figure.value.instant_str,
                **self.source(figure),
                "interpretation": figure.parameter.description if is_reading else None,
            }
        return self._figures[key]

    def source(self, figure: Figure) -> Data:
        """Where a figure of the law stands, and how sure that is."""
        metadata, act = figure.value.metadata, figure.act
        reference = metadata.get("reference") or [{}]
        register = resolve(figure.citation) if figure.citation else None
        provision = metadata.get("provision")
        return {
            "origin": self.words.origin(figure),
            "act": self.words.act(act) if act else None,
            "provision": self.words.provision(provision) if provision else None,
            "summary": register.summary[self.words.language] if register else None,
            "href": reference[0].get("href"),
            "grade": metadata.get("grade"),
            "note": metadata.get("note"),
        }
