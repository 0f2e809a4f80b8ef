"""The outermost layer, in this process: which request ids are taken over, and what bodies may take."""

import asyncio

import pytest

from openfisca_kz.service.operation.body import check_length, read_body
from openfisca_kz.service.operation.refusals import Busy, TooLarge
from openfisca_kz.service.operation.requests import Requests
from openfisca_kz.service.settings import Settings

UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
SETTINGS = Settings(largest_body="1KiB", most_body_memory="8KiB")


async def ask(layer, body=b"", request_id=UUID, reading=None):
    """The request id of an answer; the client takes the answer when `reading` is set."""
    scope = {"type": "http", "method": "POST", "headers": [(b"x-request-id", request_id.encode())]}
    answered = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        answered.append(message)
        if reading:
            await reading.wait()

    await layer(scope, receive, send)
    return dict(answered[0]["headers"])[b"x-request-id"].decode()


async def echo(scope, receive, send):
    """An application that reads the body and answers."""
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize("given", [UUID, UUID.upper(), UUID.replace("-", ""), "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
def test_a_random_request_id_is_taken_over(given):
    assert asyncio.run(ask(Requests(echo, SETTINGS), request_id=given)) == given


@pytest.mark.parametrize(
    "given",
    [
        "Aigerim-870101300123",
        "Aigerim_Ivanova_870101300123",
        "00000000-0000-0000-0000-870101300123",
        "0" * 20 + "870101300123",
        "AIGERIM0000000870101300123",
        UUID + "0",
        "{" + UUID + "}",
    ],
)
def test_one_that_could_name_somebody_is_replaced(given):
    used = asyncio.run(ask(Requests(echo, SETTINGS), request_id=given))
    assert used != given
    assert len(used) == len(UUID)


def test_batches_whose_answers_are_not_read_are_in_the_way_of_no_other_request():
    async def answered():
        layer, reading = Requests(echo, SETTINGS), asyncio.Event()
        unread = [asyncio.create_task(ask(layer, b"x" * 4_096, reading=reading)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy) as error:
            await ask(layer, b"x" * 4_096)
        for _ in range(20):
            await ask(layer, b"x" * 1_024)
        reading.set()
        await asyncio.gather(*unread)
        await ask(layer, b"x" * 4_096)
        return layer, error.value

    layer, refusal = asyncio.run(answered())
    assert "8192 bytes (most_body_memory)" in refusal.detail
    assert set(layer.memory.held.values()) == {0}


def test_a_body_that_grows_large_is_counted_once():
    async def growing(scope, receive, send):
        for _ in range(8):
            await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def grown():
        layer, reading = Requests(growing, SETTINGS), asyncio.Event()
        client = asyncio.create_task(ask(layer, b"x" * 1_000, reading=reading))
        await asyncio.sleep(0)
        held = dict(layer.memory.held)
        reading.set()
        await client
        return held

    assert asyncio.run(grown()) == {"ordinary": 0, "large": 8_000}


def test_a_body_too_large_is_told_the_number_and_the_name_of_its_limit():
    async def receive():
        return {"type": "http.request", "body": b"x" * 11, "more_body": False}

    assert len(asyncio.run(read_body(receive, 11, 20))) == 11
    with pytest.raises(TooLarge) as read:
        asyncio.run(read_body(receive, 10, 20, "largest_batch_body"))
    with pytest.raises(TooLarge) as announced:
        check_length([(b"content-length", b"11")], 10, "largest_batch_body")
    assert "10 bytes at most (largest_batch_body)" in read.value.detail
    assert read.value.detail == announced.value.detail
