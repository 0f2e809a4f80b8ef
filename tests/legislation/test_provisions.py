"""The register of provisions is complete, and mistakes in its files are named with file and entry."""

import re

import pytest

from openfisca_kz.legislation.citations import Citation, parse
from openfisca_kz.legislation.encoding import Encodings, encodings
from openfisca_kz.legislation.provisions import (
    LANGUAGES,
    ProvisionError,
    provisions,
    read_provisions,
    registered_acts,
)

GOOD = """- id: p. 8 2)
  redactions: [order_181_2023, order_95_2025]
  kk: Тұрғын үй көмегі кіріс емес.
  ru: Жилищная помощь не является доходом.
  en: Housing aid is no income.
  grade: A
"""


@pytest.fixture(scope="module")
def found(system) -> Encodings:
    return encodings(system)


def test_every_provision_is_encoded_or_says_why_not(found):
    assert list(found.gaps()) == []


def test_every_reference_names_a_provision_of_the_register(found):
    assert found.problems == []


def test_every_reference_is_in_canonical_form(system):
    for name, variable in system.variables.items():
        for text in variable.reference:
            assert str(parse(text)) == text, f"{name}: write «{parse(text)}»"


def test_every_point_of_the_acts_is_there():
    def numbers(act, word):
        found = (re.match(rf"{word} (\d+)", citation.provision) for citation in provisions() if citation.act == act)
        return sorted({int(match[1]) for match in found if match})

    assert registered_acts() == ("code_224_vii_2023", "order_181_2023", "order_227_2023")
    assert numbers("order_181_2023", r"p\.") == list(range(1, 36))
    assert numbers("order_181_2023", "annex") == list(range(1, 10))
    assert numbers("order_227_2023", r"p\.") == list(range(1, 43))
    assert numbers("order_227_2023", "annex") == list(range(1, 14))
    assert numbers("code_224_vii_2023", r"art\.") == list(range(120, 130))


def test_every_text_is_there_in_each_language():
    alphabets = {"kk": "а-яёәғқңөұүһі", "ru": "а-яё", "en": "a-z"}
    for citation, provision in provisions().items():
        for language in LANGUAGES:
            text = provision.summary[language]
            where = f"{citation} {language}"
            assert re.search(rf"[{alphabets[language]}]{{3}}", text, re.I), where
            assert text.endswith("."), where
            assert not re.search(r"[.!?]\s+[A-ZА-ЯӘҒҚҢӨҰҮҺІ]", text), f"{where}: one sentence"
        assert not re.search(r"[әғқңөұүһі]", provision.summary["ru"], re.I) or "алқа" in provision.summary["ru"], (
            citation
        )


def test_the_redaction_in_force_follows_the_day():
    rent = provisions()[Citation("order_181_2023", "p. 8 26)")]
    assert [redaction.act for redaction in rent.redactions] == ["order_181_2023", "order_95_2025"]
    start = rent.redactions[1].start
    assert rent.redaction("2025-01-01").act == "order_181_2023"
    assert rent.redaction(start).act == "order_95_2025"
    assert rent.redaction("2023-06-30") is None
    line = provisions()[Citation("code_224_vii_2023", "art. 120 p. 3")]
    assert [redaction.start for redaction in line.redactions] == ["2023-07-01", "2025-01-01"]


def test_what_encodes_a_provision_is_derived(found):
    aid = found.by_provision[Citation("order_181_2023", "p. 8 19), fifth paragraph")]
    assert aid.variables == ["education_material_aid", "education_organisation_ownership"]
    assert all(name.startswith("total_income.point_8.education_material_aid.") for name in aid.parameters)
    assert found.carries(provisions()[Citation("order_181_2023", "p. 8 19)")]), "through its paragraphs"
    assert found.carries(provisions()[Citation("order_227_2023", "p. 2 13)")]), "through what it repeats"
    assert not found.carries(provisions()[Citation("order_181_2023", "p. 3")])


def test_a_gap_is_named(found):
    nothing = Encodings({citation: type(found.by_provision[citation])() for citation in provisions()}, [])
    gaps = list(nothing.gaps())
    assert any(gap.startswith("Order № 181 p. 8 2): nothing encodes it") for gap in gaps)
    assert any(gap.startswith("Order № 227 p. 17 1): nothing encodes it") for gap in gaps), "what it repeats is open"
    assert not any(gap.startswith("Order № 181 p. 3:") for gap in gaps), "has a reason"


def test_a_reason_that_a_rule_contradicts_is_named(found):
    by_provision = {
        **found.by_provision,
        Citation("order_181_2023", "p. 3"): type(next(iter(found.by_provision.values())))(["x"]),
    }
    assert list(Encodings(by_provision, []).gaps()) == [
        "Order № 181 p. 3: is said to be no rule (procedure), but x cites it."
    ]


def test_a_good_file_is_read(tmp_path):
    (tmp_path / "order_181_2023.yaml").write_text(GOOD, encoding="utf-8")
    (provision,) = read_provisions(tmp_path).values()
    assert str(provision.citation) == "Order № 181 p. 8 2)"
    assert provision.summary["en"] == "Housing aid is no income."


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("- id: p. 8 2)", "- id: p.8 2)", r"write the id as «p. 8 2\)»"),
        ("- id: p. 8 2)", "- id: point eight", "is no provision"),
        ("id: p. 8 2)", "id:", "needs «id:»"),
        ("order_95_2025", "order_96_2025", "unknown act «order_96_2025»"),
        ("[order_181_2023, order_95_2025]", "[order_95_2025, order_181_2023]", "in the order of the days"),
        ("  redactions: [order_181_2023, order_95_2025]\n", "", "needs «redactions:»"),
        ("  kk: Тұрғын үй көмегі кіріс емес.\n", "", "needs «kk:»"),
        ("  ru: Жилищная помощь не является доходом.\n", "", "needs «ru:»"),
        ("  en: Housing aid is no income.\n", "", "needs «en:»"),
        ("grade: A", "grade: D", "needs «grade:», one of A, B, C"),
        ("grade: A", "grade: A\n  not_encoded: procedure", "«not_encoded:» and «reason:» go together"),
        ("grade: A", "grade: A\n  reason: because", "«not_encoded:» and «reason:» go together"),
        ("grade: A", "grade: A\n  not_encoded: whim\n  reason: because", "must be one of procedure"),
        (
            "grade: A",
            "grade: A\n  not_encoded: procedure\n  reason: x\n  repeats: [Order № 181 p. 1]",
            "exclude each other",
        ),
        ("grade: A", "grade: A\n  repeats: [everything]", "cites no single provision"),
        ("grade: A", "grade: A\n  colour: red", "unknown key «colour»"),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(tmp_path, right, wrong, message):
    assert right in GOOD
    (tmp_path / "order_181_2023.yaml").write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ProvisionError, match=f"order_181_2023.yaml, entry 1 .*{message}"):
        read_provisions(tmp_path)


def test_a_provision_given_twice_is_refused(tmp_path):
    (tmp_path / "order_181_2023.yaml").write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(ProvisionError, match=r"order_181_2023.yaml, entry 2 «p. 8 2\)»: is given twice"):
        read_provisions(tmp_path)


def test_a_file_of_no_act_or_no_entries_is_refused(tmp_path):
    (tmp_path / "order_9999_2023.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ProvisionError, match="must be named after an act"):
        read_provisions(tmp_path)
    (tmp_path / "order_9999_2023.yaml").rename(tmp_path / "order_181_2023.yaml")
    (tmp_path / "order_181_2023.yaml").write_text("just words", encoding="utf-8")
    with pytest.raises(ProvisionError, match="must be a list of entries"):
        read_provisions(tmp_path)
