"""One calculation that waits for its turn, and how its thread tells the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


class Turn:
    """A calculation; made in the event loop, run in the thread.

    begun: is done when the thread takes it up.
    done: its result or its exception.
    ended: whether the thread has come to its end.
    """

    def __init__(self, calculate: Callable[[], Any]) -> None:
        self.loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = self.loop.create_future()
        self.done: asyncio.Future[Any] = self.loop.create_future()
        self.ended = False
        self._calculate = calculate

    def run(self) -> None:
        """Calculate; called in the thread."""
        self._tell(self.begun, None)
        try:
            result = self._calculate()
        except BaseException as error:  # noqa: BLE001 whatever it is, the request that waits is told
            self.ended = True
            self._tell(self.done, error)
        else:
            self.ended = True
            self._tell(self.done, result)

    def refuse(self, error: Exception) -> None:
        """Tell the request that its turn does not come; called in the event loop."""
        for future in (self.begun, self.done):
            _settle(future, error)

    def _tell(self, future: asyncio.Future[Any], outcome: Any) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(_settle, future, outcome)


def _settle(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
        future.exception()  # nobody may be left to look at it
    else:
        future.set_result(outcome)
