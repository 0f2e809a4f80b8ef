"""Calculations in turn: one at a time, the event loop free meanwhile, nothing calculated that nobody waits for."""

import asyncio
import threading
import time

import pytest

from openfisca_kz.service.operation.calculation import Calculations, Caller, caller
from openfisca_kz.service.operation.refusals import Busy, ClientGone, TooLong
from tests.service.operation.server_process import server
from tests.service.operation.test_workers import in_background

PATIENT = {"most_waiting": 10, "waiting_seconds": 20, "most_seconds": 20}


class Held:
    """A calculation that goes on until it is let go.

    runs: returns when it has its turn.
    """

    def __init__(self):
        self._begun, self._let_go = threading.Event(), threading.Event()

    def __call__(self):
        self._begun.set()
        assert self._let_go.wait(20)

    async def runs(self):
        assert await asyncio.to_thread(self._begun.wait, 20)

    def let_go(self):
        self._let_go.set()


async def begun(calculations):
    """A calculation that holds the thread, and the task that waits for it."""
    held = Held()
    task = asyncio.create_task(calculations.run(held))
    await held.runs()
    return held, task


async def waiting(calculations, *work):
    """A task that waits for its turn: it has run as far as it can."""
    task = asyncio.create_task(calculations.run(*work))
    await asyncio.sleep(0)
    return task


def test_the_result_or_the_exception_comes_back():
    async def calculate():
        calculations = Calculations(**PATIENT)
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await calculations.run(divmod, 7, 0)
        return await calculations.run(threading.current_thread)

    assert asyncio.run(calculate()) is not threading.current_thread()


def test_one_at_a_time_in_the_order_of_arrival_while_the_event_loop_is_free():
    order, ticked = [], threading.Event()

    def work(number):
        order.append(("begins", number))
        ticked.clear()
        assert ticked.wait(20), "the event loop waits for the calculation"
        order.append(("ends", number))

    async def tick():
        while True:
            ticked.set()
            await asyncio.sleep(0.005)

    async def calculate():
        calculations = Calculations(**PATIENT)
        clock = asyncio.create_task(tick())
        await asyncio.gather(*(calculations.run(work, number) for number in range(4)))
        clock.cancel()

    asyncio.run(calculate())
    assert order == [(what, number) for number in range(4) for what in ("begins", "ends")]


def test_above_the_most_waiting_a_request_is_refused_at_once():
    async def calculate():
        calculations = Calculations(**{**PATIENT, "most_waiting": 3})
        held, first = await begun(calculations)
        others = [await waiting(calculations, divmod, 7, 2) for _ in range(3)]
        with pytest.raises(Busy) as error:
            await calculations.run(divmod, 7, 2)
        held.let_go()
        await first
        return await asyncio.gather(*others), error.value

    results, refusal = asyncio.run(calculate())
    assert results == [(3, 1)] * 3
    assert "3 requests" in refusal.detail
    assert "(most_waiting)" in refusal.detail


def test_who_waits_too_long_for_the_turn_is_refused_and_not_calculated():
    called = []

    async def calculate():
        calculations = Calculations(**{**PATIENT, "waiting_seconds": 0.1})
        held, first = await begun(calculations)
        with pytest.raises(Busy) as error:
            await calculations.run(called.append, 1)
        held.let_go()
        await first
        calculations.waiting_seconds = 20
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        return error.value

    refusal = asyncio.run(calculate())
    assert (refusal.status, refusal.headers) == (503, {"Retry-After": "1"})
    assert "0.1 seconds (calculation_seconds)" in refusal.detail
    assert called == []


def test_who_has_had_a_turn_is_let_finish():
    async def calculate():
        calculations = Calculations(**{**PATIENT, "most_waiting": 1})
        caller.set(Caller(asyncio.Event().wait))
        await calculations.run(divmod, 7, 2)
        served = caller.get()
        caller.set(None)
        held, first = await begun(calculations)
        second = await waiting(calculations, divmod, 7, 2)
        with pytest.raises(Busy):
            await calculations.run(divmod, 7, 2)
        calculations.waiting_seconds = 0.01
        caller.set(served)
        third = await waiting(calculations, divmod, 9, 2)
        await asyncio.sleep(0.1)
        held.let_go()
        await asyncio.gather(first, second)
        return await third

    assert asyncio.run(calculate()) == (4, 1)


def test_a_calculation_that_takes_too_long_is_given_up_and_the_next_one_has_its_turn():
    async def calculate():
        calculations = Calculations(**{**PATIENT, "most_seconds": 0.3})
        held = Held()
        start = time.monotonic()
        with pytest.raises(TooLong) as error:
            await calculations.run(held)
        seconds = time.monotonic() - start
        calculations.most_seconds = 20
        held.let_go()
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        return seconds, error.value

    seconds, refusal = asyncio.run(calculate())
    assert 0.3 <= seconds < 20
    assert "0.3 seconds (batch_seconds)" in refusal.detail


@pytest.mark.parametrize("how", ["client gone", "cancelled"])
def test_what_nobody_waits_for_is_not_calculated(how):
    called = []

    async def calculate():
        calculations = Calculations(**PATIENT)
        held, first = await begun(calculations)
        leaves = asyncio.Event()
        caller.set(Caller(leaves.wait))
        second = await waiting(calculations, called.append, 1)
        if how == "client gone":
            leaves.set()
        else:
            second.cancel()
        with pytest.raises(ClientGone if how == "client gone" else asyncio.CancelledError):
            await second
        caller.set(None)
        held.let_go()
        await first
        await calculations.run(called.append, 2)

    asyncio.run(calculate())
    assert called == [2]


def test_a_client_that_leaves_while_it_waits_is_not_calculated_for(tmp_path):
    with server(tmp_path) as running:
        asked = in_background(lambda: running.get("/calculate?seconds=2.5", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        leaving = running.connect(b"POST /calculate HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\n\r\n{}")
        running.wait_for(lambda: running.metric("openfisca_kz_calculations_waiting") == 1)
        assert running.get("/health")[0] == 200
        leaving.close()
        running.wait_for(lambda: [line for line in running.events("request") if line["status"] == 499])
        assert running.metric("openfisca_kz_calculations_waiting") == 0
        assert asked()[0] == 200
        assert running.metric("openfisca_kz_calculation_seconds_count") == 1


def test_a_worker_whose_calculation_does_not_end_is_replaced(tmp_path):
    with server(tmp_path, batch_seconds=1, calculation_seconds=20) as running:
        stuck = in_background(lambda: running.get("/calculate?seconds=60", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        waiting = in_background(lambda: running.get("/calculate", b"{}"))
        status, _, body = stuck()
        assert (status, b"calculation_too_long" in body) == (422, True)
        assert b"after 1 seconds (batch_seconds)" in body
        status, headers, body = waiting()
        assert (status, headers["Retry-After"], b'"busy"' in body) == (503, "1", True)
        running.wait_for(lambda: running.events("a worker ended and is replaced"))
        assert running.get("/calculate", b"{}")[0] == 200
