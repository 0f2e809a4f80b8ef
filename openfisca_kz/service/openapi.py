"""The OpenAPI 3.1 document: addresses, with the very schemas by which requests are checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openfisca_kz.locale import LANGUAGES
from openfisca_kz.service.answer_schemas import answers
from openfisca_kz.service.problems import CONTENT_TYPE, STATUS, TITLES
from openfisca_kz.service.schemas import QUERY, Schema, named
from openfisca_kz.service.settings import Settings, variable

JSON, NDJSON, PARQUET = "application/json", "application/x-ndjson", "application/vnd.apache.parquet"
LIMITS = ("largest_head", "head_seconds", "rate_limit", "most_connections", "most_waiting")
"""Settings that limit every request."""
OF_A_SITUATION = (
    "largest_body", "body_seconds", "most_persons", "most_periods", "most_cells", "calculation_seconds"
)  # fmt: skip
"""Settings that limit a request with one situation."""
OF_A_BATCH = (
    "largest_batch_body", "body_seconds", "most_batch_families", "most_persons", "most_periods", "most_cells",
    "batch_seconds",
)  # fmt: skip
"""Settings that limit a batch; persons, periods and cells are those of a line."""
EVERYWHERE = ("malformed_request", "head_too_large", "internal_error", "busy", "stopping")
"""Problems that every address can answer with; too_many_requests, too, where there is a rate limit."""
OF_A_BODY = (
    "malformed_json", "invalid_request", "too_slow", "too_large", "unsupported_media_type", "refused_situation",
    "calculation_too_long",
)  # fmt: skip
"""Problems of what is sent."""
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


def document(components: dict[str, Schema], about: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The document; `servers` is added when it is asked for.

    Args:
        components: schemas of requests by name.
        about: `name` and `version` of the package.
        settings: of the service, whose limits the document names.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "openfisca-kz",
            "version": about["version"],
            "summary": "Targeted social assistance of Kazakhstan, calculated from the law.",
            "description": f"{DESCRIPTION}\n\n{_limits(settings, LIMITS)}",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "paths": Addresses(settings).paths(),
        "components": {
            "schemas": {**components, **answers()},
            "parameters": {"Language": _language()},
        },
        "tags": [{"name": "calculations"}, {"name": "law"}, {"name": "service"}],
    }


DESCRIPTION = """\
Send a situation with null for each value that you ask for; it comes back with the values in place. The contract of
/calculate, /trace, /variables, /variable/{id}, /parameters, /parameter/{id} and /entities is that of the OpenFisca web
API. Errors are problem details (RFC 9457); each fault has a JSON pointer into the request. Status 400: the request is
not as this document says; 422: it is, but its records contradict each other or a rule refuses what is stated."""


class Addresses:
    """The addresses with what each takes and answers.

    Args:
        settings: whose limits are named, and which say whether there is a rate limit and /metrics.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._everywhere = (*EVERYWHERE, *(["too_many_requests"] if settings.rate_limit else []))

    def paths(self) -> dict[str, Any]:
        """All addresses with their operations."""
        return {**self._calculations(), **self._law(), **self._service()}

    def _calculations(self) -> dict[str, Any]:
        situation = self._body(named("Situation"), EXAMPLE)
        comparison = self._body(named("Comparison"), EXAMPLE | {"reform": "order_95_2025"})
        operations = {
            "calculate": ("Fill in what a situation asks for", "Answered", situation),
            "trace": ("Every calculation behind the answers, as the engine records it", "Trace", situation),
            "compare": (
                "The situation before and after an amending act or own figures, and what makes the difference",
                "Compared",
                comparison,
            ),
            "explain": (
                "The steps to the answers with amounts, figures, provisions and evidence grades, and what was assumed",
                "Explanation",
                situation,
            ),
        }
        return {
            f"/{name}": {
                "post": {
                    **self._operation(name, summary, _json(named(answer)), "calculations", OF_A_BODY),
                    "requestBody": body,
                }
            }
            for name, (summary, answer, body) in operations.items()
        } | {"/batch": {"post": self._batch()}}

    def _law(self) -> dict[str, Any]:
        share = "poverty_line.minimum_share"
        about = "A parameter or a node of parameters, by its dotted name; what sets each value stands in `sources`"
        return {
            "/variables": self._get("listVariables", "All variables", "List", "law"),
            "/variable/{id}": self._one("getVariable", "A variable", "Variable", "wage"),
            "/parameters": self._get("listParameters", "All parameters with dated values", "List", "law"),
            "/parameter/{id}": self._one("getParameter", about, "Parameter", share),
            "/entities": self._get("listEntities", "Entities and their roles", "Entities", "law"),
        }

    def _service(self) -> dict[str, Any]:
        spec = self._operation("getSpec", "This document", _json({"type": "object"}), "service")
        numbers = {"text/plain": {"schema": {"type": "string"}}}
        metrics = self._operation("getMetrics", "Load and failures, in the format of Prometheus", numbers, "service")
        return {
            "/spec": {"get": spec},
            "/health": self._get("getHealth", "Whether the server lives", "Health", "service"),
            "/version": self._get(
                "getVersion", "What runs here: versions, hash of the figures, laws", "Version", "service"
            ),
            **({"/metrics": {"get": metrics}} if self._settings.metrics else {}),
        }

    def _operation(
        self, name: str, summary: str, content: dict[str, Schema], tag: str, codes: Sequence[str] = ()
    ) -> Schema:
        """An operation; `codes`: problems that it can answer with beside those of every address."""
        return {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "parameters": [{"$ref": "#/components/parameters/Language"}],
            "responses": {
                "200": {"description": "The answer.", "content": content},
                **_problems([*self._everywhere, *codes]),
            },
        }

    def _get(self, name: str, summary: str, answer: str, tag: str) -> Schema:
        return {"get": self._operation(name, summary, _json(named(answer)), tag)}

    def _one(self, name: str, summary: str, answer: str, example: str) -> Schema:
        operation = self._operation(name, summary, _json(named(answer)), "law", ["not_found"])
        own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
        return {"get": {**operation, "parameters": [own, *operation["parameters"]]}}

    def _body(self, schema: Schema, example: Any) -> Schema:
        limits = _limits(self._settings, OF_A_SITUATION)
        return {"description": limits, "required": True, "content": {JSON: {"schema": schema, "example": example}}}

    def _batch(self) -> Schema:
        summary = "Many families at once: a situation a line, or a table of persons as Parquet"
        # a sequence of JSON is no JSON: OpenAPI 3.1 has no schema for it
        lines, answered = ({"x-item-schema": named(schema)} for schema in ("BatchLine", "BatchAnswer"))
        operation = self._operation("batch", summary, {NDJSON: answered, PARQUET: {}}, "calculations", OF_A_BODY)
        operation["responses"]["200"]["description"] = (
            "One answer for each line in its order, or a row of results for each family."
        )
        operation["parameters"] += [
            _query("reform", "The law by which to calculate."),
            _query("period", "Of a table: month of application."),
            _query("amounts", "Of a table: of what time plain income columns are."),
        ]
        content = {NDJSON: lines, PARQUET: {}}
        limits = _limits(self._settings, OF_A_BATCH)
        return {**operation, "requestBody": {"description": limits, "required": True, "content": content}}


def _limits(settings: Settings, names: Sequence[str]) -> str:
    """A line of Markdown for each setting: its value, what it limits, the environment variable that sets it."""
    lines = []
    for name in names:
        value, about = getattr(settings, name), Settings.model_fields[name].description
        written = f"{value:.10g}" if isinstance(value, float | int) else value or "none"
        lines.append(f"- `{name}` = {written}: {about} ({variable(name)})")
    return "\n".join(["Limits of this server:", "", *lines])


def _json(schema: Schema) -> dict[str, Schema]:
    return {JSON: {"schema": schema}}


def _problems(codes: Sequence[str]) -> dict[str, Schema]:
    """The responses to what is refused, by status: the codes that each can have, in words."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS[code], []).append(f"`{code}`: {TITLES[code]}")
    content = {CONTENT_TYPE: {"schema": named("Problem")}}
    return {
        str(status): {"description": " ".join(by_status[status]), "content": content} for status in sorted(by_status)
    }


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
