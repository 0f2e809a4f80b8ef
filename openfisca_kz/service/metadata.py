"""What the API says of the system itself: variables, parameters, entities, as the engine's own API says it, and more.

Descriptions are in the caller's language.
"""

from __future__ import annotations

import functools
from typing import Any

from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_web_api.loader.entities import build_entities
from openfisca_web_api.loader.parameters import build_parameters
from openfisca_web_api.loader.variables import build_variables

from openfisca_kz.explanation.describing import Describer
from openfisca_kz.explanation.law import Figure
from openfisca_kz.explanation.words import Words
from openfisca_kz.locale import labels, parameter_label
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.situations.accepted import accepted

Described = dict[str, dict[str, Any]]


class Metadata:
    """Descriptions of one system, made once for each language."""

    def __init__(self, system: TaxBenefitSystem) -> None:
        self._system = system
        self._package = {**system.get_package_metadata(), "repository_url": ""}

    @functools.lru_cache(maxsize=8)  # noqa: B019 lives as long as the server, three languages
    def variables(self, language: str) -> Described:
        """Every variable by name."""
        found: Described = build_variables(self._system, self._package)
        accepts = accepted(self._system)
        for name, shown in found.items():
            variable = self._system.variables[name]
            _without_code(shown)
            shown["unit"] = variable.unit
            shown["calculated"] = accepts[name].calculated
            if language != "en":
                own = labels(language)
                shown["description"] = own["variables"].get(name, shown["description"])
                values = own["values"].get(name, {})
                for value in shown.get("possibleValues", {}):
                    shown["possibleValues"][value] = values.get(value, shown["possibleValues"][value])
        return found

    @functools.lru_cache(maxsize=8)  # noqa: B019
    def parameters(self, language: str) -> Described:
        """Every parameter and node of parameters by its name with slashes, its dated values with their `sources`."""
        found: Described = build_parameters(self._system, self._package)
        describer = Describer(Words(language, self._system), self._system)
        for parameter in dated_parameters(self._system.parameters):
            found[parameter.name.replace(".", "/")]["sources"] = _sources(parameter, describer)
        for shown in found.values():
            shown.pop("source", None)
            if language != "en":
                shown["description"] = parameter_label(shown["id"], language) or shown["description"]
                for child, about in shown.get("subparams", {}).items():
                    about["description"] = parameter_label(f"{shown['id']}.{child}", language) or about["description"]
        return found

    @functools.lru_cache(maxsize=8)  # noqa: B019
    def entities(self, language: str) -> Described:
        """Entities and their roles."""
        found: Described = build_entities(self._system)
        if language != "en":
            own = labels(language)
            for key, shown in found.items():
                shown["description"] = own["entities"].get(key, shown["description"])
                for role, about in shown.get("roles", {}).items():
                    about["description"] = own["roles"].get(role, about["description"])
        return found


def _sources(parameter: Parameter, describer: Describer) -> Described:
    """What sets each value, by its date; where a value ends because nobody published the next one, nothing does."""
    dated = (Figure(parameter, value, value.instant_str) for value in parameter.values_list)
    return {
        figure.day: describer.source(figure) for figure in dated if figure.act or "reference" in figure.value.metadata
    }


def _without_code(shown: dict[str, Any]) -> None:
    """Without addresses of source code: nobody publishes it at a place that the package knows."""
    shown.pop("source", None)
    for formula in shown.get("formulas", {}).values():
        if formula:
            formula.pop("source", None)
