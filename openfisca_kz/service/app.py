"""The application: its addresses, and the way of a request from its body to its answer."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openfisca_kz.comparison.laws import Law, country
from openfisca_kz.service import batch, batch_tables, calculating, laws, openapi, schemas
from openfisca_kz.service.language import negotiated, said_in
from openfisca_kz.service.metadata import Described, Metadata
from openfisca_kz.service.openapi import JSON, NDJSON, PARQUET
from openfisca_kz.service.operation.body import check_length, read_body
from openfisca_kz.service.problems import CONTENT_TYPE, Fault, Problem
from openfisca_kz.service.reading import Reader
from openfisca_kz.service.settings import Settings
from openfisca_kz.service.version import about

Content = dict[str, Any]
"""What stands in a checked body, or in an answer."""


class Service:
    """The addresses, over one system.

    Args:
        run: calls a function in the thread that calculates, when its turn comes, and waits for the result.
    """

    def __init__(self, settings: Settings, run: Callable[..., Awaitable[Any]]) -> None:
        self._settings, self._run = settings, run
        system = country()
        components = schemas.components(system, settings)
        self._reader = Reader(system, settings, components)
        self._metadata = Metadata(system)
        self._about = about(system)
        self._document = openapi.document(components, self._about, settings)
        self.package = {"Country-Package": self._about["package"], "Country-Package-Version": self._about["version"]}

    def routes(self) -> list[Route]:
        """All addresses."""
        return [
            Route("/", self.welcome),
            Route("/calculate", self.calculate, methods=["POST"]),
            Route("/trace", self.trace, methods=["POST"]),
            Route("/compare", self.compare, methods=["POST"]),
            Route("/explain", self.explain, methods=["POST"]),
            Route("/batch", self.batch, methods=["POST"]),
            Route("/variables", self.variables),
            Route("/variable/{id}", self.variable),
            Route("/parameters", self.parameters),
            Route("/parameter/{id:path}", self.parameter),
            Route("/entities", self.entities),
            Route("/spec", self.spec),
            Route("/health", self.health),
            Route("/version", self.version),
        ]

    async def calculate(self, request: Request) -> Response:
        """A situation with its answers in place."""
        seconds = self._settings.calculation_seconds

        def calculated(content: Content) -> Content:
            return calculating.calculate(content, laws.chosen(content.get("reform")), seconds)

        return await self._answered(request, "Situation", calculated)

    async def trace(self, request: Request) -> Response:
        """The engine's own trace."""
        seconds = self._settings.calculation_seconds

        def traced(content: Content) -> Content:
            return calculating.trace(content, laws.chosen(content.get("reform")), seconds)

        return await self._answered(request, "Situation", traced)

    async def explain(self, request: Request) -> Response:
        """The steps to the answers."""
        language, seconds = language_of(request), self._settings.calculation_seconds

        def explained(content: Content) -> Content:
            return calculating.explained(content, laws.chosen(content.get("reform")), language, seconds)

        return await self._answered(request, "Situation", explained, language)

    async def compare(self, request: Request) -> Response:
        """Both sides of a reform."""
        language, seconds = language_of(request), self._settings.calculation_seconds

        def compared(content: Content) -> Content:
            return calculating.compare(content, *laws.to_compare(content.get("reform")), language, seconds)

        return await self._answered(request, "Comparison", compared, language)

    async def batch(self, request: Request) -> Response:
        """Many families at once, as lines of JSON or as a table."""
        kind = media_type(request)
        if kind not in (NDJSON, PARQUET):
            raise Problem("unsupported_media_type", detail=f"Send {NDJSON} or {PARQUET} as Content-Type.")
        query = self._reader.query(request.query_params.multi_items())
        law = laws.chosen(query.get("reform"))
        request.scope["law"] = laws.named(query.get("reform"))
        body = await self._body(request, "largest_batch_body")
        if kind == PARQUET:
            return await self._table(request, body, query, law)
        language, seconds = language_of(request), self._settings.batch_seconds
        parts = await self._run(batch.chunks, body, self._settings.most_batch_families)
        until = time.monotonic() + seconds

        async def lines() -> AsyncIterator[bytes]:
            for part in parts:
                some = batch.Slice(part, self._reader, law, language, until, seconds)
                while (answers := await self._run(some.turn)) is None:
                    pass  # others have had their turn
                yield answers

        request.scope["counts"] = {"families": sum(map(len, parts))}
        return StreamingResponse(lines(), headers=said_in(language), media_type=NDJSON)

    async def _table(self, request: Request, body: bytes, query: dict[str, str], law: Law) -> Response:
        if "period" not in query:
            fault = Fault(("query", "period"), "missing", "A table needs its month of application: ?period=2025-05.")
            raise Problem("refused_situation", [fault])
        amounts, most = query.get("amounts", "month"), self._settings.most_batch_families
        result, persons = await self._run(
            batch_tables.calculated, body, query["period"], amounts, law, most, self._settings.batch_seconds
        )
        request.scope["counts"] = {"persons": persons}
        return Response(result, media_type=PARQUET)

    async def variables(self, request: Request) -> Response:
        """All variables."""
        language = language_of(request)
        described = self._metadata.variables(language)
        return answer(_listed(described, f"{request.base_url}variable/"), language)

    async def variable(self, request: Request) -> Response:
        """One variable."""
        language = language_of(request)
        return answer(_found(self._metadata.variables(language), request.path_params["id"], "variable"), language)

    async def parameters(self, request: Request) -> Response:
        """All parameters with dated values."""
        language = language_of(request)
        described = self._metadata.parameters(language)
        dated = {shown["id"]: shown for shown in described.values() if "subparams" not in shown}
        return answer(_listed(dated, f"{request.base_url}parameter/", lambda name: name.replace(".", "/")), language)

    async def parameter(self, request: Request) -> Response:
        """One parameter, by its name with dots or with slashes."""
        language, name = language_of(request), request.path_params["id"].replace(".", "/")
        return answer(_found(self._metadata.parameters(language), name, "parameter"), language)

    async def entities(self, request: Request) -> Response:
        """Entities and roles."""
        language = language_of(request)
        return answer(self._metadata.entities(language), language)

    async def spec(self, request: Request) -> Response:
        """The OpenAPI document."""
        return answer({**self._document, "servers": [{"url": str(request.base_url).rstrip("/")}]})

    async def health(self, request: Request) -> Response:
        """Whether the process lives; answered while it calculates, too."""
        del request
        return answer({"status": "ok"})

    async def version(self, request: Request) -> Response:
        """What runs here."""
        del request
        return answer(self._about)

    async def welcome(self, request: Request) -> Response:
        """Where to go from here."""
        return answer({"welcome": f"openfisca-kz: see {request.base_url}spec", **self._about})

    async def _answered(
        self, request: Request, schema: str, calculation: Callable[[Content], Content], language: str = ""
    ) -> Response:
        """The answer to a body of JSON, which is read, checked, calculated and written in the calculating thread.

        Args:
            language: of the answer, where it depends on the caller's.
        """
        kind = media_type(request)
        if kind != JSON and not (kind.startswith("application/") and kind.endswith("+json")):
            raise Problem("unsupported_media_type", detail=f"Send {JSON} as Content-Type.")
        body = await self._body(request, "largest_body")
        scope = request.scope

        def answered() -> bytes:
            content, asked = self._reader.checked(self._reader.json(body), schema)
            persons, families = len(content["persons"]), len(content["families"])
            scope["counts"] = {"persons": persons, "families": families, "cells": len(asked)}
            default = laws.newest_act() if schema == "Comparison" else None
            scope["law"] = laws.named(content.get("reform", default))
            return to_json(calculation(content), inf_nan_mode="null")

        return written(await self._run(answered), language)

    async def _body(self, request: Request, setting: str) -> bytes:
        limit = getattr(self._settings, setting)
        check_length(request.scope["headers"], limit, setting)
        return await read_body(request.receive, limit, self._settings.body_seconds, setting)


def create_app(settings: Settings, run: Callable[..., Awaitable[Any]]) -> Starlette:
    """The ASGI application.

    Args:
        run: as in `Service`.
    """
    service = Service(settings, run)
    app = Starlette(
        routes=service.routes(),
        exception_handlers={Problem: on_problem, HTTPException: on_http},
        middleware=[Middleware(PackageHeaders, service.package), Middleware(TrailingSlash)],
    )
    app.router.redirect_slashes = False  # it redirects to whatever the header Host says
    return app


class PackageHeaders:
    """Names the package and its version in every response, as the engine's own API does."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self._headers]}
            await send(message)

        await self._app(scope, receive, with_headers)


class TrailingSlash:
    """Takes an address with a slash at its end for the one without, as the engine's own API does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/"):
            scope["path"] = scope["path"].removesuffix("/")
        await self._app(scope, receive, send)


def language_of(request: Request) -> str:
    """The language of the caller."""
    return negotiated(request.headers.get("accept-language", ""))


def media_type(request: Request) -> str:
    """The type of the body, without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def answer(content: Any, language: str = "") -> Response:
    """A response of JSON; in a language, where it depends on the caller's."""
    return written(to_json(content), language)


def written(body: bytes, language: str) -> Response:
    """A response of JSON that has been written."""
    return Response(body, headers=said_in(language) if language else None, media_type=JSON)


def on_problem(request: Request, problem: Exception) -> Response:
    """What is refused, in the caller's language."""
    assert isinstance(problem, Problem)  # noqa: S101
    language = language_of(request)
    request.scope["problem"] = problem.code
    return Response(to_json(problem.shown(language)), problem.status, problem.headers_in(language), CONTENT_TYPE)


def on_http(request: Request, error: Exception) -> Response:
    """No such address, or no such method of it."""
    assert isinstance(error, HTTPException)  # noqa: S101
    code = "method_not_allowed" if error.status_code == 405 else "not_found"
    detail = "See /spec for the addresses of this API." if code == "not_found" else "See /spec for its methods."
    return on_problem(request, Problem(code, detail=detail, headers=dict(error.headers or {})))


def _listed(described: Described, base: str, address: Callable[[str], str] = str) -> dict[str, Any]:
    return {
        name: {"description": shown["description"], "href": base + quote(address(name))}
        for name, shown in described.items()
    }


def _found(described: Described, name: str, kind: str) -> dict[str, Any]:
    if name not in described:
        detail = f"There is no {kind} of this name: see /{kind}s."
        raise Problem("not_found", detail=detail)
    return described[name]
