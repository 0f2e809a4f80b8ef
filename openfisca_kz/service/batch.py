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

from openfisca_kz.comparison.laws import Law, system_of
from openfisca_kz.errors import SituationError
from openfisca_kz.service.calculating import refused, situation_of
from openfisca_kz.service.operation.refusals import TooLong
from openfisca_kz.service.problems import Problem
from openfisca_kz.service.reading import Reader
from openfisca_kz.service.schema_faults import is_line_id
from openfisca_kz.situations.answering import Value, answers
from openfisca_kz.situations.apart import answered
from openfisca_kz.situations.building import Asked, Situation, build
from openfisca_kz.situations.simulation import TimeLimitError

TOO_MANY = "{count} records: at most {most} are calculated at once (most_batch_families)."
AT_ONCE = 1_000
"""Lines that are calculated together."""
TURN_SECONDS = 0.5
"""After which others get their turn; what has been begun is finished first."""
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


class Slice:
    """Some lines of a batch, answered turn by turn.

    Args:
        lines: each with its number.
        language: of the caller, for problems.
        until: reading of `time.monotonic` after which lines are answered with `calculation_too_long`.
        seconds: what is said of that time.
    """

    def __init__(
        self,
        lines: Sequence[tuple[int, bytes]],
        reader: Reader,
        law: Law,
        language: str,
        until: float,
        seconds: float,
    ) -> None:
        self._lines, self._reader, self._law, self._language = lines, reader, law, language
        self._until, self._seconds = until, seconds
        self._unread = list(reversed(lines))
        self._alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
        self._groups: list[list[int]] = []
        self._situations: dict[int, Situation] = {}
        self._ids: dict[int, Any] = {}
        self._found: dict[int, Answer] = {}

    def turn(self) -> bytes | None:
        """Go on for a while; once all lines have answers, one line of JSON for each, None before."""
        end = time.monotonic() + TURN_SECONDS
        with _no_search_for_garbage():
            while self._step():
                if time.monotonic() >= end:
                    return None
            return b"".join(to_json(self._shown(number)) + b"\n" for number, _ in self._lines)

    def _step(self) -> bool:
        """Read a line, or calculate some; whether there was anything left to do."""
        if self._unread:
            self._read(*self._unread.pop())
            return True
        self._groups += self._alike.values()
        self._alike = {}
        if self._groups:
            self._calculate(self._groups.pop())
            return True
        return False

    def _read(self, number: int, line: bytes) -> None:
        try:
            content = self._reader.json(line)
            self._ids[number] = content.get("id") if isinstance(content, dict) else None
            checked, asked = self._reader.checked(content, "BatchLine")
        except Problem as problem:
            self._found[number] = problem
        else:
            self._situations[number] = situation_of(checked)
            self._alike.setdefault(tuple([(name, period) for _, _, name, period in asked]), []).append(number)

    def _calculate(self, numbers: list[int]) -> None:
        """Answer lines that ask for the same; if they are refused together, see to each half later."""
        system = system_of(self._law)
        try:
            if time.monotonic() > self._until:
                raise TimeLimitError
            if len(numbers) == 1:
                asked, values = answered(self._situations[numbers[0]], system, self._until)
            else:
                simulation, asked = build([self._situations[number] for number in numbers], system)
                simulation.deadline = self._until
                values = answers(simulation, asked)
        except TimeLimitError:
            self._found |= dict.fromkeys(numbers, TooLong(self._seconds, "batch_seconds"))
        except SituationError as error:
            if len(numbers) == 1:
                self._found[numbers[0]] = refused(error)
            else:
                half = len(numbers) // 2
                self._groups += [numbers[half:], numbers[:half]]
        else:
            self._found |= _by_line(numbers, asked, values)

    def _shown(self, number: int) -> dict[str, Any]:
        about: dict[str, Any] = {"line": number}
        if is_line_id(self._ids.get(number)):
            about["id"] = self._ids[number]
        answer = self._found[number]
        return about | ({"problem": answer.shown(self._language)} if isinstance(answer, Problem) else answer)


def _by_line(numbers: list[int], asked: Sequence[Asked], values: Sequence[Value]) -> dict[int, Answer]:
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
