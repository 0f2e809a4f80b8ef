"""A small application for the tests of what runs the service: it sleeps, fails, and answers at length on demand."""

import os
import time
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from openfisca_kz.service.operation.body import check_length, read_body
from openfisca_kz.service.problems import Problem

APPLICATION = "tests.service.operation.tiny:create_app"


def create_app(settings, run):
    async def health(request):
        return JSONResponse({"pid": os.getpid()})

    async def calculate(request):
        """Reads a body; calculates for ?seconds= in the thread."""
        check_length(request.scope["headers"], settings.largest_body)
        body = await read_body(request.receive, settings.largest_body, settings.body_seconds)
        request.scope["counts"] = {"persons": 3, "families": 1, "cells": 7}
        request.scope["law"] = "order_95_2025"
        seconds = float(parse_qs(request.url.query).get("seconds", ["0"])[0])
        return JSONResponse({"bytes": len(body), "pid": await run(calculated, seconds)})

    async def hang(request):
        """Holds up the event loop."""
        time.sleep(60)

    async def person(request):
        return JSONResponse({"known": False})

    async def fail(request):
        secret = (await request.body()).decode()
        raise ValueError(f"cannot read {secret}")

    async def fail_in_thread(request):
        secret = (await request.body()).decode()
        await run(failing, secret)

    async def fail_midway(request):
        async def parts():
            yield b"x" * 10
            raise ValueError("secret 870101300123")

        return StreamingResponse(parts())

    async def large(request):
        """An answer of ?bytes=, in parts of 64 KiB, or in ?whole=1."""
        query = parse_qs(request.url.query)
        length = int(query["bytes"][0])
        if "whole" in query:
            return PlainTextResponse(b"x" * length)

        async def parts():
            for _ in range(length // 65_536):
                yield b"x" * 65_536

        return StreamingResponse(parts())

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/calculate", calculate, methods=["POST"]),
            Route("/batch", calculate, methods=["POST"]),
            Route("/hang", hang),
            Route("/person/{id}", person),
            Route("/fail", fail, methods=["POST"]),
            Route("/fail-in-thread", fail_in_thread, methods=["POST"]),
            Route("/fail-midway", fail_midway),
            Route("/large", large),
        ],
        exception_handlers={Problem: on_problem, HTTPException: on_http},
    )


def calculated(seconds):
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass
    return os.getpid()


def failing(secret):
    raise KeyError(secret)


async def on_problem(request, problem):
    request.scope["problem"] = problem.code
    return JSONResponse(problem.shown("en"), problem.status, problem.headers, "application/problem+json")


async def on_http(request, error):
    return await on_problem(request, Problem("not_found" if error.status_code == 404 else "method_not_allowed"))
