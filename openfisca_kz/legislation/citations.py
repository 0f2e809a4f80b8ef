"""Reads citations such as «Order № 181 p. 8 19), fifth paragraph» into an act of the register and a provision.

The canonical form is: the act («Social Code», «Order № 181», «Law № 43-VIII»), then as far as the act has them
`annex 9`, `art. 126`, `p. 2`, the sub-point `4)` and `, fifth paragraph` (абзац) or `, second part` (часть).
A few other spellings are read as well («Order 181», «sub-p. 4)», «p. 23, second part, 4)», «fifth item», a missing
comma); `str()` of what was read is canonical.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from openfisca_kz.legislation import acts

ORDINALS = tuple(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
CODE = "Social Code"
CODE_ACT = "code_224_vii_2023"

_NUMBER = r"\d+(?:-\d+)?"
_DASH = r"(?:\s*[–—-]\s+)?"
_ACT = re.compile(
    rf"(?P<code>{CODE})|(?P<kind>Order|Law)\s*(?:№\s*)?(?P<number>\d+[\w-]*)(?:\s+of\s+(?P<year>\d{{4}}))?(?![\w/])"
)
_PROVISION = re.compile(
    rf"(?:,?\s*annex\s*(?P<annex>{_NUMBER}))?"
    rf"(?:,?\s*art\.\s*(?P<article>{_NUMBER}))?"
    rf"(?:,?\s*(?:p\.|section)\s*(?P<point>{_NUMBER})(?!\)))?"
    rf"(?:(?:,\s*(?:{'|'.join(ORDINALS)})\s+part)?,?{_DASH}\s*(?:sub-p\.\s*)?(?P<sub_point>{_NUMBER})\))?"
    rf"(?:,?{_DASH}\s*(?P<ordinal>{'|'.join(ORDINALS)})\s+(?P<unit>paragraph|part|item)\b)?"
)
_REMARK = re.compile(r"\s+\([^()]*\)$")
_NEXT = re.compile(rf"\s*[,;]\s*(?:and\s+)?(?={_NUMBER}|p\.|art\.|annex|Social Code|Order|Law)")


class CitationError(ValueError):
    """A citation that cannot be read; the message repeats it and says what it should look like."""


@dataclass(frozen=True, order=True)
class Citation:
    """An act of the register (`order_181_2023`) and a provision of it in canonical form (`p. 8 2)`)."""

    act: str
    provision: str

    def __str__(self) -> str:
        return f"{short_name(self.act)} {self.provision}".strip()


def short_name(act: str) -> str:
    """How citations name an act: «Social Code», «Order № 181», «Law № 43-VIII»."""
    if act == CODE_ACT:
        return CODE
    return f"{act.partition('_')[0].capitalize()} № {acts()[act]['number']}"


def parse(text: str) -> Citation:
    """The one provision that a `reference` cites.

    Raises:
        CitationError: unknown act, no provision, more than one provision, or words that are no citation.
    """
    act, rest = _act(text.strip())
    match = _PROVISION.fullmatch(rest)
    if act is None or not match or not _is_provision(match):
        raise CitationError(
            f"«{text}» cites no single provision; write «Order № 181 p. 8 2)» or «Social Code art. 126 p. 2», each a "
            "string of its own."
        )
    return Citation(act, _canonical(match))


def provision_id(text: str) -> str:
    """The canonical form of a provision written without its act, as parameter files have it.

    A remark in brackets at the end, such as «(silent on rounding)», is left out.

    Raises:
        CitationError: the text is no provision.
    """
    match = _PROVISION.fullmatch(f" {_REMARK.sub('', text.strip())}")
    if not match or not _is_provision(match):
        raise CitationError(f"«{text}» is no provision; write it like «p. 8 19), fifth paragraph» or «art. 126 p. 2».")
    return _canonical(match)


def found_in(text: str, act: str | None = None) -> list[Citation]:
    """All provisions that the beginning of a text cites, such as the name of a case; empty if it cites none.

    Args:
        text: «Order 181 p. 8 2) – housing aid», «Social Code art. 120 p. 1, 128 1) – …», «p. 22–24 – …».
        act: the act that is meant where the text names none.
    """
    return list(dict.fromkeys(_found(text.strip(), act)))


def within(provision: str) -> str:
    """The provision that this one is a part of: `p. 8 19)` for `p. 8 19), fifth paragraph`; empty at the top."""
    head, comma, _ = provision.rpartition(", ")
    if comma:
        return head
    head, space, last = provision.rpartition(" ")
    if last.endswith(")"):
        return head
    return head.rpartition(" ")[0] if space else ""


def _act(text: str) -> tuple[str | None, str]:
    """The act that the text begins with, and what follows it."""
    match = _ACT.match(text)
    if not match:
        return None, text
    act = act_id(match["kind"], match["number"], match["year"]) if match["kind"] else CODE_ACT
    return act, text[match.end() :]


@functools.cache
def act_id(kind: str, number: str, year: str | None = None) -> str:
    """The id of an «Order» or «Law» by its number, and by its year where several acts have the number.

    Raises:
        CitationError: the register has no such act, or several.
    """
    named = [
        act
        for act, entry in acts().items()
        if act.startswith(f"{kind.lower()}_") and entry["number"] == number and act.endswith(year or "")
    ]
    if len(named) != 1:
        cure = "name the year: «Order № 181 of 2023 p. 8»" if named else "put it into legislation/acts.yaml"
        raise CitationError(f"«{kind} № {number}» is {'several acts' if named else 'no act'} of the register; {cure}.")
    return named[0]


def _is_provision(match: re.Match[str]) -> bool:
    """A sub-point or a paragraph alone is none: of which point?"""
    return bool(match["annex"] or match["article"] or match["point"])


def _canonical(match: re.Match[str]) -> str:
    parts = [
        f"{word} {match[group]}"
        for word, group in (("annex", "annex"), ("art.", "article"), ("p.", "point"))
        if match[group]
    ]
    if match["sub_point"]:
        parts.append(f"{match['sub_point']})")
    text = " ".join(parts)
    if match["ordinal"]:
        text += f", {match['ordinal']} {'part' if match['unit'] == 'part' else 'paragraph'}"
    return text


def _found(text: str, act: str | None) -> Iterator[Citation]:
    last = ""
    while text:
        named, text = _act(text)
        act = named or act
        if act is None:
            return
        if not named and last and re.match(_NUMBER, text):  # «p. 4 1), 16 1)»: the level of the one before
            text = f"{_continued(last, text)}{text}"
        match = _PROVISION.match(text if text.startswith(" ") else f" {text}")
        if not match or not _is_provision(match):
            return
        rest = match.string[match.end() :]
        last = _canonical(match)
        yield Citation(act, last)
        until = re.match(rf"–({_NUMBER})(\)?)", rest)
        if until:  # «22–24», «2)–13)»
            rest = rest[until.end() :]
            for number in range(int(re.findall(r"\d+", last)[-1]) + 1, int(until[1]) + 1):
                yield Citation(act, re.sub(r"\d+(\)?)$", rf"{number}\1", last))
        following = _NEXT.match(rest)
        if not following:
            return
        text = rest[following.end() :]


def _continued(last: str, text: str) -> str:
    """What a bare number after a comma leaves out: the article or point, or everything before the sub-point."""
    is_sub_point = re.match(rf"{_NUMBER}\)", text)
    if is_sub_point and last.endswith(")"):
        return f"{within(last)} "
    return "art. " if "art." in last else "p. "
