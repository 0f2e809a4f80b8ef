"""The register of provisions: every point of the three acts, its redactions, what it says, and why some are no rule.

What encodes a provision does not stand here: `encoding` derives it from the references of variables and from the
values of parameters, `casebook.coverage` from the cases.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openfisca_kz.legislation import acts, read_yaml
from openfisca_kz.legislation.citations import CODE_ACT, Citation, CitationError, parse, provision_id, within

LANGUAGES = ("kk", "ru", "en")
GRADES = ("A", "B", "C")
REASONS = ("procedure", "discretion", "definition", "evidence", "repealed")
"""Why a provision is no rule of the program."""

FOLDER = Path(__file__).with_name("provisions")
_KEYS = {
    "id", "redactions", *LANGUAGES, "grade", "sub_points", "repeats", "not_encoded", "reason", "note",
}  # fmt: skip


class ProvisionError(ValueError):
    """A mistake in a file of provisions; the message names the file, the entry and the cure."""


@dataclass(frozen=True)
class Redaction:
    """One wording of a provision: the act that set it and the day from which it applies (ISO date)."""

    act: str
    start: str


@dataclass(frozen=True)
class Provision:
    """One provision of an act.

    `sub_points` counts sub-points that this entry covers as a whole. `repeats` names provisions of another act that
    carry the same rule. `reason` says why no rule of the program follows, `not_encoded` of which kind that is.
    """

    citation: Citation
    redactions: tuple[Redaction, ...]
    summary: Mapping[str, str]
    grade: str
    sub_points: int = 0
    repeats: tuple[Citation, ...] = ()
    not_encoded: str = ""
    reason: str = ""
    note: str = ""

    def redaction(self, day: str) -> Redaction | None:
        """The redaction in force on a day (ISO date), if there is one yet; of two of a day the later listed."""
        return next((redaction for redaction in reversed(self.redactions) if redaction.start <= day), None)


@functools.cache
def provisions() -> dict[Citation, Provision]:
    """All provisions of the register, in the order of the acts."""
    found = read_provisions(FOLDER)
    for provision in found.values():
        for repeated in provision.repeats:
            if repeated not in found:
                raise ProvisionError(f"{provision.citation}: repeats {repeated}, which the register does not have.")
    return found


def registered_acts() -> tuple[str, ...]:
    """The acts whose provisions the register holds."""
    return tuple(dict.fromkeys(citation.act for citation in provisions()))


def is_in_scope(citation: Citation) -> bool:
    """Whether the register should have what is cited: its acts are there whole, of the Social Code chapter 11."""
    article = re.match(r"art\. \S+", citation.provision)
    return any(
        known.act == citation.act and (not article or f"{known.provision} ".startswith(f"{article[0]} "))
        for known in provisions()
    )


def resolve(citation: Citation) -> Provision | None:
    """The provision of the register that a citation names, or None.

    A paragraph or part that is no entry of its own belongs to the provision that it stands in, and so does a
    sub-point that its point covers as a whole (`sub_points`).
    """
    register = provisions()
    if citation in register:
        return register[citation]
    outer = within(citation.provision)
    if citation.provision.endswith((" paragraph", " part")):
        return resolve(Citation(citation.act, outer))
    point = register.get(Citation(citation.act, outer))
    if point and citation.provision.endswith(")"):
        number = citation.provision.rpartition(" ")[2].rstrip(")")
        return point if number.isdigit() and 1 <= int(number) <= point.sub_points else None
    return None


def set_by(act: str, provision: str) -> Citation | None:
    """What a parameter value with `act:` and `provision:` cites, or None for an act without provisions here.

    An amending act is followed to the act that it amends: «p. 8 26)» of order № 95 is p. 8 26) of order № 181.

    Raises:
        CitationError: the provision cannot be read, or no single provision of the register has it.
    """
    if act in registered_acts():
        return Citation(act, provision_id(provision))
    amended = [entry for entry in provisions().values() if act in {redaction.act for redaction in entry.redactions}]
    if not amended:
        return None
    if not provision.startswith(("p.", "art.", "annex")):
        return parse(provision)
    bases = dict.fromkeys(entry.citation.act for entry in amended)
    named = [Citation(base, provision_id(provision)) for base in bases]
    amended_here = [citation for citation in named if resolve(citation) in amended]
    if len(amended_here) != 1:
        raise CitationError(
            f"{act} {provision}: {'several acts have' if amended_here else 'no provision of the register has'} a "
            f"redaction of this act there; name the amended act as well: «Order № 181 p. 8 26)»."
        )
    return amended_here[0]


def read_provisions(folder: Path) -> dict[Citation, Provision]:
    """The provisions of a folder with one file for each act, named after its id.

    Raises:
        ProvisionError: unknown act or key, duplicate or unreadable id, missing language, bad grade, a reason without
            its kind or the other way round, redactions out of order; names file and entry.
    """
    found: dict[Citation, Provision] = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != CODE_ACT, path.name)):
        if path.stem not in acts():
            raise ProvisionError(f"{path}: the file must be named after an act of legislation/acts.yaml.")
        entries = read_yaml(path)
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ProvisionError(f"{path}: must be a list of entries that start with «- id: …».")
        for number, entry in enumerate(entries, start=1):
            where = f"{path}, entry {number} «{entry.get('id', 'without an id')}»"
            provision = _provision(where, path.stem, entry)
            if provision.citation in found:
                raise ProvisionError(f"{where}: is given twice.")
            found[provision.citation] = provision
    return found


def _provision(where: str, act: str, entry: dict[str, Any]) -> Provision:
    for problem in _problems(entry):
        raise ProvisionError(f"{where}: {problem}")
    try:
        if provision_id(entry["id"]) != entry["id"]:
            raise ProvisionError(f"{where}: write the id as «{provision_id(entry['id'])}».")
        repeats = tuple(parse(text) for text in entry.get("repeats", ()))
    except CitationError as error:
        raise ProvisionError(f"{where}: {error}") from error
    return Provision(
        citation=Citation(act, entry["id"]),
        redactions=_redactions(where, entry["redactions"]),
        summary={language: entry[language] for language in LANGUAGES},
        grade=entry["grade"],
        sub_points=entry.get("sub_points", 0),
        repeats=repeats,
        not_encoded=entry.get("not_encoded", ""),
        reason=entry.get("reason", ""),
        note=entry.get("note", ""),
    )


def _problems(entry: dict[str, Any]) -> Iterator[str]:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        yield f"unknown key «{unknown[0]}»; known: {', '.join(sorted(_KEYS))}."
    for key in ("id", "redactions", *LANGUAGES):
        if not entry.get(key):
            yield f"needs «{key}:»."
    if entry.get("grade") not in GRADES:
        yield f"needs «grade:», one of {', '.join(GRADES)}."
    if bool(entry.get("not_encoded")) != bool(entry.get("reason")):
        yield "«not_encoded:» and «reason:» go together."
    if entry.get("not_encoded", REASONS[0]) not in REASONS:
        yield f"«not_encoded:» must be one of {', '.join(REASONS)}."
    if entry.get("not_encoded") and entry.get("repeats"):
        yield "«not_encoded:» and «repeats:» exclude each other."


def _redactions(where: str, listed: list[Any]) -> tuple[Redaction, ...]:
    """Each item is the id of an act, or `{act: …, from: …}` where an act set a wording for a later day."""
    found = []
    for item in listed:
        act, start = (item.get("act"), item.get("from")) if isinstance(item, dict) else (item, None)
        if act not in acts():
            raise ProvisionError(f"{where}: unknown act «{act}»; put it into legislation/acts.yaml.")
        found.append(Redaction(act, start or acts()[act]["in_force"]))
    if [redaction.start for redaction in found] != sorted(redaction.start for redaction in found):
        raise ProvisionError(f"{where}: list the redactions in the order of the days on which they start.")
    return tuple(found)
