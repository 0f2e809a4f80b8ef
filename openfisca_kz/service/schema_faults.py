"""What is wrong with content that is not as its schema says, in sentences that name the cure.

The validator only says whether something is wrong: its list of errors copies the content for each of them, and a small
body could take gigabytes. Here the content is gone through as the schema goes, up to the last fault that is wanted.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.laws import amending_acts
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.service.problems import Fault
from openfisca_kz.service.schemas import (
    DAY,
    LARGEST_FIGURE,
    LONGEST_TEXT,
    MONTH,
    MOST_CHANGES,
    PERIODS,
    kind_of_figure,
    law_names,
)
from openfisca_kz.service.settings import Settings
from openfisca_kz.situations.accepted import EARLIEST_DATE, LATEST_DATE, Accepted, accepted

LONGEST_SHOWN = 40
MOST_LISTED = 40
MOST_NEAR = 5
"""Unknown names of one request for which a like one is looked for, which takes some milliseconds each."""
Place = tuple[str | int, ...]
ID = re.compile(r"[^\u0000-\u001f\u007f]{1,100}")
OBJECT = "Write an object here, with braces."
EMPTY = "This object is empty: state something in it, or leave it out."
BAD_ID = "An id has 1 to 100 characters, none of them a control character: give another."
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
KEYS = {
    "Situation": ("persons", "families", "reform"),
    "Comparison": ("persons", "families", "reform"),
    "BatchLine": ("persons", "families", "id"),
}
"""What stands in the body, by schema."""
REFORM_KEYS = ("name", "base", "parameters")


class Rules:
    """What the schemas are made of."""

    def __init__(self, system: TaxBenefitSystem, settings: Settings) -> None:
        person, family = system.person_entity, system.group_entities[0]
        own = accepted(system)
        self.variables: dict[str, dict[str, Accepted]] = {
            entity.plural: {
                name: own[name] for name, variable in system.variables.items() if variable.entity.key == entity.key
            }
            for entity in (person, family)
        }
        self.roles = {role.plural or role.key: role for role in family.roles}
        self.figures = {parameter.name: kind_of_figure(parameter) for parameter in dated_parameters(system.parameters)}
        self.most_records, self.most_periods = settings.most_persons, settings.most_periods


class SchemaFaults:
    """The faults of one body.

    Args:
        schema: `Situation`, `Comparison` or `BatchLine`.
    """

    def __init__(self, rules: Rules, schema: str) -> None:
        self._rules, self._schema = rules, schema
        self._near_left = MOST_NEAR

    def of(self, content: Any) -> Iterator[Fault]:
        """The faults, in the order of the schema; found while they are asked for."""
        if not isinstance(content, dict):
            yield Fault((), "not_an_object", OBJECT)
            return
        for key in content:
            if key not in KEYS[self._schema]:
                yield self._unknown_key(key)
        for plural in self._rules.variables:
            if plural in content:
                yield from self._records(plural, content[plural])
            else:
                yield Fault((plural,), "missing", f"«{plural}» is missing: it must be there.")
        if "reform" in content and self._schema != "BatchLine":
            yield from self._reform(content["reform"])
        if "id" in content and self._schema == "BatchLine" and not is_line_id(content["id"]):
            sentence = "The id of a line is a text of 100 characters at most, or a whole number."
            yield Fault(("id",), "bad_id", sentence)

    def _unknown_key(self, key: str) -> Fault:
        if key == "axes":
            return Fault((key,), "axes", "Axes are not calculated here: send each situation as a line of /batch.")
        if key == "reform":
            return Fault((key,), "unknown_key", "The law of a batch stands in its query: /batch?reform=order_95_2025.")
        near = self._near(key, KEYS[self._schema])
        return Fault((key,), "unknown_key", f"«{_shown(key)}» is no part of a request.", near)

    def _records(self, plural: str, records: Any) -> Iterator[Fault]:
        if not isinstance(records, dict):
            yield Fault((plural,), "not_an_object", OBJECT)
        elif not records:
            yield Fault((plural,), "empty", EMPTY)
        elif len(records) > self._rules.most_records:
            yield self._too_many_records((plural,), len(records))
        else:
            for record, facts in records.items():
                if not is_id(record):
                    yield Fault((plural, record), "bad_id", BAD_ID)
                if isinstance(facts, dict):
                    for name, said in facts.items():
                        yield from self._fact((plural, record, name), said)
                else:
                    yield Fault((plural, record), "not_an_object", OBJECT)

    def _fact(self, place: tuple[str, str, str], said: Any) -> Iterator[Fault]:
        plural, _, name = place
        own = self._rules.variables[plural].get(name)
        if own is not None:
            yield from self._by_period(place, own, said)
        elif plural == "families" and name in self._rules.roles:
            yield from self._members(place, said)
        else:
            yield self._unknown_variable(place, plural, name)

    def _by_period(self, place: tuple[str, str, str], own: Accepted, said: Any) -> Iterator[Fault]:
        most = 1 if own.stated == "once" else self._rules.most_periods
        if not isinstance(said, dict):
            example = "ETERNITY" if own.stated == "once" else "2025-05"
            yield Fault(place, "not_an_object", f'Write values by period, in braces: {{"{example}": …}}.')
        elif not said:
            yield Fault(place, "empty", EMPTY)
        elif len(said) > most == 1:
            yield Fault(place, "stated_twice", "This holds for ever: state it once.")
        elif len(said) > most:
            sentence = f"{len(said)} periods: at most {most} can be stated (most_periods)."
            yield Fault(place, "too_many_periods", sentence)
        else:
            for period, value in said.items():
                if not re.fullmatch(PERIODS[own.stated], period):
                    sentence = SENTENCES[own.stated].format(name=place[2], period=_shown(period))
                    yield Fault((*place, period), "bad_period", sentence)
                else:
                    yield from self._value((*place, period), own, value)

    def _value(self, place: Place, own: Accepted, value: Any) -> Iterator[Fault]:
        if value is None:
            if own.stated == "months" and not re.fullmatch(MONTH, str(place[-1])):
                sentence = "A null asks for one month: write the period like 2025-05."
                yield Fault(place, "bad_period", sentence)
        elif own.stated == "never":
            sentence = "This is found by the rules: write null to ask for it, and state the facts that decide it."
            yield Fault(place, "found_by_rules", sentence)
        elif own.kind == "choice":
            if not isinstance(value, str):
                sentence = "This is none of the values: write a text."
                yield Fault(place, "bad_value", sentence, _listed(own.choices))
            elif value not in own.choices:
                more = (*self._near(value, own.choices), *_listed(own.choices))
                yield Fault(place, "bad_value", f"«{_shown(value)}» is none of the values.", more)
        elif own.kind in ("number", "integer") and _is_number(value):
            if isinstance(value, float) and not math.isfinite(value):
                yield Fault(place, "bad_value", "This is no finite number: write one.")
            elif not own.least <= value <= own.most:
                yield Fault(place, "bad_value", f"Write a number from {own.least:.0f} to {own.most:.0f}.")
            elif own.kind == "integer" and value != int(value):
                yield Fault(place, "bad_value", VALUES["integer"])
        elif not _is_of_kind(own.kind, value):
            yield Fault(place, "bad_value", VALUES[own.kind])

    def _members(self, place: tuple[str, str, str], said: Any) -> Iterator[Fault]:
        one = self._rules.roles[place[2]].max == 1
        members = [said] if isinstance(said, str) else said
        if not isinstance(members, list) or (one and len(members) > 1):
            sentence = "Name the member of this role by one id." if one else "Name the members of this role by ids."
            yield Fault(place, "bad_members", sentence)
            return
        if len(members) > self._rules.most_records:
            yield self._too_many_records(place, len(members))
            return
        seen = set()
        for position, member in enumerate(members):
            here = place if isinstance(said, str) else (*place, position)
            if not isinstance(member, str):
                yield Fault(here, "bad_members", "Name the members of this role by ids.")
            elif not is_id(member):
                yield Fault(here, "bad_id", BAD_ID)
            elif member in seen:
                sentence = f"«{_shown(member)}» is a member already: name each person once."
                yield Fault(here, "person_twice", sentence)
            else:
                seen.add(member)

    def _too_many_records(self, place: Place, count: int) -> Fault:
        most = self._rules.most_records
        sentence = f"{count} records: at most {most} are calculated at once (most_persons). Use /batch."
        return Fault(place, "too_many_records", sentence)

    def _unknown_variable(self, here: Place, plural: str, name: str) -> Fault:
        for other, names in self._rules.variables.items():
            if name in names:
                return Fault(here, "other_entity", f"{name} is a variable of {other}: state it there.")
        roles = self._rules.roles if plural == "families" else {}
        for written, role in roles.items():
            if name == role.key:
                return Fault(here, "unknown_variable", f"Members of this role are named below «{written}».")
        near = self._near(name, [*self._rules.variables[plural], *roles])
        return Fault(here, "unknown_variable", f"There is no variable «{_shown(name)}» of {plural}.", near)

    def _reform(self, reform: Any) -> Iterator[Fault]:
        known = list(amending_acts()) if self._schema == "Comparison" else law_names()
        if isinstance(reform, str):
            if reform not in known:
                yield Fault(("reform",), "unknown_law", f"There is no law «{_shown(reform)}».", _listed(known))
            return
        if not isinstance(reform, dict):
            sentence = "A reform is the name of a law, or an object with «parameters»."
            yield Fault(("reform",), "bad_reform", sentence, _listed(known))
            return
        for key in reform:
            if key not in REFORM_KEYS:
                near = self._near(key, REFORM_KEYS)
                yield Fault(("reform", key), "unknown_key", f"«{_shown(key)}» is no part of a reform.", near)
        name, base = reform.get("name", "-"), reform.get("base", law_names()[0])
        if not (isinstance(name, str) and 1 <= len(name) <= LONGEST_TEXT):
            yield Fault(("reform", "name"), "bad_value", "The name of a reform is a text of 1 to 100 characters.")
        if base not in law_names():
            said = _shown(base) if isinstance(base, str) else "–"
            yield Fault(("reform", "base"), "unknown_law", f"There is no law «{said}».", _listed(law_names()))
        if "parameters" in reform:
            yield from self._changes(("reform", "parameters"), reform["parameters"])
        else:
            yield Fault(("reform", "parameters"), "missing", "«parameters» is missing: it must be there.")

    def _changes(self, place: Place, changes: Any) -> Iterator[Fault]:
        if not isinstance(changes, dict):
            yield Fault(place, "not_an_object", OBJECT)
        elif fault := _number_of_changes(place, changes):
            yield fault
        else:
            for name, by_day in changes.items():
                if name in self._rules.figures:
                    yield from self._figure((*place, name), self._rules.figures[name], by_day)
                else:
                    sentence = f"There is no parameter «{_shown(name)}» that can be changed."
                    near = self._near(name, self._rules.figures)
                    yield Fault((*place, name), "unknown_parameter", sentence, near)

    def _figure(self, place: Place, kind: str, by_day: Any) -> Iterator[Fault]:
        if not isinstance(by_day, dict):
            yield Fault(place, "not_an_object", 'Write values by day, in braces: {"2025-04-01": …}.')
        elif fault := _number_of_changes(place, by_day):
            yield fault
        else:
            for day, value in by_day.items():
                if not is_day(day):
                    sentence = f"«{_shown(day)}» is no day: write it like 2025-04-01."
                    yield Fault((*place, day), "bad_day", sentence)
                elif value is not None and not _is_figure(kind, value):
                    sentence = "Write a number, or true or false, as the parameter has it, or null to end it."
                    yield Fault((*place, day), "bad_figure", sentence)

    def _near(self, word: str, words: Iterable[str]) -> tuple[str, ...]:
        if not self._near_left:
            return ()
        self._near_left -= 1
        found = get_close_matches(word[:LONGEST_TEXT], list(words), n=1)
        return (f"Did you mean {found[0]}?",) if found else ()


def is_id(text: str) -> bool:
    """Whether a text can be the id of a record."""
    return ID.fullmatch(text) is not None


def is_line_id(value: Any) -> bool:
    """Whether a value can be the id of a line of a batch."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return _is_number(value) and value % 1 == 0


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, of 1900 to 2099."""
    try:
        day = datetime.date.fromisoformat(text) if re.fullmatch(DAY, text) else None
    except ValueError:
        return False
    return day is not None and EARLIEST_DATE <= day <= LATEST_DATE


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_of_kind(kind: str, value: Any) -> bool:
    """Of what is no number."""
    return isinstance(value, bool) if kind == "boolean" else kind == "date" and isinstance(value, str) and is_day(value)


def _is_figure(kind: str, value: Any) -> bool:
    if kind == "Truths":
        return isinstance(value, bool)
    return _is_number(value) and -LARGEST_FIGURE <= value <= LARGEST_FIGURE


def _number_of_changes(place: Place, changes: dict[str, Any]) -> Fault | None:
    if not changes:
        return Fault(place, "empty", EMPTY)
    if len(changes) <= MOST_CHANGES:
        return None
    sentence = f"{len(changes)} changes: at most {MOST_CHANGES} can be made at once."
    return Fault(place, "too_many_changes", sentence)


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    first = list(words)
    shown = ", ".join(first[:MOST_LISTED])
    return (f"Known: {shown}{', …' if len(first) > MOST_LISTED else ''}.",)


def _shown(text: str) -> str:
    line = " ".join(text[: 2 * LONGEST_SHOWN].split()) or "–"
    return f"{line[:LONGEST_SHOWN]}…" if len(line) > LONGEST_SHOWN else line
