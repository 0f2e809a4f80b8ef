"""What the API says of the law: every dated value with what sets it, in the caller's language."""

import re

import pytest

from openfisca_kz.comparison.laws import country
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.parameter_files import dated_parameters
from openfisca_kz.service.metadata import Metadata


def sources(api, name, language="en"):
    return api.get(f"/parameter/{name}", headers={"Accept-Language": language}).json()["sources"]


def test_a_value_has_its_act_provision_address_and_grade(api):
    assert sources(api, "total_income.point_8.education_material_aid.private")["2025-04-11"] == {
        "origin": "Order № 181 p. 8 19), fifth paragraph (order № 95 of 31.03.2025)",
        "act": "order № 95 of 31.03.2025",
        "provision": "p. 8 19), fifth paragraph",
        "summary": "Aid to learners under decree № 64 is no income: until 2025 in state organisations of education, "
        "since order № 95 in any.",
        "href": "https://zan.gov.kz/client/#!/doc/208667/rus",
        "grade": "A",
        "note": "The word «state» is gone.",
    }


def test_a_value_of_another_source_has_its_title_and_note(api):
    found = sources(api, "poverty_line.published.aktobe")["2025-04-01"]
    assert found["origin"] == "Echo January, 20.06.2025 (address of the page not recorded)"
    assert (found["act"], found["provision"], found["grade"]) == (None, None, "B")
    assert found["note"] == "Not found again; check it before relying on it."


def test_in_the_language_of_the_caller(api):
    found = sources(api, "poverty_line.minimum_share", "ru")["2025-01-01"]
    assert found["provision"] == "п. 1, подп. 2) приказа № 160 с изменениями"
    assert found["act"] == "приказ № 473 от 20.12.2024"
    assert sources(api, "poverty_line.minimum_share", "kk")["2025-01-01"]["act"] == "20.12.2024 № 473 бұйрық"


def test_every_value_of_every_parameter_has_its_source(api):
    for parameter in dated_parameters(country().parameters):
        shown = api.get(f"/parameter/{parameter.name}").json()
        for value in parameter.values_list:
            assert shown["values"][value.instant_str] == value.value
            if value.value is not None:
                source = shown["sources"][value.instant_str]
                assert source["grade"] == value.metadata["grade"]
                assert source["origin"]
                assert source["href"] == value.metadata["reference"][0].get("href")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_provision_is_in_the_language_and_keeps_its_figures(language):
    english, other = (Metadata(country()).parameters(one) for one in ("en", language))
    for name, shown in english.items():
        for day, source in shown.get("sources", {}).items():
            provision = other[name]["sources"][day]["provision"]
            if source["provision"] is None:
                assert provision is None
                continue
            assert not set(re.findall(r"[A-Za-z]+", provision)) - {"VI", "VII"}, provision
            ours, theirs = (re.findall(r"\d+", text) for text in (source["provision"], provision))
            assert set(ours) <= set(theirs), (source["provision"], provision)


def test_a_node_has_no_values_and_no_sources(api):
    assert set(api.get("/parameter/poverty_line").json()) == {"id", "description", "metadata", "subparams"}
