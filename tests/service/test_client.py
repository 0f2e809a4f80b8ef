"""The client of the package, against the application."""

import io
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import polars as pl
import pytest

from openfisca_kz.client import NDJSON, PROBLEM, ApiError, Client
from tests.service.conftest import called_in_process
from tests.service.test_batch import FAMILY_OF_FOUR, RULE_REFUSES, table

PERIOD = "2025-05"


@pytest.fixture(scope="module")
def client():
    with Client(http=called_in_process(), language="ru") as found:
        yield found


def answering(*replies):
    """A client to which these are answered, one after the other."""
    left = iter(replies)
    http = httpx2.Client(base_url="http://api", transport=httpx2.MockTransport(lambda _: next(left)))
    return Client(http=http, attempts=len(replies))


def test_calculate_under_two_laws(client, situation):
    amounts = [
        client.calculate(situation, reform)["families"]["family"]["targeted_social_assistance"][PERIOD]
        for reform in (None, "order_95_2025:before")
    ]
    assert amounts == [26_200, 10_791]


def test_compare(client, situation):
    found = client.compare(situation, "order_95_2025")
    changed = {one.variable: (one.before, one.after, one.causes) for one in found.differences}
    cause = ("приказ № 95, п. 8, подп. 19), абзац 5",)
    assert changed["targeted_social_assistance"] == (10_791, 26_200, cause)
    assert found.before["law"]["name"] == "before"


def test_batch_goes_on_after_what_is_refused(client, situation):
    odd = "of \u2028 and \x85, which other programs take for the end of a line"
    first, second, third = client.batch([situation, RULE_REFUSES, {**situation, "id": odd}])
    assert first.answer == third.answer
    assert (first.line, first.id, third.line, third.id) == (1, None, 3, odd)
    assert (first.error, second.answer) == (None, {})
    assert second.error.code == "refused_situation"
    assert second.error.faults[0].pointer == "/persons/a/lump_sum_from/2025-02"


def test_batch_is_sent_at_the_call(client):
    with pytest.raises(ApiError) as error:
        client.batch([])
    assert (error.value.status, error.value.code) == (422, "refused_situation")


@pytest.mark.parametrize("cut", [b"", b'{"line": 2, "fam', b'{"line": 2}'])
def test_batch_whose_answer_ends_early(cut):
    reply = httpx2.Response(200, content=b'{"line": 1}\n' + cut, headers={"Content-Type": NDJSON, "X-Request-Id": "7"})
    with pytest.raises(ApiError, match="1 of 2 situations are answered") as error:
        answering(reply).batch([{}, {}])
    assert (error.value.code, error.value.request_id) == ("incomplete_answer", "7")


def test_batch_of_a_table(client):
    families = pl.read_parquet(io.BytesIO(client.batch_table(table(**FAMILY_OF_FOUR), PERIOD, amounts="month")))
    assert families["targeted_social_assistance"].to_list() == [26_200]


def test_what_is_refused_says_where_and_how_to_mend_it(client, situation):
    situation["persons"]["mother"]["wage"]["2025-01"] = "many"
    with pytest.raises(ApiError) as error:
        client.calculate(situation)
    assert (error.value.status, error.value.code) == (400, "invalid_request")
    assert error.value.faults[0].pointer == "/persons/mother/wage/2025-01"
    assert "Запишите число" in str(error.value)


def test_the_law_and_the_service(client):
    assert client.variable("wage")["description"] == client.variables()["wage"]["description"] == "Заработная плата"
    assert client.parameter("poverty_line.minimum_share")["values"]
    assert client.parameters()
    assert client.entities()["family"]["roles"]
    assert client.spec()["openapi"] == "3.1.0"
    assert client.version()["laws"][0] == "in_force"
    assert client.health() is True


def test_trace_and_explain(client, situation):
    assert f"total_income<{PERIOD}>" in client.trace(situation)["requestedCalculations"]
    assert client.explain(situation)["steps"]


@pytest.mark.parametrize("name", ["wage?", "wage#", "wage/../wage"])
def test_names_are_no_addresses(client, name):
    with pytest.raises(ApiError) as error:
        client.variable(name)
    assert error.value.status == 404


@pytest.mark.parametrize("name", ["poverty_line.minimum_share?", "poverty_line.minimum_share#", "../variable/wage"])
def test_names_of_parameters_are_no_addresses(client, name):
    with pytest.raises(ApiError) as error:
        client.parameter(name)
    assert error.value.status == 404


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("5", 5),
        ("86400", 60),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 60),
        ("Fri Jan  1 00:00:00 2100", 60),
        ("-5", 1),
        ("nan", 1),
        ("9" * 400, 60),
        ("soon", 1),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 1),
        ("", 1),
        (None, 1),
    ],
)
def test_the_wait_for_a_busy_service(monkeypatch, said, wait):
    waits = []
    monkeypatch.setattr("openfisca_kz.client.time.sleep", waits.append)
    busy = httpx2.Response(503, headers={} if said is None else {"Retry-After": said})
    assert answering(busy, httpx2.Response(200, json={"status": "ok"})).health()
    assert waits == [wait]


def test_the_wait_until_a_time_of_day(monkeypatch):
    waits = []
    monkeypatch.setattr("openfisca_kz.client.time.sleep", waits.append)
    in_half_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    busy = httpx2.Response(503, headers={"Retry-After": in_half_a_minute})
    assert answering(busy, httpx2.Response(200, json={"status": "ok"})).health()
    assert 20 < waits[0] <= 30


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (502, "text/html", b"<html>Bad Gateway</html>"),
        (502, PROBLEM, b"<html>"),
        (502, PROBLEM, b"\xff"),
        (502, PROBLEM, b"[]"),
        (400, PROBLEM, b'{"type": "about:blank", "errors": {"wage": ["many"]}}'),
        (200, "text/html", b"<html>Sign in</html>"),
        (204, "", b""),
    ],
)
def test_what_does_not_come_from_the_api(status, kind, body):
    for method, argument in (("calculate", {}), ("batch", [{}])):
        client = answering(httpx2.Response(status, content=body, headers={"Content-Type": kind}))
        with pytest.raises(ApiError, match=rf"^HTTP {status} .+: this is no answer of the API") as error:
            getattr(client, method)(argument)
        assert (error.value.status, error.value.code, error.value.faults) == (status, "unknown", ())
