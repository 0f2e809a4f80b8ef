"""The options of the service: environment variables `OPENFISCA_KZ_…`, each with a default, bounds and a description."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from ipaddress import ip_network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import ByteSize, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from openfisca_kz.errors import UserError
from openfisca_kz.processors import processors

PREFIX = "OPENFISCA_KZ_"
SECONDS = "seconds from 0.01 to 3600, fractions too"
SIZE = "a number of bytes, or a size such as 512KiB or 1MiB"
LIST = "separated by commas"


def option(default: Any, accepts: str, description: str, **bounds: Any) -> Any:
    """A field: its default, what it accepts (said when a value is wrong), what it is for, pydantic's bounds."""
    extra: dict[str, Any] = {"accepts": accepts}
    if callable(default):
        return Field(default_factory=default, description=description, json_schema_extra=extra, **bounds)
    return Field(default, description=description, json_schema_extra=extra, validate_default=True, **bounds)


def count(default: Any, description: str, most: int, least: int = 1) -> Any:
    """A field that is a whole number from `least` to `most`."""
    return option(default, f"a whole number from {least} to {most}", description, ge=least, le=most)


def seconds(default: float, description: str) -> Any:
    """A field that is a duration in seconds."""
    return option(default, SECONDS, description, ge=0.01, le=3600, allow_inf_nan=False)


def size(default: str, description: str) -> Any:
    """A field that is a number of bytes."""
    return option(default, f"{SIZE}, at least 1KiB", description, ge=1024)


class Settings(BaseSettings):
    """The options, read once from the environment and never changed; arguments go before the environment.

    Raises:
        pydantic.ValidationError: a value is wrong; `load_settings` says it in one sentence.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    host: str = option("127.0.0.1", "a name or an address of this machine", "Address to listen on.", min_length=1)
    port: int = count(5000, "Port to listen on; 0 takes a free one, which the log names.", 65_535, least=0)
    workers: int = count(processors, "Worker processes, each of which calculates on one processor.", 256)
    graceful_seconds: float = seconds(20, "When stopped: how long running requests may go on.")

    largest_body: ByteSize = size("1MiB", "Largest body of a request.")
    largest_batch_body: ByteSize = size("64MiB", "Largest body of a batch.")
    largest_head: ByteSize = size("16KiB", "Largest request line and headers together.")
    most_persons: int = count(200, "Most persons in a request.", 1_000_000)
    most_periods: int = count(120, "Most periods in a request.", 100_000)
    most_cells: int = count(5_000, "Most figures asked for in a request (null values).", 10_000_000)
    most_batch_families: int = count(20_000, "Most families in a batch.", 10_000_000)

    calculation_seconds: float = seconds(10, "How long a request may calculate, and may wait for its turn.")
    batch_seconds: float = seconds(60, "How long a batch may calculate.")
    most_waiting: int = count(200, "Most requests of a process that wait for their turn to calculate.", 100_000)

    head_seconds: float = seconds(10, "How long a client may take to send its request line and headers.")
    body_seconds: float = seconds(20, "How long a client may take to send its body.")
    reading_seconds: float = seconds(30, "How long a client may take nothing of its answer.")
    idle_seconds: float = seconds(15, "How long a connection may stay open between two requests.")
    most_connections: int = count(1_000, "Most connections of a process.", 100_000)
    most_body_memory: ByteSize = size(
        "256MiB", "Most bytes of bodies that a process holds at a time; as many again of bodies above LARGEST_BODY."
    )
    most_answer_memory: ByteSize = size("256MiB", "Most bytes of answers that wait in a process for slow clients.")

    cors_origins: Annotated[tuple[str, ...], NoDecode] = option(
        (),
        f"origins such as https://example.kz, {LIST}, or *",
        "Web pages of these origins may call the service from a browser; empty: none.",
    )
    rate_limit: str = option(
        "", "a rate such as 100/minute or 5/second;1000/hour", "Most requests of a client address; empty: no limit."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = option(
        (),
        f"addresses or networks such as 10.0.0.0/8, {LIST}",
        "Proxies whose X-Forwarded-For (for the rate) and X-Forwarded-Proto (for links) are believed; empty: none.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = option(
        "info", "debug, info, warning or error", "Least level of a line in the log."
    )
    metrics: bool = option(default=True, accepts="on or off", description="Whether /metrics answers.")

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: str | Sequence[str]) -> Sequence[str]:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(origin)
            whole = parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" == origin
            if origin != "*" and not (whole and parts.hostname and "*" not in origin):
                raise ValueError(origin)
        return origins

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            ip_network(network)
        return networks

    @field_validator("rate_limit")
    @classmethod
    def _is_a_rate(cls, rate: str) -> str:
        if rate:
            from limits import parse_many

            parse_many(rate)
        return rate


def load_settings(**options: Any) -> Settings:
    """The settings of the environment, with options of the command line before them.

    Raises:
        UserError: names the variable, its value and the cure, for each wrong value and each misspelt name.
    """
    known = {variable(name): name for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise UserError(f"{name} is no option of this service.{_did_you_mean(name.upper(), known)}")
    try:
        return Settings(**options)
    except ValidationError as error:
        wrong = {str(each["loc"][0]): each["input"] for each in error.errors(include_url=False)}
        raise UserError("\n".join(_sentence(name, value, options) for name, value in wrong.items())) from None


def variable(field: str) -> str:
    """The environment variable of a field."""
    return f"{PREFIX}{field.upper()}"


def accepts(field: str) -> str:
    """What a field accepts, in words."""
    extra = Settings.model_fields[field].json_schema_extra
    assert isinstance(extra, dict)  # noqa: S101
    return str(extra["accepts"])


def _sentence(field: str, value: Any, options: dict[str, Any]) -> str:
    name = f"--{field}" if field in options else variable(field)
    given = os.environ.get(name, value) if field not in options else value
    return f"{name} is «{given}»; it needs {accepts(field)}."


def _did_you_mean(name: str, known: dict[str, str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else " docs/deployment.md lists them all."
