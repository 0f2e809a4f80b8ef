"""Every sentence of the service to a caller has a translation, and none of its translations is left over."""

import ast
import re

import pytest

from openfisca_kz.legislation import read_yaml
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.locale.sentences import FOLDER, in_language, templates
from tests.service.corpus import CORPUS
from tests.test_house import PACKAGE, ROOT

NOT_FOR_CALLERS = (
    "settings.py",
    "openapi.py",
    "answer_schemas.py",
    "commands.py",
    "schemas.py",
    "server.py",
    "supervisor.py",
    "listening.py",
    "open_files.py",
    "metrics.py",
    "metrics_folder.py",
)
"""What these modules say is for who runs the service, or stands in /spec, which is in English."""
SENTENCE = re.compile(r"^[A-Z«‹].*[.?]$", re.DOTALL)


def sentences():
    """What looks like a sentence in the modules of the service: place and text, ‹› for what is filled in."""
    for path in sorted((PACKAGE / "service").rglob("*.py")):
        if path.name in NOT_FOR_CALLERS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (inside | described):
                text = re.sub(r"\{\w+\}", "‹›", node.value)
            elif isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "‹›" for part in node.values)
            else:
                continue
            if SENTENCE.match(text) and " " in text:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def test_every_sentence_has_a_translation():
    found = list(sentences())
    assert len(found) > 60
    missing = [f"{place}: {text}" for place, text in found for one in LANGUAGES if in_language(text, one) == text]
    assert missing == []


def test_no_translation_is_left_over():
    own = set(read_yaml(FOLDER / "service.yaml"))
    said = [text for _, text in sentences()]
    for template in templates():
        if template.english in own:
            assert any(template.expression.fullmatch(text) for text in said), template.english


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_callers_read_is_in_their_language(api, language):
    english = re.compile(r"\b(the|is|are|it|write|state|must|at most|here|name)\b", re.IGNORECASE)
    for name, (body, _, _) in CORPUS.items():
        headers = {"Content-Type": "application/json", "Accept-Language": language}
        problem = api.post("/calculate", content=body, headers=headers).json()
        for said in (problem["title"], problem["detail"], *(fault["message"] for fault in problem["errors"])):
            assert not english.search(said), (name, said)
