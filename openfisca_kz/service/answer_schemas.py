"""JSON schemas of answers. An object that has `additionalProperties: false` has no other keys than those listed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from openfisca_core.variables import VALUE_TYPES

from openfisca_kz.explanation.assumptions import KINDS
from openfisca_kz.explanation.law import GRADES
from openfisca_kz.service.language import KNOWN
from openfisca_kz.service.problems import STATUS
from openfisca_kz.service.schemas import Schema, law_names, named

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
TRUTH: Schema = {"type": "boolean"}
AMOUNT: Schema = {"type": "number"}
GRADE: Schema = {"enum": list(GRADES)}
VALUE: Schema = {"type": ["number", "boolean", "string", "null"]}


def answers() -> dict[str, Schema]:
    """The schemas of all answers by name."""
    return {**_calculated(), **_explained(), **_of_the_law(), **_of_the_service()}


def _closed(properties: dict[str, Schema], optional: Collection[str] = (), about: str = "") -> Schema:
    """An object of these properties and no others; all are there but the optional ones."""
    return {
        "type": "object",
        **({"description": about} if about else {}),
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": False,
    }


def _all(schema: Schema, *names: str) -> dict[str, Schema]:
    """Properties of the same schema."""
    return dict.fromkeys(names, schema)


def _by_key(value: Schema, about: str = "") -> Schema:
    return {"type": "object", **({"description": about} if about else {}), "additionalProperties": value}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _calculated() -> dict[str, Schema]:
    by_period = _by_key(VALUE)
    records: dict[str, Schema] = {
        "persons": _by_key(_by_key(by_period)),
        "families": _by_key(_by_key({"anyOf": [by_period, TEXT, _list(TEXT)]})),
    }
    own_id: Schema = {"type": ["string", "integer"]}
    side = _closed({"law": named("Law"), **records})
    line = {"line": {"type": "integer"}, "id": own_id, **records, "problem": named("Problem")}
    trace = {
        "trace": {"type": "object"},
        "entitiesDescription": _by_key(_list(TEXT)),
        "requestedCalculations": _list(TEXT),
    }
    difference = {
        **_all(TEXT, "entity", "record", "variable", "period"),
        **_all(VALUE, "before", "after"),
        "difference": {"type": ["number", "null"]},
        "causes": _list(TEXT),
    }
    return {
        "Answered": _closed(records),
        "Trace": _closed(trace),
        "Law": _closed(_all(TEXT, "name", "title")),
        "Compared": _closed(
            {"before": side, "after": side, "differences": _list(_closed(difference, about=DIFFERENCE))}
        ),
        "BatchAnswer": _closed(line, optional=set(line) - {"line"}),
    }


DIFFERENCE = "An answer that differs; causes: the provisions that alone change it, or all of them together."


def _explained() -> dict[str, Schema]:
    valued: dict[str, Schema] = {
        **_all(TEXT, "id", "entity", "record", "variable", "period", "label", "text"),
        "value": VALUE,
        "unit": TEXT_OR_NULL,
    }
    source: dict[str, Schema] = {
        "origin": {**TEXT, "description": "The provision and its act, or the title of another source."},
        "act": {**TEXT_OR_NULL, "description": "The act that set the value."},
        "provision": {**TEXT_OR_NULL, "description": "The provision of that act."},
        "summary": {**TEXT_OR_NULL, "description": "What the provision says, in one sentence."},
        "href": {**TEXT_OR_NULL, "description": "Where the text or the source can be read."},
        "grade": {"enum": [*GRADES, None], "description": "A: text read; B: secondary source; C: inference."},
        "note": TEXT_OR_NULL,
    }
    figure: dict[str, Schema] = {
        **_all(TEXT, "name", "label", "text", "day", "since"),
        "value": VALUE,
        **_all(TEXT_OR_NULL, "unit", "interpretation"),
        **source,
    }
    cited = {**_all(TEXT, "citation", "text", "href"), **_all(TEXT_OR_NULL, "summary", "worded_by")}
    step: dict[str, Schema] = {
        **valued,
        **_all(_list(TEXT), "lists", "uses"),
        "provisions": _list(_closed({**cited, "grade": source["grade"]})),
        "parameters": _list(_closed({**figure, "decides": TRUTH})),
        "parts": _list(_closed({"amount": AMOUNT, "label": TEXT, **_all(TEXT_OR_NULL, "record", "id")})),
        "arithmetic": TEXT_OR_NULL,
        **_all(TRUTH, "shown", "beside"),
    }
    income: dict[str, Schema] = {
        **_all(TEXT, "record", "variable", "label", "text"),
        "amounts": _by_key(AMOUNT),
        "amount": AMOUNT,
        "counts": {"type": ["boolean", "null"]},
        "fact": _or_null(_closed(_all(TEXT, "variable", "label", "value", "text"))),
        "decided_by": _list(named("ExplainedFigure")),
        "steps": _list(TEXT),
    }
    assumed: dict[str, Schema] = {
        **_all(TEXT, "variable", "label", "entity", "text"),
        "kind": {"enum": list(KINDS)},
        **_all(_list(TEXT), "records", "periods"),
        "value": VALUE,
        "read": TRUTH,
    }
    grades: dict[str, Schema] = {
        "worst": GRADE,
        "unverified": _list(
            _closed({**_all(TEXT, "what", "note"), "parameter": TEXT_OR_NULL, "grade": GRADE, "shown": TRUTH})
        ),
        "interpretations": _list(_closed({**figure, "shown": TRUTH})),
        "remarks": _list(TEXT),
    }
    family = {
        "record": TEXT,
        "members": _list(_closed(_all(TEXT, "record", "role", "label"))),
        "applications": _list(_closed(_all(TEXT, "period", "day", "first_month", "last_month"))),
    }
    explanation: dict[str, Schema] = {
        "law": named("Law"),
        "language": {"enum": list(KNOWN)},
        "families": _list(_closed(family)),
        "results": _list(named("ExplainedValue")),
        "incomes": _list(
            _closed(income, about="What a person received of a kind; counts is null for a rule of its own.")
        ),
        "steps": _list(_closed(step, about="A calculated value, after those that it uses.")),
        **_all(_list(named("ExplainedValue")), "inputs", "not_read"),
        "assumed": _list(_closed(assumed, about="What nobody stated and a rule asked for.")),
        "grades": _closed(grades),
    }
    return {
        "Explanation": _closed(explanation),
        "ExplainedValue": _closed(valued, about="What was asked for or stated; text: the value as a reader sees it."),
        "ExplainedFigure": _closed(figure, about="A figure of the law as of a day."),
        "Source": _closed(source, about="What sets a dated value of a parameter, in the language of the caller."),
    }


def _of_the_law() -> dict[str, Schema]:
    described = _closed({"description": TEXT_OR_NULL})
    formula = _closed(_all(TEXT, "content", "documentation"), optional=["documentation"])
    variable: dict[str, Schema] = {
        **_all(TEXT, "id", "description", "entity"),
        "valueType": {"enum": sorted({kind["formatted_value_type"] for kind in VALUE_TYPES.values()})},
        "defaultValue": VALUE,
        "definitionPeriod": {"enum": ["MONTH", "ETERNITY"]},
        "unit": TEXT_OR_NULL,
        "calculated": {**TRUTH, "description": "Whether rules find it unless it is stated."},
        "documentation": TEXT,
        "references": _list(TEXT),
        "formulas": _by_key(_or_null(formula), "By the day from which on they hold."),
        "possibleValues": _by_key(TEXT, "The values of a closed list with their labels."),
    }
    parameter: dict[str, Schema] = {
        "id": TEXT,
        "description": TEXT_OR_NULL,
        "metadata": {"type": "object"},
        "documentation": TEXT,
        "values": _by_key(VALUE, "By the day from which on they hold; null: no value from that day on."),
        "sources": _by_key(named("Source"), "What sets each value, by the day of the value."),
        "subparams": _by_key(described, "Of a node of parameters: what is below it."),
    }
    role: dict[str, Schema] = {"plural": TEXT_OR_NULL, "description": TEXT, "max": {"type": "integer"}}
    entity: dict[str, Schema] = {
        **_all(TEXT, "plural", "description", "documentation"),
        "roles": _by_key(_closed(role, optional=["max"])),
    }
    listed = _closed({"description": TEXT_OR_NULL, "href": TEXT})
    return {
        "List": _by_key(listed),
        "Variable": _closed(variable, optional=["documentation", "references", "formulas", "possibleValues"]),
        "Parameter": _closed(parameter, optional=["documentation", "values", "sources", "subparams"]),
        "Entity": _closed(entity, optional=["roles"]),
        "Entities": _by_key(named("Entity")),
    }


def _of_the_service() -> dict[str, Schema]:
    version: dict[str, Any] = {
        **_all(TEXT, "package", "version", "openfisca_core", "parameters_sha256"),
        "laws": _list({"enum": law_names()}),
        "languages": _list({"enum": list(KNOWN)}),
    }
    problem: dict[str, Schema] = {
        **_all(TEXT, "type", "title", "detail"),
        "status": {"type": "integer"},
        "code": {"enum": sorted(STATUS)},
        "errors": _list(_closed(_all(TEXT, "pointer", "code", "message"))),
        "error_count": {"type": "integer"},
    }
    return {
        "Health": _closed({"status": {"const": "ok"}}),
        "Version": _closed(version),
        "Problem": _closed(problem, optional=["detail", "errors", "error_count"]),
    }
