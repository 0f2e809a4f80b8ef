"""What a comparison says in each language: titles of laws, provisions that make the difference."""

import re

import pytest

from openfisca_kz.comparison.causes import Cause
from openfisca_kz.comparison.laws import Law, amending_acts, law_named, law_of_changes
from openfisca_kz.explanation import explain
from openfisca_kz.explanation.comparing import cause, title, together
from openfisca_kz.explanation.words import FILE_OF_THE_LAW, Words
from openfisca_kz.legislation import read_yaml
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.parameter_files import dated_parameters
from tests.explanation.families import readme_family

CAUSES = [Cause("p. 8 19), fifth paragraph", "order_95_2025"), Cause("poverty_line.published.aktobe")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_a_title(system, language):
    words = Words(language, system)
    laws = [Law("in_force"), *(law_named(f"{act}:{side}") for act in amending_acts() for side in ("before", "after"))]
    for law in laws:
        assert not re.search(r"[A-Za-z]", title(law, words)), law
        assert title(law, Words("en", system)) == law.title


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_what_somebody_called_figures_of_their_own_stays(system, language):
    changes = {"name": "A higher line", "parameters": {"poverty_line.published.aktobe": {"2025-01-01": 41_771}}}
    assert title(law_of_changes(changes), Words(language, system)) == "A higher line"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "together: Order № 95, p. 8 19), fifth paragraph; poverty_line.published.aktobe"),
        ("kk", "бірге: № 95 бұйрық, 8-тармақ, 19) тармақша, 5-абзац; poverty_line.published.aktobe"),
        ("ru", "вместе: приказ № 95, п. 8, подп. 19), абзац 5; poverty_line.published.aktobe"),
    ],
)
def test_causes(system, language, text):
    words = Words(language, system)
    assert together(CAUSES, words) == text
    assert [cause(one, words) for one in CAUSES] == text.partition(": ")[2].split("; ")


def test_english_causes_are_those_of_tables(system):
    assert [cause(one, Words("en", system)) for one in CAUSES] == list(map(str, CAUSES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_a_provision_of_an_explanation(system, language):
    explanation = explain(readme_family(), system, language)
    read = [one for step in explanation["steps"] for one in step["parameters"]]
    shown = [one["provision"] for one in [*read, *explanation["grades"]["interpretations"]] if one["provision"]]
    assert shown
    assert not re.search(r"[A-Za-z]", re.sub("VIII", "", " ".join(shown)))


def test_a_provision_with_a_remark(system):
    text = "art. 120 p. 4 (silent on rounding)"
    assert Words("en", system).provision(text) == text
    assert Words("ru", system).provision(text) == "ст. 120, п. 4 (об округлении не сказано)"
    assert Words("kk", system).provision(text) == "120-бап, 4-тармақ (дөңгелектеу туралы айтылмаған)"
    assert Words("ru", system).provision("art. 9, first part, sub-p. 5)") == "ст. 9, часть 1, подп. 5)"


def test_every_translation_is_there_and_of_use(system):
    values = [value for parameter in dated_parameters(system.parameters) for value in parameter.values_list]
    written = {value.metadata.get("provision", "") for value in values}
    translations = read_yaml(FILE_OF_THE_LAW)
    assert set(translations["provisions"]) <= written
    for remark in translations["remarks"]:
        assert any(text.endswith(f" ({remark})") for text in written), remark
    for section in translations.values():
        for said in section.values():
            assert set(said) == set(LANGUAGES)
