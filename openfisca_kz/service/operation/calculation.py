"""Calculations in turn: one at a time in a thread of its own, while the event loop goes on answering."""

from __future__ import annotations

import asyncio
import functools
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from openfisca_kz.service.operation import metrics
from openfisca_kz.service.operation.refusals import Busy, ClientGone, TooLong
from openfisca_kz.service.operation.turn import Turn

Result = TypeVar("Result")
logger = logging.getLogger(__name__)
QUEUE_FULL = "{most} requests wait already (most_waiting): send this one again a little later."
WAITED = "The turn of this request did not come within {seconds} seconds ({setting}): send it again a little later."
STUCK = "A calculation holds up this process, which is being replaced: send the request again a little later."


@dataclass
class Caller:
    """The client of the request that is being answered.

    gone: returns when it has closed the connection.
    served: whether the request has had a turn; then it is let finish, since its answer may have begun.
    """

    gone: Callable[[], Coroutine[Any, Any, None]]
    served: bool = False


caller: ContextVar[Caller | None] = ContextVar("caller", default=None)


class Calculations:
    """The queue of one process and its thread, which starts with the first calculation.

    Python calculates on one processor at a time: a second thread would slow down the first. The other processors
    belong to the other worker processes.

    Args:
        most_waiting: requests that may wait for their turn.
        waiting_seconds: how long a request may wait for its first turn.
        most_seconds: how long a calculation may take.
    """

    def __init__(self, most_waiting: int, waiting_seconds: float, most_seconds: float) -> None:
        self.most_waiting = most_waiting
        self.waiting_seconds = waiting_seconds
        self.most_seconds = most_seconds
        self._waiting: deque[Turn] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stuck: Turn | None = None

    async def run(self, function: Callable[..., Result], *args: Any) -> Result:
        """What the function returns, or raises, once its turn has come.

        A long piece of work should be given in slices, one after the other, so that others get their turn between them;
        from its second slice on a request is not refused because others wait.

        Args:
            function: runs in the thread; should end by itself in time, since a thread cannot be stopped.
            args: its arguments.

        Raises:
            Busy: too many wait, or the turn did not come in time.
            TooLong: it has not ended in time; it goes on, and unless it ends within as much time again, this worker
                process stops itself and is replaced.
            ClientGone: the client of the request closed the connection; before its turn, nothing is calculated.
        """
        client = caller.get()
        served = client is not None and client.served
        if self._is_stuck():
            raise _busy("queue_full", STUCK)
        if len(self._waiting) >= self.most_waiting and not served:
            raise _busy("queue_full", QUEUE_FULL.format(most=self.most_waiting))
        seconds, setting = (
            (self.most_seconds, "batch_seconds") if served else (self.waiting_seconds, "calculation_seconds")
        )
        turn = Turn(functools.partial(function, *args))
        self._enqueue(turn)
        gone = asyncio.ensure_future(client.gone()) if client else None
        try:
            if not await _first(turn.begun, gone, seconds):
                raise _busy("waited_too_long", WAITED.format(seconds=f"{seconds:g}", setting=setting))
            if client:
                client.served = True
            if not await _first(turn.done, gone, self.most_seconds):
                metrics.CALCULATIONS_REFUSED.labels("calculated_too_long").inc()
                turn.loop.call_later(self.most_seconds, self._give_up_on, turn)
                raise TooLong(self.most_seconds, "batch_seconds")
            return turn.done.result()
        finally:
            self._forget(turn)
            if gone:
                gone.cancel()

    def _enqueue(self, turn: Turn) -> None:
        with self._changed:
            self._waiting.append(turn)
            metrics.CALCULATIONS_WAITING.set(len(self._waiting))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="calculation", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _forget(self, turn: Turn) -> None:
        with self._changed:
            if turn in self._waiting:
                self._waiting.remove(turn)
                metrics.CALCULATIONS_WAITING.set(len(self._waiting))

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                turn = self._waiting.popleft()
                metrics.CALCULATIONS_WAITING.set(len(self._waiting))
            start = time.perf_counter()
            turn.run()
            metrics.CALCULATION_SECONDS.observe(time.perf_counter() - start)

    def _is_stuck(self) -> bool:
        return self._stuck is not None and not self._stuck.ended

    def _give_up_on(self, turn: Turn) -> None:
        """End this worker process, if the calculation still holds its only thread; another one takes its place."""
        if turn.ended or self._is_stuck():
            return
        self._stuck = turn
        logger.error("a calculation does not end")
        with self._changed:
            waiting = list(self._waiting)
        for other in waiting:
            other.refuse(Busy(STUCK))
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGTERM)


def _busy(reason: str, detail: str) -> Busy:
    """A refusal, counted by its reason."""
    metrics.CALCULATIONS_REFUSED.labels(reason).inc()
    return Busy(detail)


async def _first(wanted: asyncio.Future[Any], gone: asyncio.Future[None] | None, seconds: float) -> bool:
    """Whether what is wanted came within the seconds.

    Raises:
        ClientGone: the client went first.
    """
    futures = {wanted} if gone is None else {wanted, gone}
    done, _ = await asyncio.wait(futures, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if wanted in done:
        return True
    if gone in done:
        raise ClientGone
    return False
