"""What the addresses calculate for one situation: answers, both sides of a comparison, the engine's own trace."""

from __future__ import annotations

import logging
import math
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from openfisca_core.errors import ParameterNotFoundError
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.causes import Cause, provisions_between
from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.errors import SituationError
from openfisca_kz.explanation import explain
from openfisca_kz.explanation.comparing import cause, together
from openfisca_kz.explanation.words import Words
from openfisca_kz.service import laws
from openfisca_kz.service.operation.refusals import TooLong
from openfisca_kz.service.problems import Fault, Problem
from openfisca_kz.situations.answering import Value, answers, fault_of
from openfisca_kz.situations.apart import answered
from openfisca_kz.situations.building import Asked, Situation, build
from openfisca_kz.situations.simulation import SituationSimulation, TimeLimitError

logger = logging.getLogger(__name__)
MISSING = re.compile(r"^The parameter '([^']+)'.* was not found in the (\S+) ")
"""The engine's error keeps the name in its message only: Python takes its attribute `name` for its own."""


def calculate(content: dict[str, Any], law: Law, seconds: float) -> dict[str, Any]:
    """The situation with every null filled in.

    Raises:
        Problem: refused_situation, calculation_too_long.
    """
    asked, values = _answered(content, system_of(law), time.monotonic() + seconds, seconds)
    return filled(content, asked, values)


def compare(content: dict[str, Any], before: Law, after: Law, language: str, seconds: float) -> dict[str, Any]:
    """The situation under both laws, and each answer that differs, with the provisions that make the difference."""
    until = time.monotonic() + seconds
    asked, old = _answered(content, system_of(before), until, seconds)
    _, new = _answered(content, system_of(after), until, seconds)
    different = [place for place, value in enumerate(old) if new[place] != value]
    words = Words(language, system_of(before))
    causes = _causes(content, before, after, old, words, until, seconds) if different else {}
    return {
        "before": {"law": laws.shown(before, words), **filled(content, asked, old)},
        "after": {"law": laws.shown(after, words), **filled(content, asked, new)},
        "differences": [
            {
                "entity": asked[place].entity,
                "record": asked[place].record,
                "variable": asked[place].variable,
                "period": asked[place].period,
                "before": old[place],
                "after": new[place],
                "difference": _difference(old[place], new[place]),
                "causes": causes[place],
            }
            for place in different
        ],
    }


def trace(content: dict[str, Any], law: Law, seconds: float) -> dict[str, Any]:
    """What the engine's own `/trace` answers: every calculation with its value, and what it read."""
    with _refusals(content, seconds):
        simulation, asked = build([situation_of(content)], system_of(law), SituationSimulation)
        simulation.deadline = time.monotonic() + seconds
        simulation.trace = True
        _must_be_numbers(answers(simulation, asked))
        return {
            "trace": simulation.tracer.get_serialized_flat_trace(),
            "entitiesDescription": simulation.describe_entities(),
            "requestedCalculations": [f"{one.variable}<{one.period}>" for one in asked],
        }


def explained(content: dict[str, Any], law: Law, language: str, seconds: float) -> dict[str, Any]:
    """The steps to the answers, and what they rest on."""
    with _refusals(content, seconds):
        until = time.monotonic() + seconds
        system = system_of(law)
        about = laws.shown(law, Words(language, system))
        return {"law": about, **explain(situation_of(content), system, language, until)}


def situation_of(content: dict[str, Any]) -> Situation:
    """The records of a checked request."""
    return {plural: content[plural] for plural in ("persons", "families")}


def filled(content: dict[str, Any], asked: Sequence[Asked], values: Sequence[Value]) -> dict[str, Any]:
    """A copy of a situation in which the answers stand in the place of the nulls."""
    result: dict[str, Any] = {
        plural: {
            record: {name: dict(said) if isinstance(said, dict) else said for name, said in facts.items()}
            for record, facts in records.items()
        }
        for plural, records in situation_of(content).items()
    }
    for one, value in zip(asked, values, strict=True):
        result[one.entity][one.record][one.variable][one.period] = value
    return result


def _answered(
    content: dict[str, Any], system: TaxBenefitSystem, until: float, seconds: float
) -> tuple[list[Asked], list[Value]]:
    """What is asked for, and the answers.

    Args:
        until: reading of `time.monotonic` at which the calculation is given up. seconds: what is said of that time.
    """
    with _refusals(content, seconds):
        asked, found = answered(situation_of(content), system, until)
        _must_be_numbers(found)
        return asked, found


def _must_be_numbers(found: Sequence[Value]) -> None:
    if any(isinstance(value, float) and not math.isfinite(value) for value in found):
        raise ArithmeticError


@contextmanager
def _refusals(content: dict[str, Any], seconds: float) -> Iterator[None]:
    """Turns what the rules refuse, the end of the time, and unusable figures of the caller, into problems.

    Whatever happens under figures of the caller's own, such as a step of 0 or a year in a million years, is the
    caller's to put right; under the law it is an error of ours.
    """
    try:
        yield
    except SituationError as error:
        raise refused(error) from None
    except TimeLimitError:
        raise TooLong(seconds) from None
    except Exception as error:
        reform = content.get("reform")
        if isinstance(error, Problem) or not isinstance(reform, dict):
            raise
        logger.warning("figures of a caller cannot be calculated with", exc_info=error)
        raise _unusable(reform["parameters"], error) from None


def _unusable(changes: dict[str, Any], error: Exception) -> Problem:
    place: tuple[str, ...] = ("reform", "parameters")
    message = "The rules cannot be calculated with these figures: correct them, or leave them out one by one."
    missing = MISSING.search(str(error)) if isinstance(error, ParameterNotFoundError) else None
    name = missing[1].replace("[", ".").replace("]", "") if missing else ""
    if missing and name in changes:
        place = (*place, name)
        message = f"A rule needs {name} on {missing[2]}, where it has no value: give it one."
    return Problem("refused_situation", [Fault(place, "unusable_figures", message)])


def refused(error: SituationError) -> Problem:
    """What a rule refuses, as a problem with its place in the situation."""
    fault = fault_of(error)
    return Problem("refused_situation", [Fault(fault.place, "refused_by_rule", fault.message)])


def _causes(
    content: dict[str, Any],
    before: Law,
    after: Law,
    old: Sequence[Value],
    words: Words,
    until: float,
    seconds: float,
) -> dict[int, list[str]]:
    """Of each answer the provisions that alone change it; all of them, said to be together, where none does alone."""
    provisions = provisions_between(before, after)
    alone: dict[Cause, list[Value]] = {}
    for provision, system in provisions.items():
        _, alone[provision] = _answered(content, system, until, seconds)
    found = {}
    for place, value in enumerate(old):
        moving = [cause(provision, words) for provision, values in alone.items() if values[place] != value]
        found[place] = moving or [together(provisions, words)]
    return found


def _difference(old: Value, new: Value) -> float | None:
    numbers = [value for value in (old, new) if isinstance(value, int | float) and not isinstance(value, bool)]
    return numbers[1] - numbers[0] if len(numbers) == 2 else None
