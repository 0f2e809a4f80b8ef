"""When the application cannot answer: a problem detail for the client, the place in the code for the log."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openfisca_kz.service.operation.refusals import ClientGone, Stopping, internal_error, send_problem
from openfisca_kz.service.operation.requests import about
from openfisca_kz.service.problems import CONTENT_TYPE, Problem

logger = logging.getLogger(__name__)


class Failures:
    """ASGI middleware: a `Problem` is answered as it says, any other exception as a failure without particulars."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer(scope, send)
        try:
            await self.app(scope, receive, answer.send)
            await answer.flush()
        except ClientGone:
            pass  # nobody waits for an answer
        except Problem as problem:
            await answer.fail(problem)
        except asyncio.CancelledError:  # the service is being stopped and has waited long enough
            await answer.fail(Stopping())
        except Exception as error:
            logger.error("request failed", exc_info=error, extra=about(scope))  # noqa: TRY400 the formatter has the frames
            await answer.fail(internal_error())


class Answer:
    """An answer on its way; Starlette's own page for a failure is held back until the exception behind it arrives."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._begun = False
        self._held: list[Message] = []

    async def send(self, message: Message) -> None:
        """Send a part of the answer, or hold it back."""
        if self._held or _is_failure(message):
            self._held.append(message)
        else:
            self._begun = True
            await self._send(message)

    async def flush(self) -> None:
        """Send what was held back: no exception came, the application meant it."""
        for message in self._held:
            await self._send(message)

    async def fail(self, problem: Problem) -> None:
        """Answer with a problem instead, if no answer has begun."""
        if self._begun:
            raise BrokenAnswerError
        self._scope["problem"] = problem.code
        await send_problem(problem, self._scope, self._send)


class BrokenAnswerError(Exception):
    """The answer had begun when the application failed; the connection is closed so that the client notices."""


def _is_failure(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] < HTTPStatus.INTERNAL_SERVER_ERROR:
        return False
    kinds = [value for name, value in message.get("headers", []) if name == b"content-type"]
    return not any(kind.startswith(CONTENT_TYPE.encode()) for kind in kinds)
