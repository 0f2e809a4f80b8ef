"""Sentences in Kazakh and Russian: every message of the law has a translation that says the same of the same values."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.model_api import Enum
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.building_blocks.covered_law import not_covered
from openfisca_kz.comparison.laws import LawError, laws_to_compare
from openfisca_kz.errors import SituationError
from openfisca_kz.legislation import read_yaml
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.locale.sentences import FOLDER, LONGEST, PLACEHOLDER, in_language, templates
from openfisca_kz.reforms.parametric import ParametricReform, ReformError
from openfisca_kz.service.settings import Settings
from openfisca_kz.situations.answering import fault_of
from tests.messages_said import Said, messages
from tests.test_house import MODULES, ROOT, floor_of

THEMES = ("amounts", "family", "farming", "income_rules", "periods", "reforms")
"""Files of the law's own sentences; those of other floors are for their tests."""
NOT_READABLE: dict[str, str] = {}
"""Messages that the source does not show: the path of the module, the reason, and where they are tested."""
TECHNICAL = {"YAML", "reform", "month", "name", "parameters", "true", "false", "null"}
TECHNICAL |= {"API", "Content", "ETERNITY", "HTTP", "JSON", "Type", "UTF", "axes", "batch", "period", "persons", "spec",
              "calculation_seconds", "most_batch_families", "most_cells", "most_periods", "most_persons"}  # fmt: skip
TECHNICAL |= {"CSV", "Excel", "ISO", "Parquet", "SPSS", "Stata", "TMPDIR", "Windows", "cp", "dta", "gzip", "kz",
              "openfisca", "sav", "xls", "xlsx", "zip", "families", "family_id", "first", "header", "ignore", "missing",
              "not_stated", "order_", "second", "sheet", "unit", "urban", "values"}  # fmt: skip
TECHNICAL |= set(Settings.model_fields)
"""Words of the formats and of the command, the same in every language."""
THE_LAW = [path for path in MODULES if floor_of(path) == "law"]


@pytest.fixture(scope="module")
def said():
    return messages(ROOT, THE_LAW)


def problems(said):
    """What keeps messages from being translated, one line for each."""
    for place, text in sorted((one.place, one.text or "") for one in said):
        if not text:
            if place.partition(":")[0] not in NOT_READABLE:
                yield f"{place}: write the message where it can be read: a text, an f-string, a variable with one."
            continue
        marks = set(re.findall(r"‹\d+›", text))
        for language in LANGUAGES:
            translated = in_language(text, language)
            if translated == text or not marks <= set(re.findall(r"‹\d+›", translated)):
                yield (
                    f"{place}: «{text}» has no translation into {language}. Add the sentence, with {{names}} for the "
                    f"values ‹…›, to a file of {FOLDER.relative_to(ROOT)}/."
                )


def test_every_message_of_the_law_has_a_translation(said):
    assert "\n".join(problems(said)) == ""


def test_messages_are_found_in_every_module_that_refuses_something(said):
    found = {one.place.partition(":")[0] for one in said}
    call = re.compile(r"^(?! *class ).*\b(SituationError|LawError|ReformError|refuse)\(", re.MULTILINE)
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in THE_LAW}
    assert {path for path, text in texts.items() if call.search(text)} <= found
    assert len(said) > 60
    assert set(NOT_READABLE) <= {one.place.partition(":")[0] for one in said if one.text is None}


def test_no_template_of_the_law_is_left_over(said):
    texts = [one.text for one in said if one.text]
    own = {english for theme in THEMES for english in read_yaml(FOLDER / f"{theme}.yaml")}
    for template in templates():
        if template.english in own:
            assert any(template.expression.fullmatch(text) for text in texts), f"nobody says «{template.english}»"


NEW_RULE = """
from openfisca_kz import errors
from openfisca_kz.errors import SituationError, UserError

NEVER = "Never seen before."
FAULTS = [(1, "the first fault"), (2, f"the fault {number}")]


class OwnError(UserError):
    pass


def hand_on(place, period, message="Said by default."):
    raise SituationError([place, period], message)


def filled(place, cure):
    message = f"{place} is wrong. {cure}"
    raise SituationError([place], message)


def yielded():
    yield 1, "the third fault"


def through(place, cure):
    filled(place, cure)


def rule(person, period, kind):
    hand_on(person, period)
    hand_on(person, period=period, message=NEVER)
    hand_on(*person)
    cure = "Cure " + ("it" if person else "them") + f" in {period}."
    hand_on(person, period, cure)
    filled(kind, "Write it anew.")
    through("wage, age", "Write it.")
    for where, fault in FAULTS:
        raise errors.SituationError([where], f"{kind}: {fault}.")
    for where, fault in yielded():
        raise OwnError(f"{fault}.")
    raise SituationError([person], message=kind.upper())
"""


def test_a_new_message_is_found_however_it_is_handed_on(tmp_path):
    path = tmp_path / "new_rule.py"
    path.write_text(NEW_RULE, encoding="utf-8")
    found = messages(tmp_path, [path])
    texts = {re.sub(r"‹\d+›", "‹›", one.text) for one in found if one.text}
    assert texts == {
        "Said by default.",
        "Never seen before.",
        "Cure it in ‹›.",
        "Cure them in ‹›.",
        "‹› is wrong. ‹›",
        "… Write it anew. …",
        "… Write it. …",
        "‹›: the first fault.",
        "‹›: the fault ‹›.",
        "the third fault.",
    }
    assert {one for one in found if one.text is None} == {Said(f"new_rule.py:{line}", None) for line in (33, 42)}
    told = "\n".join(problems(found))
    assert "new_rule.py:32: «Never seen before.» has no translation into kk. Add the sentence" in told
    assert "new_rule.py:42: write the message where it can be read" in told


def words(text):
    return set(re.findall(r"[A-Za-z][A-Za-z_]+", text))


@pytest.fixture(scope="module")
def names(system):
    enums = [one.possible_values for one in system.variables.values() if one.value_type is Enum]
    return set(system.variables) | {item.name for items in enums for item in items} | TECHNICAL


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.english[:40])
def test_a_translation_leaves_no_english_and_changes_no_figure(names, template):
    figures = sorted(re.findall(r"\d+", template.english))
    for translation in template.translations.values():
        assert words(PLACEHOLDER.sub("", translation)) <= names
        assert sorted(re.findall(r"\d+", translation)) == figures
        assert translation[-1] == template.english[-1] or (translation[-1] + template.english[-1]).isalpha()
    assert len({template.english, *template.translations.values()}) == 1 + len(LANGUAGES)


MONTH = "2025-05"


def case(*kept, month=MONTH, asked="tsa_entitled", family=None, **person):
    """A situation that is refused, what is asked of it for which month, and what the translation must still say."""
    situation = {"persons": {"aliya": person}, "families": {"family": {"applicant": "aliya", **(family or {})}}}
    return pytest.param(situation, asked, month, kept, id=" ".join(kept))


SUM = {"2025-01": 300_000}
FARM = {"farm_potatoes": {MONTH: 5}}
CASES = [
    case("-5.0", wage={"2025": -5}),
    case("nan", wage={"2025-01": float("nan")}),
    case("0.123", "1/100", wage={"2025-01": 0.123}),
    case("100000000000.0", wage={"2025-01": 1e11}),
    case("wage", "2025", "2025-01", wage={"2025-01": 5, "2025": 60}),
    case("lump_sum", "2025", lump_sum={"2025": 5}),
    case("counted_income", "2025-05", "2025", counted_income={"2025": 5}),
    case("-1.0", exchange_rate={"2025-01": -1}),
    case("income_in_foreign_currency", "0", income_in_foreign_currency=SUM),
    case("lump_sum", "lump_sum_from", lump_sum=SUM),
    case(
        "lump_sum_to",
        "lump_sum_from",
        lump_sum=SUM,
        lump_sum_from={"2025-01": "2025-03-01"},
        lump_sum_to={"2025-01": "2025-02-01"},
    ),
    case(
        "declared_business_income",
        "business_activity",
        business_activity={"2025-01": "entrepreneur"},
        business_income={"2025-01": 5},
    ),
    case(
        "business_activity",
        "independent_worker",
        business_activity={"2025-01": "none"},
        independent_worker_income={"2025-01": 5},
    ),
    case("rental_housing_payment", "2025-01", "rental_housing_payment_basis", rental_housing_payment=SUM),
    case("divorced_spouse_income", "divorced_spouse_alimony", divorced_spouse_income=SUM),
    case("2025-05-02", asked="age", birth_date={"ETERNITY": "2025-05-02"}),
    case("birth_date", "death_date", birth_date={"ETERNITY": "2000-05-02"}, death_date={"ETERNITY": "2000-05-01"}),
    case("is_family_member", "arrival_date, departure_date", is_family_member={MONTH: False}),
    case("survey_refused", "2025-04", MONTH, family={"survey_refused": {"2025-04": True}}),
    case("2025-05", "2025", family={"application_date": {"2025": "2025-05-05"}}),
    case("2025-06-01", MONTH, family={"application_date": {MONTH: "2025-06-01"}}),
    case("0", family={"cars_owned": {MONTH: -1}}),
    case("1.5", family={"farm_horses": {MONTH: 1.5}}),
    case("farm_potatoes", "district", "farm_potatoes_corrected_norm", "29", family=FARM),
    case(
        "farm_price_potatoes",
        "farm_potatoes",
        "farm_potatoes_corrected_norm",
        family={**FARM, "given_natural_zone": {MONTH: "steppe"}},
    ),
    case(
        "abai__abai",
        "astana",
        family={"district": {MONTH: "abai__abai"}, "region": {MONTH: "astana"}, **FARM},
    ),
    case("2023-07", "2018-01–2019-03", month="2021-05"),
    case("lump_sum", "2022-03", month="2022-03", lump_sum={"2022-03": 5}),
]


def refusal(system, situation, asked, month):
    with pytest.raises(SituationError) as refused:
        SimulationBuilder().build_from_dict(system, situation).calculate(asked, month)
    return fault_of(refused.value).message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("situation", "asked", "month", "kept"), CASES)
def test_what_is_wrong_in_a_situation_is_said_in_the_language(system, names, situation, asked, month, kept, language):
    message = refusal(system, situation, asked, month)
    translated = in_language(message, language)
    assert in_language(message, "en") == message != translated
    assert all(value in translated for value in kept)
    assert words(translated) - {"nan"} <= names
    assert not set("{}") & set(translated)


def test_a_sentence_word_for_word(system):
    message = "lump_sum needs lump_sum_from: the months that the sum is for."
    assert in_language(message, "ru") == (
        "Для lump_sum («Единовременно полученный доход за несколько месяцев») нужно значение lump_sum_from («Начало "
        "периода, за который получен доход»): укажите, за какие месяцы получена сумма."
    )
    message = "-5.0: an amount cannot be negative. Write the amount received, 0 or more."
    assert in_language(message, "kk") == "-5.0: сома теріс бола алмайды. Алынған соманы жазыңыз: 0 немесе одан көп."


def test_what_somebody_wrote_gets_no_label():
    assert in_language("2.yaml: unknown parameter «wage».", "ru") == "2.yaml: неизвестный параметр «wage»."


@pytest.mark.parametrize("language", LANGUAGES)
def test_reforms_that_are_refused(system, names, language):
    for parameters in (
        {"poverty_line.minimum_shar": {"2025-01-01": 1}},
        {"poverty_line.minimum_share": 0.8},
        {"poverty_line.minimum_share": {"2025-13-01": 1}},
        {"poverty_line.minimum_share": {"2025-01-01": "much\nmore"}},
        {"total_income.point_8.housing_aid": {"2025-01-01": 1}},
    ):
        with pytest.raises(ReformError) as refused:
            ParametricReform(system, {"name": "x", "parameters": parameters}, "2.yaml")
        translated = in_language(str(refused.value), language)
        assert translated.startswith("2.yaml: ")
        assert not words(translated) & {"is", "not", "needs", "unknown", "nor", "did"}
    with pytest.raises(LawError) as unknown:
        laws_to_compare(["order_96"])
    assert "order_95_2025" in in_language(str(unknown.value), language)
    assert "there is" not in in_language(str(unknown.value), language)


def test_the_spans_of_months_are_no_sentence():
    assert not words(re.findall("but for (.*?)\\.", not_covered())[0])


def test_what_is_no_sentence_of_ours_stays_and_an_unknown_language_is_refused():
    for sentence in ("", " ", "Hello.", "State", "{name}", "x" * 10 * LONGEST):
        assert in_language(sentence, "kk") == in_language(sentence, "ru") == sentence
    with pytest.raises(ValueError, match="no sentences in «fr»"):
        in_language("Hello.", "fr")


def test_the_template_with_the_most_of_its_own_wins(tmp_path):
    write(tmp_path, "a", ("{value} is wrong.", "{value} қате.", "{value} неверно."))
    write(tmp_path, "b", ("{value} of {name} is wrong.", "{name}: {value} қате.", "{name}: {value} неверно."))
    assert [one.english for one in templates(tmp_path)] == ["{value} of {name} is wrong.", "{value} is wrong."]


SENTENCES = st.text() | st.sampled_from([one.english for one in templates()])
PIECES = st.sampled_from([text for one in templates() for text in PLACEHOLDER.split(one.english)])
VALUES = st.text(st.characters(categories=["L", "N"]) | st.sampled_from("-_+"), min_size=1)


@given(SENTENCES | st.lists(PIECES | st.text(max_size=3)).map("".join))
def test_nothing_is_raised_and_english_stays(sentence):
    assert in_language(sentence, "en") == sentence
    for language in LANGUAGES:
        assert isinstance(in_language(sentence, language), str)


@given(st.sampled_from(templates()), st.data())
def test_the_values_survive(template, data):
    values = {name: data.draw(VALUES) for name in PLACEHOLDER.findall(template.english)}
    sentence = PLACEHOLDER.sub(lambda found: values[found[1]], template.english)
    for language in LANGUAGES:
        translated = in_language(sentence, language)
        assert translated != sentence
        assert all(value in translated for value in values.values())


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.english[:40])
def test_a_sentence_made_to_be_slow_is_not(template):
    """Every piece of the template over and over, in a sentence that does not fit in the end."""
    pieces = [piece for piece in PLACEHOLDER.split(template.english)[::2] if piece]
    for crafted in ("x".join(pieces), *pieces):
        sentence = "".join([pieces[0], *[crafted] * LONGEST])[: LONGEST - 1] + "!"
        start = time.process_time()
        in_language(sentence, "kk")
        assert time.process_time() - start < 0.25


def write(folder, theme, *entries):
    """A file of templates as somebody would write it: English, Kazakh, Russian."""
    lines = [f'"{english}":\n  kk: "{kk}"\n  ru: "{ru}"\n' for english, kk, ru in entries]
    (folder / f"{theme}.yaml").write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (("{value} is wrong.", "{value} қате.", "{value} неверно."), "is a template already"),
        (("{other} is wrong.", "{other} қате.", "{other} неверно."), "is a template already: «{value} is wrong.»"),
        (("{value} is old.", "{мән} ескі.", "{value} устарело."), "the placeholders in kk must be those"),
        (("{value} is old.", "{value} ескі.", "Устарело."), "the placeholders in ru must be those"),
        (("{value} is old.", "{value} ескі.", ""), "needs a translation under each of kk, ru"),
        (("{value is old.", "ескі.", "устарело."), "write placeholders like {name}"),
        (("{1} is old.", "{1} ескі.", "{1} устарело."), "write placeholders like {name}"),
        (("Old: { value }.", "Ескі.", "Устарело."), "write placeholders like {name}"),
        (("Old: {value}{unit}.", "Ескі: {value} {unit}.", "Устарело: {value} {unit}."), "with some text between two"),
    ],
)
def test_a_wrong_template_is_refused_by_the_name_of_its_file(tmp_path, entry, message):
    write(tmp_path, "first", ("{value} is wrong.", "{value} қате.", "{value} неверно."))
    write(tmp_path, "second", entry)
    with pytest.raises(ValueError, match=r"second\.yaml") as refused:
        templates(tmp_path)
    assert message in str(refused.value)


def test_a_missing_or_further_language_is_refused(tmp_path):
    for number, content in enumerate(("{kk: Ескі.}", "{kk: Ескі., ru: Старое., en: Old.}", "Ескі.", "{kk: 1, ru: 2}")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "third.yaml").write_text(f"Old.: {content}", encoding="utf-8")
        with pytest.raises(ValueError, match=r"third\.yaml.*nothing else"):
            templates(tmp_path / str(number))


@pytest.mark.parametrize("content", ["", "- Old.", "Old."])
def test_a_file_without_templates_is_refused(tmp_path, content):
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "third.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"third\.yaml: needs English sentences"):
        templates(tmp_path)
