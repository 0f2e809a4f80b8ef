"""Families worked by hand: what decides stands in the explanation, with its provision, its grade and its amounts."""

import pytest

from openfisca_kz.explanation import as_text, explain
from tests.explanation.families import figures, monthly, readme_family, small_family, step

PRIVATE = "total_income.point_8.education_material_aid.private"


def item_of_school_aid(explanation):
    return figures(step(explanation, "counted_point_8_income", "pupil"))[PRIVATE]


def test_after_order_95_the_school_aid_does_not_count_by_point_8_19(system):
    explanation = explain(readme_family(), system)
    item = item_of_school_aid(explanation)
    assert (item["value"], item["provision"], item["grade"]) == (False, "p. 8 19), fifth paragraph", "A")
    assert item["since"] == "2025-04-11"
    assert item["act"] == "order № 95 of 31.03.2025"
    assert item["origin"] == "Order № 181 p. 8 19), fifth paragraph (order № 95 of 31.03.2025)"
    assert item["href"].startswith("https://")
    assert item["summary"].startswith("Aid to learners under decree № 64 is no income: until 2025 in state")
    assert step(explanation, "counted_point_8_income", "pupil")["value"] == 0
    assert step(explanation, "counted_point_8_income", "pupil")["shown"]
    assert step(explanation, "total_income")["value"] == 360000
    assert step(explanation, "targeted_social_assistance")["value"] == 26200


@pytest.mark.parametrize(("day", "law"), [("2025-04-05", "system"), ("2025-05-05", "before")])
def test_before_order_95_the_same_aid_counts(request, day, law):
    explanation = explain(readme_family(day), request.getfixturevalue(law))
    item = item_of_school_aid(explanation)
    assert (item["value"], item["since"], item["origin"]) == (
        True,
        "2023-07-01",
        "Order № 181 p. 8 19), fifth paragraph",
    )
    assert step(explanation, "total_income")["value"] == 406228
    amount = step(explanation, "targeted_social_assistance")
    assert amount["arithmetic"] == "(36 550 × 4 × 3 − 406 228) ÷ 3 ≈ 10 791"
    assert step(explanation, "per_capita_income")["arithmetic"] == "406 228 ÷ 4 ÷ 3 = 33 852.33…"


def test_every_income_with_its_amount_and_the_item_that_decides(system):
    wage, aid = explain(readme_family(), system)["incomes"]
    assert (wage["record"], wage["variable"], wage["amount"], wage["counts"]) == ("father", "wage", 360000, True)
    assert wage["amounts"] == {"2025-01": 120000, "2025-02": 120000, "2025-03": 120000}
    assert [item["name"] for item in wage["decided_by"]] == ["total_income.point_16_1.wage"]
    assert (aid["record"], aid["amount"], aid["counts"]) == ("pupil", 46228, False)
    assert aid["fact"]["value"] == "private"
    assert [item["name"] for item in aid["decided_by"]] == [PRIVATE]
    assert aid["steps"] == ["persons/pupil/counted_point_8_income/2025-05"]


def test_only_the_own_region_of_the_published_lines(system):
    line = figures(step(explain(readme_family(), system), "poverty_line"))
    assert [name for name in line if name.startswith("poverty_line.published")] == ["poverty_line.published.aktobe"]
    published = line["poverty_line.published.aktobe"]
    assert (published["value"], published["grade"], published["decides"]) == (36550, "B", True)
    assert not line["poverty_line.median_share"]["decides"]


def test_only_the_own_region_of_the_subsistence_minimums(system):
    family = small_family()
    family["families"]["family"] |= {
        "given_poverty_line": {},
        "region": {"2025-11": "mangystau"},
        "poverty_line": {"2025-11": None},
    }
    explanation = explain(family, system)
    (minimum,) = [
        one
        for one in explanation["steps"]
        if one["variable"] == "regional_subsistence_minimum" and one["period"] == "2025-11"
    ]
    regional = [name for name in figures(minimum) if name.startswith("subsistence_minimum.regional")]
    assert regional == ["subsistence_minimum.regional.mangystau"]
    assert figures(minimum)[regional[0]]["value"] == minimum["value"] > 0


def test_only_the_own_zone_of_the_norms_of_a_farm(system):
    farm = {"farm_potatoes": 5, "given_natural_zone": "dry_steppe", "farm_price_potatoes": 150}
    income = step(explain(small_family("total_income", **farm), system), "farm_income_by_norms")
    norms = [name for name in figures(income) if ".norms." in name]
    assert norms == [f"personal_subsidiary_farm.norms.dry_steppe.potatoes.{one}" for one in ("harvest", "cost")]


def test_help_for_those_alone_whose_status_gives_the_right(system):
    family = small_family()
    family["persons"]["son"]["legal_status"] = {"2025-05": "other"}
    amount = step(explain(family, system), "targeted_social_assistance")
    assert (amount["value"], amount["arithmetic"]) == (
        6000,
        "(36 000 × 2 × 3 − 180 000) ÷ 3 ÷ 2 × 1 = 6 000",
    )


def test_of_an_order_of_rent_only_its_own_item_decides(system):
    family = small_family("total_income")
    family["persons"]["mother"] |= {
        "rental_housing_payment": {"2025-01": 40000, "2025-02": 50000},
        "rental_housing_payment_basis": {"2025-01": "order_60_2022", "2025-02": "order_152_2025"},
    }
    lines = [line for line in explain(family, system)["incomes"] if line["variable"] == "rental_housing_payment"]
    decided = {
        line["fact"]["value"]: [item["name"].rpartition(".")[2] for item in line["decided_by"]] for line in lines
    }
    assert decided == {
        "order_60_2022": ["order_60_2022"],
        "order_152_2025": ["order_152_2025", "order_152_continues_order_221"],
    }


def test_a_family_with_two_cars_is_refused_and_the_failed_condition_is_shown(system):
    explanation = explain(small_family(cars_owned=2), system)
    cars = step(explanation, "no_need_by_cars")
    assert cars["value"] is True
    assert cars["shown"]
    assert cars["arithmetic"] == "2 > 1"
    assert figures(cars)["needs.cars_allowed"]["origin"] == "Social Code art. 125 p. 1 4)"
    assert "families/family/cars_owned/2025-05" in cars["uses"]
    ground = step(explanation, "refusal_ground")
    assert (ground["value"], ground["text"]) == ("no_need", "No need")
    assert "families/family/refused_no_need/2025-05" in ground["uses"]
    page = as_text(explanation)
    for said in ("Ground of refusal: No need", "Passenger cars in working order: 2", "2 > 1", "art. 125 p. 1 4)"):
        assert said in page


def test_the_ground_of_refusal_is_explained_although_nobody_asked(system):
    explanation = explain(small_family("targeted_social_assistance", cars_owned=2), system)
    ground = step(explanation, "refusal_ground")
    assert (ground["value"], ground["beside"]) == ("no_need", True)
    assert not step(explanation, "tsa_entitled")["beside"]


@pytest.mark.parametrize(("line", "sign"), [(30000, "≤"), (29999.99, ">")])
def test_a_family_on_the_line_and_a_tiyn_above_it(system, line, sign):
    explanation = explain(small_family(given_poverty_line=line), system)
    compared = step(explanation, "income_within_poverty_line")
    assert compared["value"] is (sign == "≤")
    assert compared["arithmetic"] == f"180 000 {sign} {line:,} × 2 × 3".replace(",", " ")
    assert compared["shown"]
    assert step(explanation, "poverty_line_basis")["value"] == "given"


def test_the_supplement_names_the_child_and_the_figures(system):
    supplement = step(explain(small_family(), system), "child_supplement")
    assert supplement["value"] == 5898
    assert supplement["arithmetic"] == "1 × 1.5 × 3 932 = 5 898"
    (part,) = supplement["parts"]
    assert (part["record"], part["amount"], part["id"]) == ("son", 5898, "persons/son/age/2025-05")
    assert figures(supplement)["child_supplement.age_to"]["value"] == 6
    assert [one["citation"] for one in supplement["provisions"]] == ["Social Code art. 126 p. 2"]


def test_zero_branches_are_not_for_the_short_version(system):
    explanation = explain(readme_family(), system)
    for name in ("counted_lump_sums", "alimony_left_out", "counted_social_payments"):
        assert not step(explanation, name, "mother")["shown"]
    shown = [one for one in explanation["steps"] if one["shown"]]
    assert 8 <= len(shown) <= 16
    assert len(explanation["steps"]) > 80


def test_a_provision_is_cited_with_its_sentence_and_the_act_of_its_wording(system):
    (cited,) = step(explain(readme_family(), system), "counted_point_8_income", "pupil")["provisions"]
    assert cited["citation"] == "Order № 181 p. 8"
    assert cited["summary"] == "What the following list names is no income of a person; the list is closed."
    assert cited["worded_by"] == "order № 181 of 26.05.2023"
    assert cited["href"].startswith("https://")
    assert cited["grade"] == "A"


def test_a_family_before_the_code_is_not_explained_by_the_code(system):
    family = {
        "persons": {"mother": {"wage": monthly(4000, ("2017-10", "2017-11", "2017-12"))}},
        "families": {
            "family": {
                "applicant": "mother",
                "given_poverty_line": {"2018-01": 10000},
                "targeted_social_assistance": {"2018-01": None},
            }
        },
    }
    explanation = explain(family, system)
    cited = {one["citation"] for each in explanation["steps"] for one in each["provisions"]}
    assert "Law № 246 art. 7 p. 1" in cited
    assert not [one for one in cited if "Social Code" in one or "№ 181" in one]
    after = explain(readme_family(), system)
    assert not [one for each in after["steps"] for one in each["provisions"] if "№ 246" in one["citation"]]
