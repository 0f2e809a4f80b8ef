"""The client of the package, against the application."""

import io

import polars as pl
import pytest

from openfisca_kz.client import ApiError, Client
from tests.service.conftest import called_in_process
from tests.service.test_batch import FAMILY_OF_FOUR, RULE_REFUSES, table

PERIOD = "2025-05"


@pytest.fixture(scope="module")
def client():
    with Client(http=called_in_process(), language="ru") as found:
        yield found


def test_calculate_under_two_laws(client, situation):
    amounts = [
        client.calculate(situation, reform)["families"]["family"]["targeted_social_assistance"][PERIOD]
        for reform in (None, "order_95_2025:before")
    ]
    assert amounts == [26_200, 10_791]


def test_compare(client, situation):
    found = client.compare(situation, "order_95_2025")
    changed = {one.variable: (one.before, one.after, one.causes) for one in found.differences}
    cause = ("Order № 95, p. 8 19), fifth paragraph",)
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
