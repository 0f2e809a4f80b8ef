"""Sentences in Kazakh and Russian: what the package says in English, such as why a situation is refused.

A sentence is recognised by its English template, in which `{name}` stands for what differs from case to case. The
templates of one theme stand in one file of the folder `sentences`:

    State {name} for one month (2025-05), not for {period}.:
      kk: "{name} мәнін бір ай үшін (2025-05) көрсетіңіз, {period} үшін емес."
      ru: Укажите {name} за один месяц (2025-05), а не за {period}.

What stands for a placeholder stays as it is, but for words of ours: `{contents}` and `{other_contents}` are translated,
too, by the templates that they are.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openfisca_kz.legislation import read_yaml
from openfisca_kz.locale import LANGUAGES, labels

FOLDER = Path(__file__).with_name("sentences")
OWN_WORDS = ("contents", "other_contents")
"""Placeholders for what is no name and nobody's own text but words of the package."""
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LONGEST = 2_000
"""Characters of a sentence that is looked up; a longer one is none of ours, or mostly somebody's own text."""


@dataclass(frozen=True)
class Template:
    """An English sentence with placeholders, the expression that recognises it, and its translations by language."""

    english: str
    expression: re.Pattern[str]
    translations: dict[str, str]


def in_language(sentence: str, language: str) -> str:
    """A sentence in a language; as it is, in English, where no template fits it.

    Args:
        sentence: in English, as the package made it.
        language: `en`, `kk` or `ru`.

    Raises:
        ValueError: an unknown language.
    """
    if language == "en":
        return sentence
    if language not in LANGUAGES:
        raise ValueError(f"no sentences in «{language}»; there are en, {', '.join(LANGUAGES)}.")
    if len(sentence) > LONGEST:
        return sentence
    for template in templates():
        found = template.expression.fullmatch(sentence)
        if found:
            return _filled(template.translations[language], found.groupdict(), language)
    return sentence


@functools.cache
def templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """The templates of all files below a folder, those with the most characters of their own first.

    Raises:
        ValueError: no templates in a file, one that is given twice, has not a translation in each language or other
            placeholders in it; names the file.
    """
    found: dict[str, Template] = {}
    for path in sorted(folder.rglob("*.yaml")):
        content = read_yaml(path)
        if not isinstance(content, dict):
            raise ValueError(f"{path}: needs English sentences with translations.")  # noqa: TRY004 a fault of the file
        for english, translations in content.items():
            template = _checked(f"{path}: «{english}»", str(english), translations)
            shape = PLACEHOLDER.sub("{}", template.english)
            if shape in found:
                raise ValueError(f"{path}: «{english}» is a template already: «{found[shape].english}».")
            found[shape] = template
    return tuple(sorted(found.values(), key=lambda one: (-len(PLACEHOLDER.sub("", one.english)), one.english)))


def _checked(where: str, english: str, translations: Any) -> Template:
    given = translations if isinstance(translations, dict) else {}
    if set(given) != set(LANGUAGES) or not all(text and isinstance(text, str) for text in given.values()):
        raise ValueError(f"{where} needs a translation under each of {', '.join(LANGUAGES)}, and nothing else.")
    names = set(PLACEHOLDER.findall(english))
    for language, text in translations.items():
        if set(PLACEHOLDER.findall(text)) != names:
            raise ValueError(f"{where}: the placeholders in {language} must be those of the English sentence.")
    for text in (english, *translations.values()):
        if set("{}") & set(PLACEHOLDER.sub("", text)) or "}{" in text:
            raise ValueError(f"{where}: write placeholders like {{name}}, with some text between two of them.")
    return Template(english, _expression(english), translations)


def _expression(english: str) -> re.Pattern[str]:
    """What recognises the sentences of a template, in a time that grows with their length and not faster.

    Each placeholder but the last one takes as little as it can up to the text behind it, for good (`?>`): if a sentence
    fits at all, it fits so, and no other split is tried.
    """
    start, *rest = PLACEHOLDER.split(english)
    parts = [re.escape(start)]
    seen: set[str] = set()
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        if name in seen:
            parts[-1] += f"(?P={name}){re.escape(text)}"
        else:
            parts.append(f"(?P<{name}>.+?){re.escape(text)}")
        seen.add(name)
    first, *others = parts
    if others:
        others[:-1] = [f"(?>{part})" for part in others[:-1]]
    return re.compile("".join([first, *others]), re.DOTALL)


def _filled(translation: str, values: dict[str, str], language: str) -> str:
    """The translation with the values, the names of variables and of their items with their labels at the first."""
    start, *rest = PLACEHOLDER.split(translation)
    parts, seen = [start], set()
    values = {name: in_language(value, language) if name in OWN_WORDS else value for name, value in values.items()}
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        label = None if name in seen or parts[-1].endswith("«") else _label(name, values[name], language)
        parts += [values[name] if label is None else f"{values[name]} («{label}»)", text]
        seen.add(name)
    return "".join(parts)


def _label(name: str, value: str, language: str) -> str | None:
    """The label of a variable, or of an item where the placeholder is named as the variable that it is of."""
    named = labels(language)
    label = named["variables"].get(value) or named["values"].get(name, {}).get(value)
    return None if label is None else str(label)
