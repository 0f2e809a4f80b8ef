"""JSON schemas of requests, made from the system's own metadata: what /spec shows is what requests are checked by."""

from __future__ import annotations

from typing import Any

from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.laws import IN_FORCE, amending_acts
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.service.laws import newest_act
from openfisca_kz.service.settings import Settings
from openfisca_kz.situations.accepted import Accepted, accepted

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
MONTH = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
YEAR = "(19|20)[0-9]{2}"
SEVERAL = f"{YEAR}|month:{MONTH}(:([1-9]|[12][0-9]|3[0-6]))?|year:{YEAR}(-(0[1-9]|1[0-2]))?(:[1-3])?"
"""Longer periods as the engine writes them: 2025, year:2025, month:2025-01:3, year:2025-04 …"""
DAY = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
ONCE = "ETERNITY|eternity|" + MONTH
"""For what holds for ever, any month will do, too: clients of the engine write both."""
PERIODS = {"month": MONTH, "months": f"{MONTH}|{SEVERAL}", "once": ONCE, "never": MONTH}
"""Patterns of the periods that a variable takes, by `Accepted.stated`."""
LARGEST_FIGURE = 10**12
LONGEST_TEXT = 100
"""Characters of an id, or of the name of a reform."""
MOST_CHANGES = 20
"""Parameters that one request may change, and values of each of them."""


def named(name: str) -> Schema:
    """A reference to a schema of the components."""
    return {"$ref": REFERENCE + name}


def components(system: TaxBenefitSystem, settings: Settings) -> dict[str, Schema]:
    """The schemas of all requests by name: `Situation`, `Comparison`, `Reform`, `Person`, `Family` and their parts."""
    person, family = system.person_entity, system.group_entities[0]
    found: dict[str, Schema] = {
        "Id": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"^[^\u0000-\u001f\u007f]+$"},
        **_reforms(system),
    }
    of_entity: dict[str, Schema] = {person.key: {}, family.key: {}}
    for name, own in accepted(system).items():
        variable = system.variables[name]
        key, schema = _by_period(own, settings)
        found[key if own.kind != "choice" else f"{key}_{name}"] = schema
        reference = named(key if own.kind != "choice" else f"{key}_{name}")
        of_entity[variable.entity.key][name] = {"description": variable.label, **reference}
    roles = {
        role.plural or role.key: {"description": role.doc, **named("OneMember" if role.max == 1 else "Members")}
        for role in family.roles
    }
    ids = {"type": "array", "items": named("Id")}
    found["OneMember"] = {"anyOf": [named("Id"), {**ids, "maxItems": 1}]}
    several = {**ids, "uniqueItems": True, "maxItems": settings.most_persons}
    found["Members"] = {"anyOf": [named("Id"), several]}
    found["Person"] = _object(of_entity[person.key], description=person.doc)
    found["Family"] = _object({**roles, **of_entity[family.key]}, description=family.doc)
    records = {
        entity.plural: {
            "type": "object",
            "minProperties": 1,
            "maxProperties": settings.most_persons,
            "propertyNames": named("Id"),
            "additionalProperties": named(entity.key.title()),
        }
        for entity in (person, family)
    }
    required = [person.plural, family.plural]
    reform = {"reform": {**named("Reform"), "default": IN_FORCE}}
    found["Situation"] = _object({**records, **reform}, required)
    compared = {"reform": {**named("ReformToCompare"), "default": newest_act()}}
    found["Comparison"] = _object({**records, **compared}, required)
    found["BatchLine"] = _object(
        {"id": {"type": ["string", "integer"], "maxLength": LONGEST_TEXT}, **records}, required
    )
    return found


def _by_period(own: Accepted, settings: Settings) -> tuple[str, Schema]:
    """A name for what a variable accepts, and its schema: an object of values by period."""
    value, value_name = _value(own)
    asked: Schema = (
        {**value, "enum": [*value["enum"], None]} if "enum" in value else {**value, "type": [value["type"], "null"]}
    )
    if own.stated == "never":
        asked, value_name = {"type": "null"}, "Found"
    schema = _by_key(PERIODS[own.stated], asked, settings.most_periods if own.stated != "once" else 1)
    if own.stated == "months":  # a null asks for one month
        schema["patternProperties"] = {f"^({SEVERAL})$": value}
    periods = {"month": "ByMonth", "months": "ByMonths", "once": "Once", "never": "ByMonth"}[own.stated]
    return f"{value_name}{periods}", schema


def _value(own: Accepted) -> tuple[Schema, str]:
    if own.kind == "choice":
        return {"enum": list(own.choices)}, "Choice"
    if own.kind == "boolean":
        return {"type": "boolean"}, "Boolean"
    if own.kind == "date":
        return {"type": "string", "format": "date", "pattern": f"^({DAY})$"}, "Date"
    bounds = {"minimum": own.least, "maximum": own.most}
    name = "Integer" if own.kind == "integer" else "Number"
    sign = "" if own.least >= 0 else "From" + f"{own.least:g}".replace("-", "Minus").replace("+", "")
    return {"type": own.kind, **bounds}, f"{name}{sign}UpTo{own.most:g}".replace("+", "")


def _object(properties: Schema, required: list[str] | None = None, description: str = "") -> Schema:
    about = {"description": description} if description else {}
    needed = {"required": required} if required else {}
    return {"type": "object", **about, **needed, "properties": properties, "additionalProperties": False}


def law_names() -> list[str]:
    """The laws that a request can choose by name: the law in force, and each amending act before and after."""
    return [IN_FORCE, *(name for act in amending_acts() for name in (act, f"{act}:before"))]


AMOUNTS = ("month", "quarter", "year")
QUERY: dict[str, Schema] = {
    "reform": {"type": "string", "enum": law_names(), "default": IN_FORCE},
    "period": {"type": "string", "pattern": f"^({MONTH})$"},
    "amounts": {"type": "string", "enum": list(AMOUNTS), "default": "month"},
}
"""What stands in the query of /batch."""


def _reforms(system: TaxBenefitSystem) -> dict[str, Schema]:
    """A law by its name, or figures changed in one of them; what can be compared with the law in force, or before."""
    of_parameters = {
        parameter.name: named(kind_of_figure(parameter)) for parameter in dated_parameters(system.parameters)
    }
    about = "Dated values put in place of those of the law, by the dotted names of /parameters; null ends a parameter."
    changes = _object(of_parameters, description=about) | {"minProperties": 1, "maxProperties": MOST_CHANGES}
    own = _object(
        {
            "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
            "base": {"type": "string", "enum": law_names()},
            "parameters": named("ParameterChanges"),
        },
        ["parameters"],
    )
    bounds = {"minimum": -LARGEST_FIGURE, "maximum": LARGEST_FIGURE}
    return {
        "Figures": _by_day({"type": ["number", "null"], **bounds}),
        "Truths": _by_day({"type": ["boolean", "null"]}),
        "ParameterChanges": changes,
        "OwnFigures": own,
        "Reform": {"anyOf": [{"type": "string", "enum": law_names()}, named("OwnFigures")]},
        "ReformToCompare": {"anyOf": [{"type": "string", "enum": list(amending_acts())}, named("OwnFigures")]},
    }


def kind_of_figure(parameter: Parameter) -> str:
    """The schema of the dated values of a parameter: `Truths` or `Figures`."""
    present = next(value.value for value in parameter.values_list if value.value is not None)
    return "Truths" if isinstance(present, bool) else "Figures"


def _by_day(value: Schema) -> Schema:
    schema = _by_key(DAY, value, MOST_CHANGES)
    return {**schema, "propertyNames": {**schema["propertyNames"], "format": "date"}}


def _by_key(pattern: str, value: Schema, most: int) -> Schema:
    """An object of values by keys of a pattern: as generators of clients understand it."""
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": most,
        "propertyNames": {"pattern": f"^({pattern})$"},
        "additionalProperties": value,
    }
