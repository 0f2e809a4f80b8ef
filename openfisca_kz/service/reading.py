"""The body of a request: JSON read strictly, checked by its schema, and by what a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import jiter
import jsonschema_rs
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.building_blocks.covered_law import is_covered, not_covered
from openfisca_kz.service.problems import MOST_SHOWN, TITLES, Fault, Problem
from openfisca_kz.service.schema_faults import Rules, SchemaFaults
from openfisca_kz.service.schemas import QUERY, REFERENCE, Schema
from openfisca_kz.service.settings import Settings
from openfisca_kz.situations.accepted import accepted

Place = tuple[str, str, str, str]
"""Of a value in a situation: persons or families, record, variable, period."""


class Checked(NamedTuple):
    """A body that can be calculated, and the places of its nulls, which ask for values."""

    content: dict[str, Any]
    asked: list[Place]


class Reader:
    """Reads requests for a system under the limits of the settings.

    Args:
        schemas: the components of /spec, `schemas.components`.
    """

    def __init__(self, system: TaxBenefitSystem, settings: Settings, schemas: dict[str, Schema]) -> None:
        self._settings = settings
        self._rules = Rules(system, settings)
        self._accepted = accepted(system)
        self._roles = {role.plural or role.key for role in system.group_entities[0].roles}
        self._validators = {
            name: jsonschema_rs.Draft202012Validator(
                {"$ref": REFERENCE + name, "components": {"schemas": schemas}}, validate_formats=True
            )
            for name in ("Situation", "Comparison", "BatchLine")
        }

    def json(self, body: bytes) -> Any:
        """The JSON of a body: no NaN, no key twice, no depth without end.

        Raises:
            Problem: malformed_json.
        """
        try:
            return jiter.from_json(body, allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys")
        except ValueError as error:
            raise Problem("malformed_json", [_json_fault(str(error))]) from None

    def checked(self, content: Any, schema: str) -> Checked:
        """Content that is as the schema of a situation says, and makes sense.

        Raises:
            Problem: invalid_request or refused_situation, with the first faults.
        """
        validator = self._validators[schema]
        if not validator.is_valid(content):
            faults = list(islice(SchemaFaults(self._rules, schema).of(content), MOST_SHOWN))
            raise Problem("invalid_request", faults or [Fault((), "invalid_request", TITLES["invalid_request"])])
        asked = list(_nulls(content))
        faults = list(islice(chain(_members(content, self._roles), self._asked(asked)), MOST_SHOWN))
        if faults:
            raise Problem("refused_situation", faults)
        return Checked(content, asked)

    def query(self, items: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The query of an address, checked like a body.

        Raises:
            Problem: invalid_request.
        """
        found: dict[str, str] = {}
        for name, value in items:
            schema = QUERY.get(name)
            if schema is None:
                fault = Fault(
                    ("query",), "unknown_key", "A part of the query is unknown.", (f"Known: {', '.join(QUERY)}.",)
                )
                raise Problem("invalid_request", [fault])
            if name in found:
                raise Problem(
                    "invalid_request", [Fault(("query", name), "stated_twice", "This is given twice: give it once.")]
                )
            if not jsonschema_rs.is_valid(schema, value):
                known = f"Known: {', '.join(schema['enum'])}." if "enum" in schema else "Write a month like 2025-05."
                fault = Fault(("query", name), "bad_value", "This cannot be the value.", (known,))
                raise Problem("invalid_request", [fault])
            found[name] = value
        return found

    def _asked(self, asked: list[Place]) -> Iterator[Fault]:
        """Too many cells, and results of months whose law is not covered."""
        for place in asked:
            name, period = place[2:]
            if not is_covered(period) and self._accepted[name].calculated:
                yield Fault(place, "not_covered", not_covered())
        if len(asked) > self._settings.most_cells:
            limit = self._settings.most_cells
            cure = f"{len(asked)} values are asked for: at most {limit} are calculated at once (most_cells)."
            yield Fault((), "too_many_cells", cure)


def _nulls(content: dict[str, Any]) -> Iterator[Place]:
    for plural in ("persons", "families"):
        for record, facts in content[plural].items():
            for name, by_period in facts.items():
                if isinstance(by_period, dict):  # a role has a list of ids
                    for period, value in by_period.items():
                        if value is None:
                            yield plural, record, name, period


def _members(content: dict[str, Any], roles: set[str]) -> Iterator[Fault]:
    """Every person is in one family, once; every family has a person."""
    persons, seen = content["persons"], set()
    for family, facts in content["families"].items():
        empty = True
        for role in facts.keys() & roles:
            members = facts[role]
            for position, member in enumerate([members] if isinstance(members, str) else members):
                empty = False
                place = ("families", family, role) if isinstance(members, str) else ("families", family, role, position)
                if member not in persons:
                    yield Fault(
                        place,
                        "unknown_person",
                        f"There is no person «{member}» below persons: add it, or correct the id.",
                    )
                elif member in seen:
                    yield Fault(place, "person_twice", f"«{member}» is a member already: name each person once.")
                seen.add(member)
        if empty:
            roles_named = ", ".join(sorted(roles))
            yield Fault(
                ("families", family), "empty_family", f"This family has no members: name them below {roles_named}."
            )
    for person in persons:
        if person not in seen:
            yield Fault(
                ("persons", person), "without_family", f"«{person}» is in no family: name it below a role of a family."
            )


def _json_fault(error: str) -> Fault:
    """What is wrong with some JSON; what the library says is not shown."""
    known = {
        "duplicate key": "A key stands twice in one object: keep one of the two.",
        "recursion limit": "The body is nested too deeply.",
        "EOF": "The body ends too early: send it whole.",
        "out of range": "A number has too many digits.",
    }
    sentence = next(
        (said for part, said in known.items() if part in error), "The body cannot be read as JSON in UTF-8."
    )
    place = re.search(r"at line (\d+) column (\d+)$", error)
    return Fault((), "malformed_json", sentence, (f"Look at line {place[1]}, column {place[2]}.",) if place else ())
