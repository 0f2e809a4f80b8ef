"""Answers to what situations ask, as JSON has them, and what is wrong with a situation, by its place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.errors import SituationError
from openfisca_kz.situations.building import BETWEEN, Asked, period_named

Value = float | int | bool | str | None


def answers(simulation: Simulation, asked: Sequence[Asked]) -> list[Value]:
    """The values asked for, in their order: numbers, truths, names of closed lists, ISO dates; None for no date.

    Raises:
        SituationError: what a rule refuses.
        TimeLimitError: the time of the simulation is up.
    """
    found: dict[tuple[str, str], list[Value]] = {}
    for one in asked:
        key = (one.variable, one.period)
        if key not in found:
            found[key] = as_json(simulation.calculate(one.variable, period_named(one.period)))
    return [found[one.variable, one.period][one.position] for one in asked]


def as_json(values: numpy.ndarray) -> list[Value]:
    """The values of an array of results as JSON has them."""
    if isinstance(values, EnumArray):
        return [str(name) for name in values.decode_to_str()]
    if values.dtype.kind == "M":
        return [_day(day) for day in values.astype("datetime64[D]").tolist()]
    listed: list[Value] = values.tolist()
    return listed


def _day(day: datetime.date | None) -> str | None:
    return None if day is None or day == NOT_STATED else day.isoformat()


class Fault(NamedTuple):
    """What is wrong with one of several situations: its number, the place in it, and the message with the cure."""

    situation: int
    place: tuple[str, ...]
    message: str


def fault_of(error: SituationError) -> Fault:
    """Reads the number of the situation and the place off an error of situations that `building.build` built."""
    place: list[str] = []
    message: Any = error.error
    while isinstance(message, dict):
        part, message = next(iter(message.items()))
        place.append(str(part))
    number = "0"
    for position, part in enumerate(place):
        if BETWEEN in part:
            number, _, place[position] = part.partition(BETWEEN)
    return Fault(int(number), tuple(place), str(message))
