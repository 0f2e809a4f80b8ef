"""The application as HTTP sees it: no redirect, and which language an answer is in."""

import json

import pytest

from openfisca_kz.service import batch_tables
from openfisca_kz.service.openapi import PARQUET
from tests.service.conftest import called_in_process

EVIL = (
    "//evil.com/x/",
    "/%2Fevil.com/x/",
    "/%2F%2Fevil.com/",
    "/%5Cevil.com/",
    "/evil.com%2F..%2F/",
    "//",
    "///",
    "/x/",
)


@pytest.mark.parametrize("path", [*EVIL, "/variables//", "/variable/", "/қазақ/", "/%D0%B0%20b/"])
def test_what_is_not_there_is_not_found_wherever_its_slashes_are(api, path):
    reply = api.get(f"http://testserver{path}", follow_redirects=False)
    assert reply.status_code == 404
    assert "location" not in reply.headers


@pytest.mark.parametrize(
    "path", ["/variables", "/variable/wage", "/parameters", "/parameter/poverty_line", "/entities"]
)
def test_a_slash_at_the_end_changes_nothing(api, path):
    """As in the engine's own API; and no header of the request comes back as an address."""
    plain = api.get(path)
    slashed = api.get(f"{path}/", follow_redirects=False)
    assert (slashed.status_code, slashed.json()) == (200, plain.json())
    elsewhere = api.get(f"{path}/", headers={"Host": "evil.com"}, follow_redirects=False)
    assert elsewhere.status_code == 200
    assert "location" not in elsewhere.headers


def test_a_slash_at_the_end_of_what_is_sent(api, situation):
    plain, slashed = (api.post(path, json=situation, follow_redirects=False) for path in ("/calculate", "/calculate/"))
    assert (slashed.status_code, slashed.json()) == (200, plain.json())
    assert api.get("/calculate/", follow_redirects=False).status_code == 405


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_an_answer_in_a_language_says_so(api, situation, language):
    lines = {"Content-Type": "application/x-ndjson", "Accept-Language": language}
    asked = {"Accept-Language": language}
    replies = [
        api.post("/explain", json=situation, headers=asked),
        api.post("/compare", json=situation, headers=asked),
        api.post("/calculate", json={}, headers=asked),
        api.post("/batch", content=json.dumps(situation), headers=lines),
        *(
            api.get(path, headers=asked)
            for path in (
                "/variables",
                "/variable/wage",
                "/parameters",
                "/parameter/poverty_line",
                "/entities",
                "/nowhere",
            )
        ),
    ]
    for reply in replies:
        assert reply.headers["Content-Language"] == language, reply.request.url
        assert reply.headers["Vary"] == "Accept-Language"


def test_an_answer_in_no_language_does_not(api, situation):
    replies = [api.post("/calculate", json=situation), *(api.get(path) for path in ("/health", "/version", "/spec"))]
    for reply in replies:
        assert reply.status_code == 200
        assert "Content-Language" not in reply.headers
        assert "Vary" not in reply.headers


HIGHER_LINE = {"parameters": {"poverty_line.published.aktobe": {"2025-01-01": 41_771}}}


def compared(api, situation, language, reform):
    reply = api.post("/compare", json={**situation, "reform": reform}, headers={"Accept-Language": language})
    found = reply.json()
    titles = [found[side]["law"]["title"] for side in ("before", "after")]
    return titles, {cause for one in found["differences"] for cause in one["causes"]}


@pytest.mark.parametrize(
    ("language", "titles", "cause"),
    [
        (
            "en",
            ["Before order № 95 of 31 March 2025", "After order № 95 of 31 March 2025"],
            "Order № 95, p. 8 19), fifth paragraph",
        ),
        (
            "kk",
            ["Өзгерістерге дейін (31.03.2025 № 95 бұйрық)", "Өзгерістерден кейін (31.03.2025 № 95 бұйрық)"],
            "№ 95 бұйрық, 8-тармақ, 19) тармақша, 5-абзац",
        ),
        (
            "ru",
            ["До изменений (приказ № 95 от 31.03.2025)", "После изменений (приказ № 95 от 31.03.2025)"],
            "приказ № 95, п. 8, подп. 19), абзац 5",
        ),
    ],
)
def test_a_comparison_in_the_language_of_the_caller(api, situation, language, titles, cause):
    assert compared(api, situation, language, "order_95_2025") == (titles, {cause})


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["The law in force", "Own figures"]),
        ("kk", ["Қолданыстағы заңнама", "Пайдаланушының көрсеткіштері"]),
        ("ru", ["Действующее законодательство", "Показатели пользователя"]),
    ],
)
def test_own_figures_in_the_language_of_the_caller(api, situation, language, titles):
    assert compared(api, situation, language, HIGHER_LINE)[0] == titles
    assert compared(api, situation, language, {"name": "Моё", **HIGHER_LINE})[0] == [titles[0], "Моё"]


def test_a_table_has_the_time_of_a_batch(monkeypatch):
    given = []
    monkeypatch.setattr(batch_tables, "calculated", lambda *arguments: given.append(arguments) or (b"a table", 1))
    api = called_in_process(batch_seconds=7)
    reply = api.post("/batch?period=2025-05", content=b"PAR1", headers={"Content-Type": PARQUET})
    assert reply.content == b"a table"
    assert given[0][-1] == 7
