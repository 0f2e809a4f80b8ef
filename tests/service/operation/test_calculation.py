"""Calculations in turn: one at a time, the event loop free meanwhile, nothing calculated that nobody waits for."""

import asyncio
import threading
import time
from itertools import pairwise

import pytest

from openfisca_kz.service.operation.calculation import Calculations, Caller, caller
from openfisca_kz.service.operation.refusals import Busy, ClientGone, TooLong
from tests.service.operation.server_process import server
from tests.service.operation.test_workers import in_background

PATIENT = {"most_waiting": 10, "waiting_seconds": 5, "most_seconds": 5}


def test_the_result_or_the_exception_comes_back():
    async def calculate():
        calculations = Calculations(**PATIENT)
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await calculations.run(divmod, 7, 0)
        return await calculations.run(threading.current_thread)

    assert asyncio.run(calculate()) is not threading.current_thread()


def test_one_at_a_time_in_the_order_of_arrival_while_the_event_loop_is_free():
    order, ticks = [], []

    def work(number):
        order.append(("begins", number))
        time.sleep(0.05)
        order.append(("ends", number))

    async def tick():
        while True:
            ticks.append(time.monotonic())
            await asyncio.sleep(0.005)

    async def calculate():
        calculations = Calculations(**PATIENT)
        clock = asyncio.create_task(tick())
        await asyncio.gather(*(calculations.run(work, number) for number in range(4)))
        clock.cancel()

    asyncio.run(calculate())
    assert order == [(what, number) for number in range(4) for what in ("begins", "ends")]
    assert max(later - earlier for earlier, later in pairwise(ticks)) < 0.05


def test_above_the_most_waiting_a_request_is_refused_at_once():
    async def calculate():
        calculations = Calculations(most_waiting=3, waiting_seconds=5, most_seconds=5)
        first = asyncio.create_task(calculations.run(time.sleep, 0.2))
        await asyncio.sleep(0.05)
        start = time.monotonic()
        results = await asyncio.gather(*(calculations.run(divmod, 1, 1) for _ in range(5)), return_exceptions=True)
        await first
        return results, time.monotonic() - start

    results, seconds = asyncio.run(calculate())
    assert [isinstance(result, Busy) for result in results] == [False, False, False, True, True]
    assert seconds < 0.5


def test_who_waits_too_long_for_the_turn_is_refused_and_not_calculated():
    called = []

    async def calculate():
        calculations = Calculations(most_waiting=3, waiting_seconds=0.1, most_seconds=5)
        first = asyncio.create_task(calculations.run(time.sleep, 0.3))
        await asyncio.sleep(0.02)
        with pytest.raises(Busy) as error:
            await calculations.run(called.append, 1)
        await first
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        return error.value

    refusal = asyncio.run(calculate())
    assert (refusal.status, refusal.headers) == (503, {"Retry-After": "1"})
    assert called == []


def test_who_has_had_a_turn_is_let_finish():
    async def calculate():
        calculations = Calculations(most_waiting=1, waiting_seconds=0.1, most_seconds=5)
        caller.set(Caller(asyncio.Event().wait))
        await calculations.run(divmod, 7, 2)
        served = caller.get()
        caller.set(None)
        others = [asyncio.create_task(calculations.run(time.sleep, 0.2))]
        await asyncio.sleep(0.02)
        others.append(asyncio.create_task(calculations.run(time.sleep, 0)))
        await asyncio.sleep(0.02)
        with pytest.raises(Busy):
            await calculations.run(divmod, 7, 2)
        caller.set(served)
        result = await calculations.run(divmod, 9, 2)
        await asyncio.gather(*others, return_exceptions=True)
        return result

    assert asyncio.run(calculate()) == (4, 1)


def test_a_calculation_that_takes_too_long_is_given_up_and_the_next_one_has_its_turn():
    async def calculate():
        calculations = Calculations(**PATIENT)
        start = time.monotonic()
        with pytest.raises(TooLong):
            await calculations.run(time.sleep, 0.5, seconds=0.3)
        seconds = time.monotonic() - start
        assert await calculations.run(divmod, 7, 2) == (3, 1)
        return seconds

    assert 0.3 <= asyncio.run(calculate()) < 0.5


@pytest.mark.parametrize("how", ["client gone", "cancelled"])
def test_what_nobody_waits_for_is_not_calculated(how):
    called = []

    async def calculate():
        calculations = Calculations(**PATIENT)
        first = asyncio.create_task(calculations.run(time.sleep, 0.2))
        await asyncio.sleep(0.02)
        if how == "client gone":
            caller.set(Caller(lambda: asyncio.sleep(0.02)))
        second = asyncio.create_task(calculations.run(called.append, 1))
        await asyncio.sleep(0.02)
        if how == "cancelled":
            second.cancel()
        with pytest.raises((ClientGone, asyncio.CancelledError)):
            await second
        caller.set(None)
        await first
        await calculations.run(called.append, 2)

    asyncio.run(calculate())
    assert called == [2]


def test_a_client_that_leaves_while_it_waits_is_not_calculated_for(tmp_path):
    with server(tmp_path) as running:
        asked = in_background(lambda: running.get("/calculate?seconds=0.8", b"{}"))
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
    with server(tmp_path, batch_seconds=0.3, calculation_seconds=5) as running:
        stuck = in_background(lambda: running.get("/calculate?seconds=60", b"{}"))
        running.wait_for(lambda: running.metric("openfisca_kz_requests_in_flight") == 2)
        waiting = in_background(lambda: running.get("/calculate", b"{}"))
        status, _, body = stuck()
        assert (status, b"calculation_too_long" in body) == (422, True)
        status, headers, body = waiting()
        assert (status, headers["Retry-After"], b'"busy"' in body) == (503, "1", True)
        running.wait_for(lambda: running.events("a worker ended and is replaced"), seconds=5)
        assert running.get("/calculate", b"{}")[0] == 200
