"""What was stated and read, what was stated without effect, and what was assumed instead of a statement."""

from openfisca_kz.explanation import as_text, explain
from openfisca_kz.explanation.assumptions import KINDS
from tests.explanation.families import assumed, monthly, plain, readme_family, small_family


def ids(explanation, key):
    return {one["id"] for one in explanation[key]}


def test_everything_stated_is_read_or_named_as_not_read(system):
    family = small_family("total_income", cars_owned=1)
    family["persons"]["mother"]["wage"] |= {"2024-06": 500, "2025-04": 700}
    explanation = explain(family, system)
    assert ids(explanation, "inputs") == {f"persons/mother/wage/{month}" for month in ("2025-01", "2025-02", "2025-03")}
    assert ids(explanation, "not_read") == {
        "persons/mother/wage/2024-06",
        "persons/mother/wage/2025-04",
        "persons/mother/birth_date/ETERNITY",
        "persons/mother/sex/2025-05",
        "persons/son/birth_date/ETERNITY",
        "families/family/given_poverty_line/2025-05",
        "families/family/cars_owned/2025-05",
    }
    assert "Wage, 2024-06: 500 tenge" in as_text(explanation)


def test_a_family_of_which_nothing_is_asked_is_not_read(system):
    family = small_family("total_income")
    family["persons"]["other"] = {"wage": monthly(1)}
    family["families"]["second"] = {"applicant": "other"}
    explanation = explain(family, system)
    assert {f"persons/other/wage/2025-0{month}" for month in (1, 2, 3)} < ids(explanation, "not_read")
    assert [one["record"] for one in explanation["families"]] == ["family"]


def test_an_answer_for_another_month_beside_the_one_that_holds_is_not_read(system):
    family = small_family("is_large_family")
    family["persons"]["son"]["studies_full_time"] = {"2025-04": True, "2025-05": True}
    explanation = explain(family, system)
    assert "persons/son/studies_full_time/2025-05" in ids(explanation, "inputs")
    assert "persons/son/studies_full_time/2025-04" in ids(explanation, "not_read")


def test_a_fact_is_read_from_the_month_in_which_it_was_stated_last(system):
    family = readme_family("2025-05-05", "total_income")
    family["persons"]["pupil"]["education_organisation_ownership"] = {"2024": "state", "2025-01": "private"}
    explanation = explain(family, system)
    assert "persons/pupil/education_organisation_ownership/2025-01" in ids(explanation, "inputs")
    assert "persons/pupil/education_organisation_ownership/2024" in ids(explanation, "not_read")


def test_what_is_stated_for_the_month_goes_before_what_is_for_the_year(system):
    family = small_family("tsa_entitled", cars_owned=2)
    family["families"]["family"]["cars_owned"]["2025"] = 1
    explanation = explain(family, system)
    assert "families/family/cars_owned/2025-05" in ids(explanation, "inputs")
    assert "families/family/cars_owned/2025" in ids(explanation, "not_read")
    assert explanation["results"][0]["value"] is False


def test_a_statement_for_several_months_is_one_input(system):
    family = small_family("total_income")
    family["persons"]["mother"]["wage"] = {"month:2025-01:3": 180000}
    explanation = explain(family, system)
    assert ids(explanation, "inputs") == {"persons/mother/wage/month:2025-01:3"}
    assert explanation["incomes"][0]["amounts"] == {"2025-01": 60000, "2025-02": 60000, "2025-03": 60000}


def test_what_a_rule_finds_is_an_input_where_it_is_stated(system):
    family = small_family("targeted_social_assistance", total_income=150000)
    explanation = explain(family, system)
    assert "families/family/total_income/2025-05" in ids(explanation, "inputs")
    assert "families/family/total_income/2025-05" not in ids(explanation, "steps")
    assert "persons/mother/wage/2025-01" in ids(explanation, "not_read")
    assert explanation["results"][0]["value"] == plain(family, system)[0] == 22000


def test_facts_that_are_not_known_come_first_and_kinds_of_income_last(system):
    family = readme_family()
    del family["families"]["family"]["application_date"], family["families"]["family"]["region"]
    explanation = explain(family, system)
    kinds = [one["kind"] for one in explanation["assumed"]]
    assert kinds == sorted(kinds, key=KINDS.index)
    first = {one["variable"] for one in explanation["assumed"][:3]}
    assert first == {"application_date", "region", "birth_date"}
    assert assumed(explanation, "application_date") == {("family", "2025-05"): "2025-05-01"}
    assert assumed(explanation, "region") == {("family", "2025-05"): "not_stated"}
    assert assumed(explanation, "birth_date") == dict.fromkeys(
        ((person, None) for person in ("father", "mother", "pupil", "brother")), None
    )


def test_a_month_without_the_wage_that_is_stated_for_the_others_is_a_gap(system):
    family = small_family("total_income")
    del family["persons"]["mother"]["wage"]["2025-02"]
    explanation = explain(family, system)
    (gap,) = [one for one in explanation["assumed"] if one["kind"] == "gap"]
    assert (gap["variable"], gap["records"], gap["periods"], gap["value"]) == ("wage", ["mother"], ["2025-02"], 0)
    assert "Wage (mother, 2025-02): 0 tenge" in as_text(explanation)


def test_what_a_rule_only_asked_for_is_assumed_too(system):
    explanation = explain(small_family(), system)
    assert assumed(explanation, "legal_status") == {(person, "2025-05"): "not_stated" for person in ("mother", "son")}
    assert assumed(explanation, "cars_owned") == {("family", "2025-05"): 0}
    assert assumed(explanation, "pension") == {
        (person, f"2025-0{month}"): 0 for person in ("mother", "son") for month in (1, 2, 3)
    }
    assert not assumed(explanation, "given_poverty_line")
    (median,) = [one for one in explanation["assumed"] if one["variable"] == "regional_median_income"]
    assert (median["kind"], median["value"], median["text"], median["read"]) == ("figure", 0, "not given", True)


def test_a_fact_about_an_income_is_assumed_of_nobody_who_received_none(system):
    assert not assumed(explain(readme_family(), system), "education_organisation_ownership")


def test_assumed_and_stated_exclude_each_other(system):
    explanation = explain(readme_family(), system)
    stated = {(one["record"], one["variable"], one["period"]) for one in explanation["inputs"]}
    for one in explanation["assumed"]:
        for record in one["records"]:
            assert not stated & {(record, one["variable"], period) for period in one["periods"] or ["ETERNITY"]}


def test_only_what_was_read_is_graded(system):
    of_aktobe = explain(readme_family(), system)["grades"]
    graded = {one["parameter"]: one["grade"] for one in of_aktobe["unverified"]}
    assert graded["poverty_line.published.aktobe"] == "B"
    assert graded["interpretation.amount_rounding_step"] == "C"
    assert graded[None] == "C"  # the commencement of order № 95
    assert of_aktobe["worst"] == "C"
    total_only = explain(small_family("total_income"), system)["grades"]
    assert not {"poverty_line.published.aktobe", "interpretation.amount_rounding_step", None} & {
        one["parameter"] for one in total_only["unverified"]
    }
    assert explain(small_family("family_size"), system)["grades"]["worst"] == "A"


def test_each_reading_comes_with_what_was_chosen(system):
    readings = {one["name"]: one for one in explain(readme_family(), system)["grades"]["interpretations"]}
    step = readings["interpretation.amount_rounding_step"]
    assert (step["value"], step["grade"], step["shown"]) == (1, "C", True)
    assert "The other reading is 0.01" in step["interpretation"]
    assert not readings["interpretation.rent_floor_for_each_person"]["shown"]


def test_results_after_june_2026_come_with_a_remark(system):
    family = small_family("total_income")
    family["families"]["family"]["total_income"] = {"2026-08": None}
    assert "order № 181" in explain(family, system)["grades"]["remarks"][0]
    assert "№ 181" in explain(family, system, "ru")["grades"]["remarks"][0]
    assert explain(small_family(), system)["grades"]["remarks"] == []
