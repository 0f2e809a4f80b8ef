"""What is wrong with content that is not as its schema says, in sentences that name the cure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.service.problems import Fault
from openfisca_kz.service.schemas import DAY, PERIODS, law_names
from openfisca_kz.situations.accepted import Accepted, accepted

LONGEST_SHOWN = 40
MOST_LISTED = 40
Place = tuple[str | int, ...]
SENTENCES = {
    "month": "{name} is stated for one month: write it like 2025-05, not «{period}».",
    "months": "{name} is stated for a month (2025-02), several (month:2025-01:3) or a year (2025), not «{period}».",
    "once": "{name} holds for ever: write the period ETERNITY, not «{period}».",
    "never": "{name} is found by the rules for one month: write it like 2025-05, not «{period}».",
}
VALUES = {
    "number": "Write a number, without quotes.",
    "integer": "Write a whole number, without quotes.",
    "boolean": "Write true or false, without quotes.",
    "date": "Write a day of the calendar like 2019-09-30, from 1900 to 2099.",
}


class SchemaFaults:
    """Turns the errors of a validator into faults with sentences of our own."""

    def __init__(self, system: TaxBenefitSystem) -> None:
        self._accepted = accepted(system)
        person, family = system.person_entity, system.group_entities[0]
        self._roles = {role.plural or role.key: role for role in family.roles}
        self._of_entity = {
            entity.plural: [name for name, own in system.variables.items() if own.entity.key == entity.key]
            for entity in (person, family)
        }
        self._figures = [parameter.name for parameter in dated_parameters(system.parameters)]

    def of(self, content: Any, errors: Iterable[Any], most: int) -> list[Fault]:
        """The faults of some content, at most so many."""
        found: dict[tuple[Place, str], Fault] = {}
        for error in errors:
            for fault in self._faults(content, error, _place(content, error)):
                found.setdefault((fault.place, fault.message), fault)
            if len(found) >= most:
                break
        return list(found.values())

    def _faults(self, content: Any, error: Any, place: Place) -> Iterator[Fault]:
        keyword = error.kind.name
        if keyword == "additionalProperties":
            for key in error.kind.unexpected:
                yield self._unexpected(place, str(key))
        elif keyword == "required":
            name = error.kind.property
            yield Fault((*place, name), "missing", f"«{name}» is missing: it must be there.")
        elif keyword == "propertyNames" and len(place) > 2:
            yield from self._bad_keys(place, _at(content, place))
        elif keyword == "propertyNames":
            sentence = "An id has 1 to 100 characters, none of them a control character: give another."
            yield Fault(place, "bad_id", sentence)
        elif keyword == "maxProperties":
            yield _too_many(place, error.kind.limit, len(_at(content, place)))
        elif keyword == "minProperties":
            yield Fault(place, "empty", "This object is empty: state something in it, or leave it out.")
        elif place == ("reform",) and keyword == "anyOf" and isinstance(content["reform"], dict):
            for inner in error.kind.context[-1]:  # as an object, not as a name
                yield from self._faults(content, inner, _place(content, inner))
        elif place and place[0] == "reform":
            yield _of_reform(_at(content, place), place)
        elif place and place[0] == "id":
            yield Fault(place, "bad_id", "The id of a line is a text of 100 characters at most, or a whole number.")
        else:
            yield self._of_value(content, place, keyword)

    def _unexpected(self, place: Place, key: str) -> Fault:
        """A key that its schema does not have."""
        here, shown = (*place, key), _shown(key)
        if not place and key == "axes":
            return Fault(here, "axes", "Axes are not calculated here: send each situation as a line of /batch.")
        if not place:
            near = _near(key, ("persons", "families", "reform"))
            return Fault(here, "unknown_key", f"«{shown}» is no part of a request.", near)
        if place == ("reform",):
            return Fault(here, "unknown_key", f"«{shown}» is no part of a reform.", _near(key, REFORM_KEYS))
        if place == ("reform", "parameters"):
            near = _near(key, self._figures)
            return Fault(here, "unknown_parameter", f"There is no parameter «{shown}» that can be changed.", near)
        return self._unknown_variable(here, str(place[0]), key, shown)

    def _bad_keys(self, place: Place, keys: Iterable[str]) -> Iterator[Fault]:
        """Periods of a variable, or days of a parameter, that are none."""
        if place[0] == "reform":
            for key in _not_like(DAY, keys):
                yield Fault((*place, key), "bad_day", f"«{_shown(key)}» is no day: write it like 2025-04-01.")
            return
        name = str(place[2])
        stated = self._accepted[name].stated
        for key in _not_like(PERIODS[stated], keys):
            yield Fault((*place, key), "bad_period", SENTENCES[stated].format(name=name, period=_shown(key)))

    def _unknown_variable(self, here: Place, plural: str, key: str, shown: str) -> Fault:
        for other, names in self._of_entity.items():
            if other != plural and key in names:
                return Fault(here, "other_entity", f"{key} is a variable of {other}: state it there.")
        if plural == "families":
            for written, role in self._roles.items():
                if key == role.key:
                    return Fault(here, "unknown_variable", f"Members of this role are named below «{written}».")
        known = [*self._of_entity.get(plural, []), *(self._roles if plural == "families" else ())]
        return Fault(here, "unknown_variable", f"There is no variable «{shown}» of {plural}.", _near(key, known))

    def _of_value(self, content: Any, place: Place, keyword: str) -> Fault:
        if len(place) < 3:
            return Fault(place, "not_an_object", "Write an object here, with braces.")
        name = str(place[2])
        if place[0] == "families" and name in self._roles:
            one = self._roles[name].max == 1
            sentence = "Name the member of this role by one id." if one else "Name the members of this role by ids."
            return Fault(place[:3], "bad_members", sentence)
        own = self._accepted[name]
        if len(place) == 3:
            example = "ETERNITY" if own.stated == "once" else "2025-05"
            return Fault(place, "not_an_object", f'Write values by period, in braces: {{"{example}": …}}.')
        return _bad_value(place, own, _at(content, place), keyword)


REFORM_KEYS = ("name", "base", "parameters")


def _too_many(place: Place, limit: int, count: int) -> Fault:
    if place[0] == "reform":
        return Fault(place, "too_many_changes", f"{count} changes: at most {limit} can be made at once.")
    if len(place) == 1:
        sentence = f"{count} records: at most {limit} are calculated at once (most_persons). Use /batch."
        return Fault(place, "too_many_records", sentence)
    if limit == 1:
        return Fault(place, "stated_twice", "This holds for ever: state it once.")
    return Fault(place, "too_many_periods", f"{count} periods: at most {limit} can be stated (most_periods).")


def _of_reform(given: Any, place: Place) -> Fault:
    if len(place) > 3:
        sentence = "Write a number, or true or false, as the parameter has it, or null to end it."
        return Fault(place, "bad_figure", sentence)
    if len(place) > 1 and place[1] == "parameters":
        return Fault(place, "not_an_object", 'Write values by day, in braces: {"2025-04-01": …}.')
    known = _listed(law_names())
    if isinstance(given, str):
        return Fault(place, "unknown_law", f"There is no law «{_shown(given)}».", known)
    return Fault(place, "bad_reform", "A reform is the name of a law, or an object with «parameters».", known)


def _bad_value(place: Place, own: Accepted, given: Any, keyword: str) -> Fault:
    if own.stated == "never":
        sentence = "This is found by the rules: write null to ask for it, and state the facts that decide it."
        return Fault(place, "found_by_rules", sentence)
    if isinstance(given, float) and not math.isfinite(given):
        return Fault(place, "bad_value", "This is no finite number: write one.")
    if own.kind == "choice":
        text = isinstance(given, str)
        sentence = f"«{_shown(given)}» is none of the values." if text else "This is none of the values: write a text."
        return Fault(
            place, "bad_value", sentence, (*(_near(given, own.choices) if text else ()), *_listed(own.choices))
        )
    if keyword in ("minimum", "maximum"):
        return Fault(place, "bad_value", f"Write a number from {own.least:.0f} to {own.most:.0f}.")
    return Fault(place, "bad_value", VALUES[own.kind])


def _not_like(pattern: str, keys: Iterable[str]) -> Iterator[str]:
    return (key for key in keys if not re.fullmatch(pattern, key))


def _near(word: str, words: Iterable[str]) -> tuple[str, ...]:
    found = get_close_matches(word[:100], list(words), n=1)
    return (f"Did you mean {found[0]}?",) if found else ()


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    first = list(words)
    shown = ", ".join(first[:MOST_LISTED])
    return (f"Known: {shown}{', …' if len(first) > MOST_LISTED else ''}.",)


def _shown(text: str) -> str:
    line = " ".join(text.split()) or "–"
    return f"{line[:LONGEST_SHOWN]}…" if len(line) > LONGEST_SHOWN else line


def _place(content: Any, error: Any) -> Place:
    """Where an error stands in the content.

    The validator takes a key in digits for a number, «007» for 7: the key is the one below which the value at fault is.
    """
    places = list(_places(content, list(error.instance_path)))
    return next((place for place in places if _at(content, place) == error.instance), places[0])


def _places(content: Any, path: list[str | int]) -> Iterator[Place]:
    if not path:
        yield ()
        return
    part, *rest = path
    keys: list[str | int] = [part]
    if isinstance(content, dict):
        keys = [key for key in content if key == part or _in_digits(key) == str(part)]
    for key in keys:
        for inner in _places(content[key], rest) if isinstance(content[key], dict | list) or not rest else ():
            yield (key, *inner)


def _in_digits(key: str) -> str | None:
    """A key in digits as the validator shows it: without a plus and zeros before it; None for another key."""
    digits = key.removeprefix("+")
    return (digits.lstrip("0") or "0") if digits.isascii() and digits.isdigit() else None


def _at(content: Any, place: Place) -> Any:
    for part in place:
        content = content[part]
    return content
