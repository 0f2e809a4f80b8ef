"""A citation is read into an act and a provision, in one canonical form, and nothing else passes for one."""

import pytest

from openfisca_kz.legislation.citations import Citation, CitationError, found_in, parse, provision_id, within
from openfisca_kz.legislation.provisions import is_in_scope, resolve, set_by

CANONICAL = [
    "Order № 181 p. 4",
    "Order № 181 p. 8 2)",
    "Order № 181 p. 8 19), fifth paragraph",
    "Order № 181 annex 8",
    "Order № 227 annex 9 p. 2 9)",
    "Order № 160 p. 1",
    "Social Code art. 126 p. 2",
    "Social Code art. 122 p. 4 4)",
    "Social Code art. 128 1)",
    "Social Code art. 127 p. 1, second part",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_the_canonical_form_is_read_and_written_the_same(text):
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Order 181 p. 8 2)", "Order № 181 p. 8 2)"),
        ("Order № 181 of 2023 p. 8 2)", "Order № 181 p. 8 2)"),
        ("Order № 181 p. 8 19) fifth paragraph", "Order № 181 p. 8 19), fifth paragraph"),
        ("Order 181 p. 8 19) fifth item", "Order № 181 p. 8 19), fifth paragraph"),
        ("Order № 181 p. 26, 4)", "Order № 181 p. 26 4)"),
        ("Order № 181 p. 26 sub-p. 4)", "Order № 181 p. 26 4)"),
        ("Order № 181 p. 23, second part, 4)", "Order № 181 p. 23 4)"),
        ("Order № 227 annex 9, section 2 9)", "Order № 227 annex 9 p. 2 9)"),
    ],
)
def test_other_spellings_are_read_as_well(text, canonical):
    assert str(parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Order № 181 p. 4 1), 16 1), 17", "no single provision"),
        ("Order № 181 p. 4 2)–13)", "no single provision"),
        ("Social Code art. 120 p. 3–4", "no single provision"),
        ("Order № 181", "no single provision"),
        ("Order № 181 2)", "no single provision"),
        ("Tax Code art. 1", "no single provision"),
        ("p. 8 2)", "no single provision"),
        ("", "no single provision"),
        ("Order № 9999 p. 1", "no act of the register"),
    ],
)
def test_what_is_no_citation_is_refused(text, message):
    with pytest.raises(CitationError, match=message):
        parse(text)


def test_a_remark_in_brackets_is_left_out_of_a_provision():
    assert provision_id("art. 126 p. 1 (silent on rounding)") == "art. 126 p. 1"
    with pytest.raises(CitationError, match="is no provision"):
        provision_id("annexes 2–7")


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("Order 181 p. 8 2) – housing aid is not income", ["Order № 181 p. 8 2)"]),
        ("Order 181 p. 4 – 2) alimony received", ["Order № 181 p. 4 2)"]),
        ("Order 181 p. 16 2) – first paragraph, pension", ["Order № 181 p. 16 2), first paragraph"]),
        ("Order 181 p. 12 – three members, a wage in each month", ["Order № 181 p. 12"]),
        ("Social Code art. 120 p. 1, 128 1) – on the line", ["Social Code art. 120 p. 1", "Social Code art. 128 1)"]),
        ("Order 181 p. 4 1), 16 1), 17 – pay", ["Order № 181 p. 4 1)", "Order № 181 p. 16 1)", "Order № 181 p. 17"]),
        ("Order 181 p. 18–20 – sums", ["Order № 181 p. 18", "Order № 181 p. 19", "Order № 181 p. 20"]),
        ("Order 181 p. 23 1)–2), 24 – x", ["Order № 181 p. 23 1)", "Order № 181 p. 23 2)", "Order № 181 p. 24"]),
        ("Order 95 of 31 March 2025 – school aid", []),
        ("Published calculations – W2", []),
    ],
)
def test_the_name_of_a_case_cites_at_its_beginning(name, cited):
    assert [str(citation) for citation in found_in(name)] == cited


def test_a_name_without_an_act_is_of_the_act_of_its_folder():
    assert found_in("p. 26 4) – a floor", "order_181_2023") == [Citation("order_181_2023", "p. 26 4)")]
    assert found_in("a floor, p. 26 4)", "order_181_2023") == []


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("p. 8 19), fifth paragraph", "p. 8 19)"),
        ("p. 8 19)", "p. 8"),
        ("p. 8", ""),
        ("annex 9 p. 2 9)", "annex 9 p. 2"),
        ("annex 9 p. 2", "annex 9"),
        ("art. 128 1)", "art. 128"),
        ("art. 126 p. 2", "art. 126"),
    ],
)
def test_what_a_provision_is_a_part_of(inner, outer):
    assert within(inner) == outer


def test_a_paragraph_or_a_sub_point_taken_as_a_whole_belongs_to_its_point():
    def named(text):
        provision = resolve(parse(text))
        return provision and str(provision.citation)

    assert named("Order № 181 p. 31, second paragraph") == "Order № 181 p. 31"
    assert named("Order № 227 p. 7 16)") == "Order № 227 p. 7"
    assert named("Order № 227 p. 7 26)") == "Order № 227 p. 7 26)"
    assert named("Order № 227 p. 7 29)") is None
    assert named("Order № 181 p. 12 1)") is None
    assert named("Order № 181 p. 36") is None


def test_of_the_social_code_chapter_11_is_in_the_register():
    assert is_in_scope(parse("Social Code art. 126 p. 9"))
    assert not is_in_scope(parse("Social Code art. 155 p. 7 1)"))
    assert not is_in_scope(parse("Order № 160 p. 1"))
    assert is_in_scope(parse("Order № 181 p. 99"))


def test_a_value_of_an_amending_act_is_of_the_act_that_it_amends():
    assert set_by("order_95_2025", "p. 8 26)") == Citation("order_181_2023", "p. 8 26)")
    assert set_by("order_95_2025", "annex 9 p. 2 9)") == Citation("order_227_2023", "annex 9 p. 2 9)")
    assert set_by("order_141_2024", "p. 4 8) (deleted)") == Citation("order_181_2023", "p. 4 8)")
    assert set_by("law_141_viii_2024", "art. 9, sub-p. 1)") is None
    with pytest.raises(CitationError, match="no provision of the register has a redaction of this act there"):
        set_by("order_95_2025", "p. 12")
