"""Explanations in Kazakh and Russian: no English where a label exists, the same numbers, the same fixed words."""

import re

import pytest

from openfisca_kz.explanation import as_text, explain
from openfisca_kz.explanation.words import FILE, Words, fixed
from openfisca_kz.legislation import read_yaml
from openfisca_kz.legislation.citations import parse
from openfisca_kz.legislation.provisions import provisions
from openfisca_kz.locale import LANGUAGES, labels, parameter_label
from tests.explanation.families import figures, readme_family, small_family, step


def family_of_many_rules():
    """As many kinds of steps as one family can have: a farm, a business, an arrival, cars, a commission."""
    family = small_family(
        cars_owned=2,
        farm_potatoes=3,
        farm_price_potatoes=150,
        given_natural_zone="steppe",
        kind_of_help=None,
        assigned_total=None,
        need_signal=None,
    )
    family["persons"]["mother"] |= {
        "arrival_date": {"ETERNITY": "2025-02-15"},
        "business_activity": {"2025-01": "entrepreneur"},
        "declared_business_income": {"2025-05": 900000},
        "declared_business_months": {"2025-05": 6},
        "number_of_measures": {"2025-05": None},
        "housing_aid": {"2025-02": 12000},
    }
    return family


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", [readme_family, family_of_many_rules])
def test_every_label_is_in_the_language(system, language, family):
    named = labels(language)
    explanation = explain(family(), system, language)
    for key in ("results", "steps", "inputs", "not_read", "assumed", "incomes"):
        for one in explanation[key]:
            assert one["label"] == named["variables"][one["variable"]]
            values = named["values"].get(one["variable"], {})
            if one.get("value") in values and isinstance(one["value"], str):
                assert one["text"] == values[one["value"]]
    read = [one for each in explanation["steps"] for one in each["parameters"]]
    assert read
    for one in [*read, *explanation["grades"]["interpretations"]]:
        assert one["label"] == parameter_label(one["name"], language)
    sentences = {provision.summary[language] for provision in provisions().values()}
    cited = [one for each in explanation["steps"] for one in each["provisions"]]
    assert {one["summary"] for one in cited} - {None} <= sentences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", [readme_family, family_of_many_rules])
@pytest.mark.parametrize("short", [True, False])
def test_no_english_word_is_left_on_the_page(system, language, family, short):
    given = family()
    ids = {*given["persons"], *given["families"]}
    page = as_text(explain(given, system, language), short=short)
    title_of_a_source = "Echo January, 20.06.2025 (address of the page not recorded)"
    page = re.sub(r"\s+".join(map(re.escape, title_of_a_source.split())), "", page)
    words = set(re.findall(r"[A-Za-z]+", page)) - ids
    assert words <= {"A", "B", "C", "I", "II", "VIII"}, words  # grades and Roman numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_values_whatever_the_language(system, language):
    english, other = (explain(readme_family(), system, one) for one in ("en", language))
    for key in ("results", "steps", "inputs"):
        assert [(one["id"], one["value"]) for one in english[key]] == [(one["id"], one["value"]) for one in other[key]]


def keys_of(words):
    """Keys and the placeholders of their texts, at every level."""
    if isinstance(words, dict):
        return {key: keys_of(value) for key, value in words.items() if key != "figures"}
    return sorted(re.findall(r"\{(\w+)\}", words))


def test_the_fixed_words_are_the_same_in_each_language():
    everything = read_yaml(FILE)
    assert set(everything) == {"en", *LANGUAGES}
    english = keys_of(everything["en"])
    for language in LANGUAGES:
        other = keys_of(everything[language])
        assert set(other) == set(english)
        for key, placeholders in english.items():
            if key != "read_until":  # English takes the note of the act
                assert other[key] == placeholders, f"{language}: {key}"


def test_english_labels_of_figures_name_figures_that_are_labelled_elsewhere():
    assert set(fixed("en")["figures"]) <= set(labels("ru")["parameters"])


@pytest.mark.parametrize(
    ("text", "kazakh", "russian"),
    [
        (
            "Order № 181 p. 8 19), fifth paragraph",
            "№ 181 бұйрық, 8-тармақ, 19) тармақша, 5-абзац",
            "приказ № 181, п. 8, подп. 19), абзац 5",
        ),
        (
            "Social Code art. 120 p. 5, second part",
            "Әлеуметтік кодекс, 120-бап, 5-тармақ, 2-бөлік",
            "Социальный кодекс, ст. 120, п. 5, часть 2",
        ),
        (
            "Order № 227 annex 9 p. 2 9)",
            "№ 227 бұйрық, 9-қосымша, 2-тармақ, 9) тармақша",
            "приказ № 227, приложение 9, п. 2, подп. 9)",
        ),
        ("Law № 246 art. 2 p. 1-2", "№ 246 заң, 2-бап, 1-2-тармақ", "Закон № 246, ст. 2, п. 1-2"),
    ],
)
def test_citations_in_each_language(system, text, kazakh, russian):
    citation = parse(text)
    assert Words("en", system).citation(citation) == text
    assert Words("kk", system).citation(citation) == kazakh
    assert Words("ru", system).citation(citation) == russian


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (26200.0, "26 200"),
        (33852.333333333336, "33 852.33…"),
        (1234567.5, "1 234 567.50"),
        (0.01, "0.01"),
        (-90000.0, "−90 000"),
        (0.0, "0"),
    ],
)
def test_money_is_exact_or_marked_as_cut(system, value, text):
    assert Words("en", system).number(value) == text
    assert Words("ru", system).number(value) == text.replace(".", ",")


def test_a_figure_of_a_reform_says_so(system):
    from openfisca_kz.reforms.parametric import ParametricReform

    changes = {"name": "twice", "parameters": {"child_supplement.mci_multiple": {"2025-01-01": 3}}}
    reform = ParametricReform(system, changes)
    supplement = step(explain(small_family(), reform), "child_supplement")
    assert supplement["arithmetic"] == "1 × 3 × 3 932 = 11 796"
    multiple = figures(supplement)["child_supplement.mci_multiple"]
    assert (multiple["origin"], multiple["act"], multiple["grade"]) == ("set by the reform", None, None)
    assert supplement["provisions"][0]["worded_by"] is None


def test_the_page_in_english(system):
    page = as_text(explain(readme_family(), system), width=200)
    for line in (
        "Family family: father (applicant), mother (spouse), pupil (child), brother (child)",
        "Application on 2025-05-05; income of 2025-01 to 2025-03",
        "  Targeted social assistance: 26 200 tenge",
        "  pupil: Material aid to learners (Private), 2025-02: 46 228 tenge – does not count [Order № 181 p. 8 19), "
        "fifth paragraph (order № 95 of 31.03.2025), since 2025-04-11]",
        "      360 000 ÷ 4 ÷ 3 = 30 000",
        "      (36 550 × 4 × 3 − 360 000) ÷ 3 = 26 200",
        "  Date of birth (father, mother, pupil, brother): not given",
    ):
        assert line in page.splitlines(), line
    assert max(map(len, as_text(explain(readme_family(), system), width=80).splitlines())) <= 80


def test_the_full_page_has_every_step_and_assumption(system):
    explanation = explain(readme_family(), system)
    short, whole = as_text(explanation), as_text(explanation, short=False, width=100_000)
    assert len(short.splitlines()) < 90
    for one in explanation["assumed"]:
        assert one["label"] in whole
    for one in explanation["steps"]:
        assert f"{one['label']}: {one['text']}" in whole
    assert "Aid to learners under decree № 64 is no income" in whole
