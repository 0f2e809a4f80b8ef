"""Many situations at once: lines of JSON in, lines of JSON out, in a time that grows with their number and not faster.

Lines that ask for the same values are calculated together. What a rule refuses in one of them divides them in halves
until the line is alone; the others are answered.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic_core import to_json

from openfisca_kz.comparison.laws import Law
from openfisca_kz.errors import SituationError
from openfisca_kz.service import laws
from openfisca_kz.service.calculating import refused, situation_of
from openfisca_kz.service.operation.refusals import TooLong
from openfisca_kz.service.problems import Problem
from openfisca_kz.service.reading import Reader
from openfisca_kz.service.schema_faults import is_line_id
from openfisca_kz.situations.answering import Value, answers
from openfisca_kz.situations.apart import answered as answered_apart
from openfisca_kz.situations.building import build
from openfisca_kz.situations.simulation import TimeLimitError

TOO_MANY = "{count} records: at most {most} are calculated at once (most_batch_families)."
AT_ONCE = 1_000
"""Lines that are calculated before others get their turn."""
Answer = dict[str, Any] | Problem


def chunks(body: bytes, most: int) -> list[list[tuple[int, bytes]]]:
    """The lines of a body by `AT_ONCE`, each with its number from 1; blank lines are none.

    Raises:
        Problem: too_large, for more lines than may be; invalid_request, for none.
    """
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if len(lines) > most:
        raise Problem("too_large", detail=TOO_MANY.format(count=len(lines), most=most))
    if not lines:
        raise Problem("refused_situation", detail="The body has no line: send one situation a line.")
    return [lines[start : start + AT_ONCE] for start in range(0, len(lines), AT_ONCE)]


def answered(
    lines: Sequence[tuple[int, bytes]], reader: Reader, law: Law, language: str, until: float, seconds: float
) -> bytes:
    """One line of JSON for each line: what it asked for, or its problem.

    Args:
        until: reading of `time.monotonic` after which lines are answered with `calculation_too_long`.
        seconds: what is said of that time.
    """
    with _no_search_for_garbage():
        found, ids = _found(lines, reader, law, until, seconds)
        shown = (_shown(number, ids.get(number), found[number], language) for number, _ in lines)
        return b"".join(to_json(line) + b"\n" for line in shown)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Python would look a dozen times through what has just been read, all of which is still in use."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _found(
    lines: Sequence[tuple[int, bytes]], reader: Reader, law: Law, until: float, seconds: float
) -> tuple[dict[int, Answer], dict[int, Any]]:
    """The answer of each line, and its own id, by number."""
    contents: dict[int, dict[str, Any]] = {}
    found: dict[int, Answer] = {}
    ids: dict[int, Any] = {}
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for number, line in lines:
        if time.monotonic() > until:
            found[number] = TooLong(seconds, "batch_seconds")
            continue
        try:
            content = reader.json(line)
            ids[number] = content.get("id") if isinstance(content, dict) else None
            contents[number], asked = reader.checked(content, "BatchLine")
        except Problem as problem:
            found[number] = problem
        else:
            alike.setdefault(tuple([(name, period) for _, _, name, period in asked]), []).append(number)
    for numbers in alike.values():
        found |= _answers(numbers, contents, law, until, seconds)
    return found, ids


def _answers(
    numbers: list[int], contents: dict[int, dict[str, Any]], law: Law, until: float, seconds: float
) -> dict[int, Answer]:
    situations, system = [situation_of(contents[number]) for number in numbers], laws.system(law)
    try:
        if time.monotonic() > until:
            raise TimeLimitError
        if len(numbers) == 1:
            asked, values = answered_apart(situations[0], system, until)
        else:
            simulation, asked = build(situations, system)
            simulation.deadline = until
            values = answers(simulation, asked)
    except TimeLimitError:
        return dict.fromkeys(numbers, TooLong(seconds, "batch_seconds"))
    except SituationError as error:
        if len(numbers) == 1:
            return {numbers[0]: refused(error)}
        half = len(numbers) // 2
        return {
            **_answers(numbers[:half], contents, law, until, seconds),
            **_answers(numbers[half:], contents, law, until, seconds),
        }
    found: dict[int, dict[str, Any]] = {number: {} for number in numbers}
    before: Any = None
    by_variable: dict[str, dict[str, Value]] = {}
    for one, value in zip(asked, values, strict=True):
        place = one.situation, one.entity, one.record
        if place != before:
            before = place
            by_variable = found[numbers[one.situation]].setdefault(one.entity, {}).setdefault(one.record, {})
        by_variable.setdefault(one.variable, {})[one.period] = value
    return dict(found)


def _shown(number: int, own_id: Any, answer: Answer, language: str) -> dict[str, Any]:
    about: dict[str, Any] = {"line": number}
    if is_line_id(own_id):
        about["id"] = own_id
    return about | ({"problem": answer.shown(language)} if isinstance(answer, Problem) else answer)
