"""`/batch`: every line as it would be answered alone, whatever stands in the others; tables as `compare` reads them."""

import io
import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openfisca_kz.service import batch
from openfisca_kz.service.openapi import NDJSON, PARQUET
from tests.service.conftest import called_in_process
from tests.situations.test_building import FAMILY, situation_of
from tests.situations.test_together import PAIRS, asking

PERIOD = "2025-05"
RULE_REFUSES = {
    "persons": {"a": {"lump_sum": {"2025-02": 90_000}}},
    "families": {"f": {"applicant": "a", "total_income": {PERIOD: None}}},
}
"""A sum for several months without the months."""
BEFORE = "order_95_2025:before"


def lines(api, situations, query=""):
    body = "\n".join(json.dumps(situation) for situation in situations)
    reply = api.post(f"/batch{query}", content=body, headers={"Content-Type": NDJSON})
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith(NDJSON)
    return [json.loads(line) for line in reply.text.splitlines()]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(families=st.lists(st.one_of(FAMILY.map(situation_of), st.just(RULE_REFUSES)), min_size=1, max_size=8))
def test_each_line_is_answered_as_alone(families, api, monkeypatch):
    monkeypatch.setattr(batch, "AT_ONCE", 3)
    for number, (line, situation) in enumerate(zip(lines(api, families), families, strict=True), start=1):
        assert line["line"] == number
        alone = api.post("/calculate", json=situation)
        if alone.status_code != 200:
            assert line["problem"] == alone.json()
            continue
        for family, facts in line["families"].items():
            for name, by_period in facts.items():
                assert by_period == alone.json()["families"][family][name]


def test_ids_of_lines_come_back(api):
    first, second = (dict(situation_of(_family(wage)), id=own) for wage, own in ((1, "first"), (2, 2)))
    assert [line["id"] for line in lines(api, [first, second, {"id": "x" * 101}, {"id": [1]}])[:2]] == ["first", 2]


def test_blank_lines_are_none_and_numbers_are_those_of_the_body(api):
    good = json.dumps(situation_of(_family(1)))
    reply = api.post("/batch", content=f"\n{good}\r\n\n{good}\n", headers={"Content-Type": NDJSON})
    assert [json.loads(line)["line"] for line in reply.text.splitlines()] == [2, 4]


def test_lines_that_ask_for_different_months(api):
    first, second = situation_of(_family(1)), situation_of(_family(2))
    family = second["families"]["the family"]
    family["total_income"] = {"2025-06": None}
    family["application_date"] = {"2025-05": "2025-05-07", "2025-06": "2025-06-07"}
    found = lines(api, [first, second])
    assert list(found[0]["families"]["the family"]["total_income"]) == [PERIOD]
    assert list(found[1]["families"]["the family"]["total_income"]) == ["2025-06"]


def test_a_batch_under_another_law(api):
    situation = situation_of(_family(120_000, children=2, aid=46_228))
    amounts = [
        lines(api, [situation], query)[0]["families"]["the family"]["total_income"][PERIOD]
        for query in ("", f"?reform={BEFORE}")
    ]
    assert amounts == [360_000, 406_228]


@pytest.mark.parametrize(
    ("query", "place"),
    [("?reform=order_96", "/query/reform"), ("?reforms=x", "/query"), ("?period=May", "/query/period"),
     (f"?reform={BEFORE}&reform={BEFORE}", "/query/reform")],
)  # fmt: skip
def test_queries_are_checked(api, query, place):
    reply = api.post(f"/batch{query}", content="{}", headers={"Content-Type": NDJSON})
    assert (reply.status_code, reply.json()["errors"][0]["pointer"]) == (400, place)


def test_too_many_families_and_none():
    api = called_in_process(most_batch_families=2)
    good = json.dumps(situation_of(_family(1)))
    reply = api.post("/batch", content="\n".join([good] * 3), headers={"Content-Type": NDJSON})
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert "most_batch_families" in reply.json()["detail"]
    assert api.post("/batch", content="\n \n", headers={"Content-Type": NDJSON}).status_code == 422
    assert api.post("/batch", content=good, headers={"Content-Type": "application/json"}).status_code == 415


def test_the_time_of_a_batch_is_over():
    api = called_in_process(batch_seconds=0.01)
    found = lines(api, [situation_of(_family(wage)) for wage in range(200)])
    assert len(found) == 200
    assert found[-1]["problem"]["code"] == "calculation_too_long"


def table(**columns):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


FAMILY_OF_FOUR = {
    "family_id": [1, 1, 1, 1],
    "region": ["aktobe"] * 4,
    "wage": [120_000.0, 0, 0, 0],
    "education_material_aid@2025-02": [0.0, 0, 46_228, 0],
    "education_organisation_ownership": [None, None, "private", None],
}


def test_a_table_of_persons(api):
    for query, income, amount in (("", 360_000, 26_200), (f"&reform={BEFORE}", 406_228, 10_791)):
        reply = api.post(
            f"/batch?period={PERIOD}{query}", content=table(**FAMILY_OF_FOUR), headers={"Content-Type": PARQUET}
        )
        assert reply.status_code == 200, reply.text
        families = pl.read_parquet(reply.content)
        assert families["family_id"].to_list() == [1]
        assert families["total_income"].to_list() == [income]
        assert families["targeted_social_assistance"].to_list() == [amount]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (table(**{**FAMILY_OF_FOUR, "wage": [-1.0, 0, 0, 0]}), "/wage/1"),
        (table(**{**FAMILY_OF_FOUR, "wages": [1.0, 0, 0, 0]}), "/wages"),
        (table(**{**FAMILY_OF_FOUR, "wage": [float("nan"), 0, 0, 0]}), "/wage/1"),
        (table(wage=[1.0]), "/family_id"),
        (table(**FAMILY_OF_FOUR)[:-20], ""),
        (b"", ""),
        (b"family_id,wage\n1,2\n", ""),
    ],
)
def test_tables_that_are_refused(api, content, place):
    reply = api.post(f"/batch?period={PERIOD}", content=content, headers={"Content-Type": PARQUET})
    assert reply.status_code == 422, reply.text
    assert place in [fault["pointer"] for fault in reply.json()["errors"]]
    assert "/tmp" not in reply.text


def test_a_table_needs_its_month(api):
    reply = api.post("/batch", content=table(**FAMILY_OF_FOUR), headers={"Content-Type": PARQUET})
    assert (reply.status_code, reply.json()["errors"][0]["pointer"]) == (422, "/query/period")
    reply = api.post("/batch?period=2021-05", content=table(**FAMILY_OF_FOUR), headers={"Content-Type": PARQUET})
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "not_covered")


def test_a_small_file_of_very_many_rows():
    api = called_in_process(most_batch_families=10)
    content = table(family_id=[1] * 501, wage=[0.0] * 501)
    reply = api.post(f"/batch?period={PERIOD}", content=content, headers={"Content-Type": PARQUET})
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")


def _family(wage, children=0, aid=0):
    return {"adults": 1, "children": children, "wage": wage, "aid": aid, "ownership": "private", "cars": 0,
            "region": "aktobe", "day": 5}  # fmt: skip


def test_a_batch_goes_on_in_short_turns_and_gives_the_same(api, monkeypatch):
    """Also where lines are refused together that are answered alone: others get their turn between the halves."""
    pairs = [asking(one, names) for *pair, names in PAIRS for one in pair]
    body = "\n".join(json.dumps(line) for line in [*pairs, RULE_REFUSES, *pairs])
    texts, turns = [], []
    whole = batch.Slice.turn
    monkeypatch.setattr(batch.Slice, "turn", lambda some: turns.append(1) or whole(some))
    for seconds in (60, 0):
        monkeypatch.setattr(batch, "TURN_SECONDS", seconds)
        reply = api.post("/batch", content=body, headers={"Content-Type": NDJSON})
        assert reply.status_code == 200
        texts.append(reply.text)
        turns.append(0)
    assert texts[0] == texts[1]
    refused = [line["line"] for line in map(json.loads, texts[0].splitlines()) if "problem" in line]
    assert len(pairs) + 1 in refused
    assert len(refused) < len(pairs)
    assert turns.index(0) == 1
    assert len(turns) > 3 * len(pairs)
