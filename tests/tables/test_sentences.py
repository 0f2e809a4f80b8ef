"""What is wrong with a table, and the cure, in Kazakh and Russian: each sentence of the code has a translation."""

import ast
import re

import pytest

from openfisca_kz.legislation import read_yaml
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.locale.sentences import FOLDER, in_language, templates
from tests.messages_said import Reader
from tests.source_modules import read_module
from tests.test_house import PACKAGE, ROOT

PATHS = [*sorted((PACKAGE / "tables").rglob("*.py")), PACKAGE / "money.py"]
ERRORS = "openfisca_kz.tables.errors"
FAULTS = {
    (ERRORS, "Problem"): (3, "fault"),
    (ERRORS, "RunError"): (0, ""),
    ("openfisca_kz.tables.columns", "_RefusedError"): (0, "fault"),
}
CURES = {
    (ERRORS, "Problem"): (4, "cure"),
    ("openfisca_kz.tables.columns", "_RefusedError"): (1, "cure"),
}
"""What is called to say a fault or a cure, with its position and name among the arguments."""
COLLECTED = ("add", "add_row", "whole_column")
HANDED_ON = {"openfisca_kz/tables/columns.py"}
"""Modules that hand on a fault which is read where it is raised."""


class OfTables(Reader):
    """Faults and cures are collected by methods of `Faults`, whatever the collection is called."""

    def __init__(self, paths, sinks, root=ROOT):
        super().__init__([read_module(root, path) for path in paths])
        self.errors, self.sinks = set(), dict(sinks)

    def _key(self, module, called):
        if isinstance(called, ast.Attribute) and called.attr in COLLECTED:
            return ("openfisca_kz.tables.reading.faults", f"Faults.{called.attr}")
        return super()._key(module, called)


def sentences(paths=PATHS):
    """Place and text of each fault and cure as the web API says it; no text where the source does not show it."""
    for sinks, end in ((FAULTS, "."), (CURES, "")):
        for said in OfTables(paths, sinks).read():
            yield said.place, None if said.text is None else said.text + ("" if said.text.endswith(".") else end)


@pytest.fixture(scope="module")
def said():
    return sorted(set(sentences()), key=str)


def problems(said):
    """What keeps sentences from being translated, one line for each."""
    for place, text in said:
        if text is None:
            if place.rpartition(":")[0] not in HANDED_ON:
                yield f"{place}: write the fault and the cure where they can be read: a text, an f-string, a variable."
            continue
        marks = set(re.findall(r"‹\d+›", text))
        for language in LANGUAGES:
            translated = in_language(text, language)
            if translated == text or not marks <= set(re.findall(r"‹\d+›", translated)):
                yield f"{place}: «{text}» has no translation into {language}. Add it to {FOLDER.name}/tables.yaml."


def test_every_fault_and_cure_has_a_translation(said):
    assert "\n".join(problems(said)) == ""
    assert len(said) > 300


def test_what_is_handed_on_is_what_is_listed(said):
    assert {place.rpartition(":")[0] for place, text in said if text is None} == set(HANDED_ON)


def test_faults_are_found_in_every_module_that_refuses_something(said):
    found = {place.partition(":")[0] for place, text in said if text}
    call = re.compile(
        r"^(?! *(?:class|def) ).*(?:\b(?:Problem|refused|_RefusedError)|faults\.add|here\.add)\(", re.MULTILINE
    )
    for path in PATHS:
        if path.stem not in ("errors", "faults", "money") and call.search(path.read_text(encoding="utf-8")):
            assert path.relative_to(ROOT).as_posix() in found


def test_no_translation_is_left_over(said):
    texts = [text for _, text in said if text] + own_words() + of_the_service()
    for template in templates():
        if template.english in read_yaml(FOLDER / "tables.yaml"):
            assert any(template.expression.fullmatch(text) for text in texts), f"nobody says «{template.english}»"


def own_words():
    """What cells are said to be, and what they should be."""
    tree = ast.parse((PACKAGE / "tables/reading/contents.py").read_text(encoding="utf-8"))
    returned = [part for node in ast.walk(tree) if isinstance(node, ast.Return) for part in ast.walk(node)]
    words = [part.value for part in returned if isinstance(part, ast.Constant)]
    return [*words, "ids", "words"]


def of_the_service():
    """What `service.batch_tables` says itself."""
    tree = ast.parse((PACKAGE / "service/batch_tables.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [re.sub(r"\{\w+\}", "‹1›", text) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cells_are_is_said_in_the_language(language):
    for words in own_words():
        sentence = in_language(f"the column holds {words}, not numbers.", language)
        assert not re.search("[a-z]", sentence), sentence


NEW_READER = """
from openfisca_kz.tables.errors import Problem, refused


def read(path, faults, name):
    cure = "Write it anew."
    faults.add([True], [], f"{name} is wrong", cure)
    raise refused(path, "never heard of", name.upper())
"""


def test_a_new_fault_is_found_and_named(tmp_path):
    (tmp_path / "new_reader.py").write_text(NEW_READER, encoding="utf-8")
    faults = PACKAGE / "tables/reading/faults.py"
    found = set()
    for sinks in (FAULTS, CURES):
        reader = OfTables([tmp_path / "new_reader.py"], sinks, tmp_path)
        reader.modules |= OfTables([faults, PACKAGE / "tables/errors.py"], sinks).modules
        found |= {(said.place, said.text) for said in reader.read() if "new_reader" in said.place}
    assert {text and re.sub(r"‹\d+›", "‹›", text) for _, text in found} == {
        "‹› is wrong", "Write it anew.", "never heard of", None
    }  # fmt: skip
    told = "\n".join(problems(found))
    assert "new_reader.py:8: «never heard of» has no translation into kk. Add it to sentences/tables.yaml." in told
    assert "new_reader.py:8: write the fault and the cure where they can be read" in told
