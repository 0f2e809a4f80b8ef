"""The OpenAPI 3.1 document: addresses, with the very schemas by which requests are checked."""

from __future__ import annotations

from typing import Any

from openfisca_kz.locale import LANGUAGES
from openfisca_kz.service.problems import CONTENT_TYPE, STATUS
from openfisca_kz.service.schemas import QUERY, Schema, named

JSON, NDJSON, PARQUET = "application/json", "application/x-ndjson", "application/vnd.apache.parquet"
VALUE: Schema = {"type": ["number", "boolean", "string", "null"]}
EXAMPLE = {
    "persons": {
        "mother": {"wage": {"2025-01": 120000, "2025-02": 120000, "2025-03": 120000}},
        "father": {},
        "pupil": {
            "education_organisation_ownership": {"2025-02": "private"},
            "education_material_aid": {"2025-02": 46228},
        },
        "child": {"birth_date": {"ETERNITY": "2021-05-01"}},
    },
    "families": {
        "family": {
            "applicant": "mother",
            "spouse": "father",
            "children": ["pupil", "child"],
            "region": {"2025-05": "aktobe"},
            "application_date": {"2025-05": "2025-05-05"},
            "total_income": {"2025-05": None},
            "tsa_entitled": {"2025-05": None},
            "targeted_social_assistance": {"2025-05": None},
            "child_supplement": {"2025-05": None},
        }
    },
}
"""The family of the README, with a small child."""


def document(components: dict[str, Schema], about: dict[str, Any]) -> dict[str, Any]:
    """The document; `servers` is added when it is asked for.

    Args:
        components: schemas of requests by name.
        about: `name` and `version` of the package.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "openfisca-kz",
            "version": about["version"],
            "summary": "Targeted social assistance of Kazakhstan, calculated from the law.",
            "description": DESCRIPTION,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "paths": _paths(),
        "components": {
            "schemas": {**components, **_answers()},
            "parameters": {"Language": _language()},
            "responses": {"Problem": _problem()},
        },
        "tags": [{"name": "calculations"}, {"name": "law"}, {"name": "service"}],
    }


DESCRIPTION = """\
Send a situation with null for each value that you ask for; it comes back with the values in place. The contract of
/calculate, /trace, /variables, /variable/{id}, /parameters, /parameter/{id} and /entities is that of the OpenFisca web
API. Errors are problem details (RFC 9457); each fault has a JSON pointer into the request. Status 400: the request is
not as this document says; 422: it is, but its records contradict each other or a rule refuses what is stated."""


def _paths() -> dict[str, Any]:
    situation = _body(named("Situation"), EXAMPLE)
    return {
        "/calculate": {
            "post": _operation("calculate", "Fill in what a situation asks for", named("Answered"), situation)
        },
        "/trace": {
            "post": _operation(
                "trace", "Every calculation behind the answers, as the engine records it", named("Trace"), situation
            )
        },
        "/compare": {
            "post": _operation(
                "compare",
                "The situation before and after an amending act or own figures, and what makes the difference",
                named("Compared"),
                _body(named("Comparison"), EXAMPLE | {"reform": "order_95_2025"}),
            )
        },
        "/explain": {
            "post": _operation(
                "explain",
                "The steps to the answers with amounts, figures, provisions and evidence grades, and what was assumed",
                named("Explanation"),
                situation,
            )
        },
        "/batch": {"post": _batch()},
        "/variables": {"get": _operation("listVariables", "All variables", named("List"), tag="law")},
        "/variable/{id}": {"get": _one("getVariable", "A variable", "Variable", "wage")},
        "/parameters": {
            "get": _operation("listParameters", "All parameters with dated values", named("List"), tag="law")
        },
        "/parameter/{id}": {
            "get": _one(
                "getParameter",
                "A parameter or a node of parameters, by its dotted name",
                "Parameter",
                "poverty_line.minimum_share",
            )
        },
        "/entities": {"get": _operation("listEntities", "Entities and their roles", named("Entities"), tag="law")},
        "/spec": {"get": _operation("getSpec", "This document", {"type": "object"}, tag="service")},
        "/health": {"get": _operation("getHealth", "Whether the server can calculate", named("Health"), tag="service")},
        "/version": {
            "get": _operation(
                "getVersion", "What runs here: versions, hash of the figures, laws", named("Version"), tag="service"
            )
        },
    }


def _operation(
    name: str, summary: str, answer: Schema, body: Schema | None = None, tag: str = "calculations"
) -> Schema:
    operation: Schema = {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "parameters": [{"$ref": "#/components/parameters/Language"}],
        "responses": {
            "200": {"description": "The answer.", "content": {JSON: {"schema": answer}}},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    return operation if body is None else {**operation, "requestBody": body}


def _body(schema: Schema, example: Any) -> Schema:
    return {"required": True, "content": {JSON: {"schema": schema, "example": example}}}


def _one(name: str, summary: str, schema: str, example: str) -> Schema:
    operation = _operation(name, summary, named(schema), tag="law")
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
    return {**operation, "parameters": [own, *operation["parameters"]]}


def _batch() -> Schema:
    operation = _operation("batch", "Many families at once: a situation a line, or a table of persons as Parquet", {})
    query = [
        _query("reform", "The law by which to calculate."),
        _query("period", "Of a table: month of application."),
        _query("amounts", "Of a table: of what time plain income columns are."),
    ]
    lines = {"x-item-schema": named("BatchLine")}  # a sequence of JSON is no JSON: OpenAPI 3.1 has no schema for it
    operation["parameters"] += query
    operation["requestBody"] = {"required": True, "content": {NDJSON: lines, PARQUET: {}}}
    operation["responses"]["200"] = {
        "description": "One answer for each line in its order, or a row of results for each family.",
        "content": {NDJSON: {"x-item-schema": named("BatchAnswer")}, PARQUET: {}},
    }
    return operation


def _query(name: str, description: str) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": QUERY[name]}


def _language() -> Schema:
    return {
        "name": "Accept-Language",
        "in": "header",
        "description": f"Language of descriptions and errors: en, {', '.join(LANGUAGES)}.",
        "schema": {"type": "string"},
        "example": "kk",
    }


def _problem() -> Schema:
    return {
        "description": "What is wrong with the request, or with this side.",
        "content": {CONTENT_TYPE: {"schema": named("Problem")}},
    }


def _answers() -> dict[str, Schema]:
    """Schemas of answers."""
    text: Schema = {"type": "string"}
    facts = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": VALUE}}
    family = {
        "type": "object",
        "additionalProperties": {"anyOf": [facts["additionalProperties"], text, {"type": "array", "items": text}]},
    }
    records = {
        "persons": {"type": "object", "additionalProperties": facts},
        "families": {"type": "object", "additionalProperties": family},
    }
    law = {"law": {"type": "object", "required": ["name", "title"], "properties": {"name": text, "title": text}}}
    side = {"type": "object", "required": ["law", *records], "properties": {**law, **records}}
    described = {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["description", "href"],
            "properties": {"description": {"type": ["string", "null"]}, "href": {"type": "string"}},
        },
    }
    difference = {
        "type": "object",
        "required": ["entity", "record", "variable", "period", "before", "after", "difference", "causes"],
        "properties": {
            **dict.fromkeys(("entity", "record", "variable", "period"), text),
            **dict.fromkeys(("before", "after"), VALUE),
            "difference": {"type": ["number", "null"]},
            "causes": {"type": "array", "items": text},
        },
    }
    fault = {
        "type": "object",
        "required": ["pointer", "code", "message"],
        "properties": dict.fromkeys(("pointer", "code", "message"), text),
    }
    return {
        "Answered": {"type": "object", "required": list(records), "properties": records},
        "Trace": {
            "type": "object",
            "required": ["trace", "entitiesDescription", "requestedCalculations"],
            "properties": {
                "trace": {"type": "object"},
                "entitiesDescription": {"type": "object", "additionalProperties": {"type": "array", "items": text}},
                "requestedCalculations": {"type": "array", "items": text},
            },
        },
        "Compared": {
            "type": "object",
            "required": ["before", "after", "differences"],
            "properties": {"before": side, "after": side, "differences": {"type": "array", "items": difference}},
        },
        "Explanation": {"type": "object"},
        "BatchAnswer": {
            "type": "object",
            "required": ["line"],
            "properties": {
                "line": {"type": "integer"},
                "id": {"type": ["string", "integer"]},
                **records,
                "problem": named("Problem"),
            },
        },
        "List": described,
        "Variable": {"type": "object", "required": ["id", "description", "valueType", "definitionPeriod", "entity"]},
        "Parameter": {"type": "object", "required": ["id", "description", "metadata"]},
        "Entities": {
            "type": "object",
            "additionalProperties": {"type": "object", "required": ["plural", "description"]},
        },
        "Health": {"type": "object", "required": ["status"], "properties": {"status": {"const": "ok"}}},
        "Version": {"type": "object", "required": ["package", "version", "parameters_sha256", "laws", "languages"]},
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "code"],
            "properties": {
                **dict.fromkeys(("type", "title", "detail"), text),
                "status": {"type": "integer"},
                "code": {"enum": sorted(STATUS)},
                "errors": {"type": "array", "items": fault},
                "error_count": {"type": "integer"},
            },
        },
    }
