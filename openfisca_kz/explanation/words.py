"""An explanation in one language: labels, values, citations, and the fixed words of `locale/explanation.yaml`.

What the code and the parameter files say of the law in English has its translations in `locale/law.yaml`.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from openfisca_core.model_api import Enum
from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz import locale
from openfisca_kz.explanation.law import LISTS, Figure
from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.legislation import acts, read_yaml
from openfisca_kz.legislation.citations import CODE_ACT, ORDINALS, Citation, short_name
from openfisca_kz.legislation.provisions import LANGUAGES
from openfisca_kz.money import GivenFigure
from openfisca_kz.situations.answering import Value

FILE = Path(locale.__file__).with_name("explanation.yaml")
FILE_OF_THE_LAW = FILE.with_name("law.yaml")
_PART = re.compile(
    rf"annex (?P<annex>\S+)|art\. (?P<article>\S+)|p\. (?P<point>\S+)|(?P<sub_point>\S+)\)"
    rf"|(?P<ordinal>{'|'.join(ORDINALS)}) (?P<unit>paragraph|part)"
)
_REMARK = re.compile(r"(?P<provision>.+) \((?P<remark>[^()]+)\)")
_FIRST_SENTENCE = re.compile(r"(.+?\w[)»]?\.)(?=\s+[A-Z«]|$)", re.DOTALL)


@functools.cache
def fixed(language: str) -> dict[str, Any]:
    """The fixed words of a language.

    Raises:
        ValueError: an unknown language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no explanations in «{language}»; there are {', '.join(LANGUAGES)}.")
    return read_yaml(FILE)[language]  # type: ignore[no-any-return]


@functools.cache
def of_the_law(section: str) -> dict[str, dict[str, str]]:
    """The translations of a section of `locale/law.yaml`: by what the code calls it in English, then by language."""
    return read_yaml(FILE_OF_THE_LAW)[section]  # type: ignore[no-any-return]


class Words:
    """The words of a language for one system."""

    def __init__(self, language: str, system: TaxBenefitSystem) -> None:
        self.fixed = fixed(language)
        self.language = language
        self._system = system
        self._labels = None if language == "en" else locale.labels(language)

    def variable(self, variable: Variable) -> str:
        """Label of a variable; that of the code for one that only a reform has."""
        labelled = self._labels["variables"].get(variable.name) if self._labels else None
        return str(labelled or variable.label)

    def role(self, key: str) -> str:
        """Label of a role in a family."""
        if self._labels:
            return str(self._labels["roles"][key])
        (entity,) = self._system.group_entities
        return str(next(role.label for role in entity.flattened_roles if role.key == key))

    def item(self, variable: Variable, name: str) -> str:
        """Label of an item of a closed list."""
        labelled = self._labels["values"].get(variable.name, {}).get(name) if self._labels else None
        return str(labelled or variable.possible_values[name].value)

    def value(self, variable: Variable, value: Value, assumed: bool = False) -> str:
        """A value as a reader sees it; `assumed`: nobody stated it, so that 0 of a figure means «not given»."""
        if value is None or (assumed and isinstance(variable, GivenFigure)):
            return str(self.fixed["not_given"])
        if isinstance(value, bool):
            return str(self.fixed["yes" if value else "no"])
        if variable.value_type is Enum:
            return self.item(variable, str(value))
        if isinstance(value, str):
            return value
        if value == variable.default_value and value < 0:
            return str(self.fixed["not_known"])
        return self.quantity(value, variable.unit)

    def figure(self, figure: Figure) -> str:
        """The value of a figure of the law as a reader sees it."""
        value = figure.value.value
        if isinstance(value, bool):
            pair = ("counts", "does_not_count") if figure.name.startswith(f"{LISTS}.") else ("yes", "no")
            return str(self.fixed[pair[0] if value else pair[1]])
        return self.quantity(value, figure.parameter.metadata.get("unit"))

    def quantity(self, value: float, unit: str | None) -> str:
        """A number with its unit, where the unit is not clear from the label."""
        word = self.fixed["units"].get(unit, "")
        return f"{self.number(value, is_money=unit == 'currency-KZT')} {word}".strip()

    def number(self, value: float, *, is_money: bool = True) -> str:
        """«26 200», «33 852.33…»: money to the tiyn, cut and marked where there is more; other numbers as they are."""
        places = 2 if is_money else 6
        text = f"{abs(value):,.6f}"
        whole, _, decimals = text.partition(".")
        kept = decimals[:places].rstrip("0")
        if is_money and decimals.strip("0"):
            kept = decimals[:places]
        cut = "…" if is_money and decimals[places:].strip("0") else ""
        sign = "−" if value < 0 else ""
        return f"{sign}{whole.replace(',', ' ')}{self.fixed['decimal_mark'] + kept if kept else ''}{cut}"

    def parameter(self, parameter: Parameter) -> str:
        """Label of a figure; in English, where it has none, the first sentence of what it says it does."""
        name = str(parameter.name)
        labelled = locale.parameter_label(name, self.language) if self._labels else self._english(name)
        if labelled:
            return labelled
        sentence = _FIRST_SENTENCE.match(parameter.description or name)
        label = (sentence[1] if sentence else parameter.description or name).rstrip(".")
        of_table = name.rpartition(f"{Path(parameter.file_path or '').stem}.")[2]  # rows and columns of one file
        return label if of_table == name else f"{label}: {of_table.replace('.', ', ')}"

    def _english(self, name: str) -> str | None:
        """What other languages have among the labels: of the commonest figures, items of lists, rows of regions."""
        variables, named = self._system.variables, self.fixed["figures"]
        above, _, last = name.rpartition(".")
        kind = above.rpartition(".")[2]
        if name in named:
            return str(named[name])
        if name.startswith(f"{LISTS}.") and last in variables:
            return self.variable(variables[last])
        if kind in FACT_OF:
            return f"{self.variable(variables[kind])}: {self.item(variables[FACT_OF[kind]], last)}"
        if above in named and last in variables["region"].possible_values.names:
            return f"{named[above]}: {self.item(variables['region'], last)}"
        return None

    def act(self, act: str) -> str:
        """An act with its number and date: «order № 95 of 31.03.2025»."""
        entry = acts()[act]
        if act == CODE_ACT:
            return str(self.fixed["acts"]["code"])
        day = ".".join(reversed(entry["date"].split("-")))
        return str(self.fixed["dated_acts"][act.partition("_")[0]]).format(number=entry["number"], date=day)

    def citation(self, citation: Citation) -> str:
        """A provision with its act: «Order № 181 p. 8 19), fifth paragraph»."""
        if not self._labels:
            return str(citation)
        return self.provision_of(citation.act, citation.provision)

    def provision_of(self, act: str, provision: str) -> str:
        """A provision as parameter files name it, behind its act: «Order № 95, p. 8 19), fifth paragraph»."""
        kind = "code" if act == CODE_ACT else act.partition("_")[0]
        named = str(self.fixed["acts"][kind]).format(number=acts()[act]["number"])
        return ", ".join(filter(None, [named, self.provision(provision)]))

    def provision(self, text: str) -> str:
        """A provision as parameter files name it: «p. 8 19), fifth paragraph», «art. 120 p. 4 (silent on rounding)»."""
        if not self._labels:
            return text
        known = of_the_law("provisions")
        if text in known:
            return known[text][self.language]
        remarked = _REMARK.fullmatch(text)
        if remarked:
            remark = of_the_law("remarks").get(remarked["remark"], {}).get(self.language, remarked["remark"])
            return f"{self.provision(remarked['provision'])} ({remark})"
        return ", ".join(self._parts(text.replace("sub-p. ", "")))

    def _parts(self, provision: str) -> list[str]:
        parts = []
        for match in _PART.finditer(provision):
            key, number = next((key, text) for key, text in match.groupdict().items() if text)
            if key == "ordinal":
                key, number = match["unit"], str(ORDINALS.index(number) + 1)
            parts.append(str(self.fixed["parts"][key]).format(number=number.rstrip(",")))
        return parts

    def origin(self, figure: Figure) -> str:
        """Where a figure stands: provision and act, the amending act in brackets; a source; or that a reform set it."""
        metadata, act = figure.value.metadata, figure.act
        if act is None:
            reference = metadata.get("reference")
            return str(reference[0]["title"] if reference else self.fixed["of_reform"])
        citation = figure.citation
        if citation is None:
            text = str(metadata.get("provision", ""))
            if not self._labels:
                return f"{short_name(act)} {text}".strip()
            return self.provision_of(act, text)
        amended = "" if citation.act == act else f" ({self.act(act)})"
        return f"{self.citation(citation)}{amended}"
