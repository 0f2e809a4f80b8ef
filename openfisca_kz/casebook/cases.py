"""Reads cases and refuses what the stock runner would pass over without a word or drown in a traceback."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.errors import UserError
from openfisca_kz.legislation import read_yaml

KEYS = {"name", "description", "period", "reforms", "input", "output", "absolute_error_margin"}
LARGEST_MARGIN = 0.01
"""Only what the stock runner needs to print a third of a tenge: a margin above a tiyn would hide an error."""


class CaseError(UserError):
    """A case that cannot be run: the message names file, case, key and cure."""


@dataclass(frozen=True)
class Case:
    """One case of a file: a situation, a period and what must come out of it."""

    path: Path
    number: int
    name: str
    period: str
    reforms: tuple[str, ...]
    input: dict[str, Any]
    output: dict[str, Any]

    @property
    def title(self) -> str:
        """File and name of the case, as messages show it."""
        return f"{self.path}, case {self.number} «{self.name}»"


def case_files(paths: Iterable[Path]) -> list[Path]:
    """The YAML files at the paths, folders searched through; a path that does not exist or holds none is an error."""
    found: list[Path] = []
    for path in paths:
        files = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]) if path.is_dir() else [path]
        if not files or not files[0].exists():
            raise CaseError(f"{path}: no case files (.yaml) here; name a file or a folder that holds them.")
        found += files
    return found


def read_cases(path: Path, system: TaxBenefitSystem) -> Iterator[Case]:
    """The cases of a file, each checked against the names of the system.

    Raises:
        CaseError: the file is no YAML list of cases, or a case has an unknown key, variable or entity, no name, no
            period, no output, or a margin above a tiyn.
    """
    try:
        content = read_yaml(path)
    except (ValueError, OSError) as error:
        raise CaseError(f"{path}: not readable as YAML: {error}") from error
    entries = content if isinstance(content, list) else [content]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        raise CaseError(f"{path}: holds no cases; a case starts with «- name: …».")
    for number, entry in enumerate(entries, start=1):
        yield _case(path, number, entry, system)


def _case(path: Path, number: int, entry: dict[str, Any], system: TaxBenefitSystem) -> Case:
    where = f"{path}, case {number} «{entry.get('name', 'without a name')}»"
    for key in entry:
        if key not in KEYS:
            raise CaseError(f"{where}: unknown key «{key}»{_meant(key, KEYS)}")
    for key in ("name", "period", "input", "output"):
        if not entry.get(key):
            raise CaseError(f"{where}: needs «{key}:».")
    margins = entry.get("absolute_error_margin") or {"default": 0}
    if isinstance(margins, dict) and "default" not in margins:
        raise CaseError(f"{where}: the stock runner needs «default: 0» beside the margins of single variables.")
    for margin in margins.values() if isinstance(margins, dict) else [margins]:
        if not 0 <= margin <= LARGEST_MARGIN:
            raise CaseError(f"{where}: the margin {margin} is above a tiyn ({LARGEST_MARGIN}).")
    _check_names(where, "input", entry["input"], system)
    _check_names(where, "output", entry["output"], system)
    reforms = entry.get("reforms") or []
    return Case(
        path=path,
        number=number,
        name=str(entry["name"]),
        period=str(entry["period"]),
        reforms=tuple([reforms] if isinstance(reforms, str) else reforms),
        input=entry["input"],
        output=entry["output"],
    )


def _check_names(where: str, part: str, content: Any, system: TaxBenefitSystem) -> None:
    """Every key is an entity or a variable; what stands below an entity is a variable or a role."""
    if not isinstance(content, dict):
        raise CaseError(f"{where}: «{part}:» must hold entities or variables.")
    plurals = {entity.plural: entity for entity in system.entities}
    singulars = {entity.key: entity for entity in system.entities}
    for key, value in content.items():
        entity = plurals.get(key) or singulars.get(key)
        if entity is None:
            _check_variable(where, part, key, system, also=[*plurals, *singulars])
            continue
        roles = (
            set() if entity.is_person else {name for role in entity.roles for name in (role.key, role.plural) if name}
        )
        for record in value.values() if key in plurals else [value]:
            for name in record or {}:
                if name not in roles:
                    _check_variable(where, part, name, system, also=roles)


def _check_variable(where: str, part: str, name: str, system: TaxBenefitSystem, also: Iterable[str]) -> None:
    if name not in system.variables:
        raise CaseError(f"{where}: unknown name «{name}» in {part}{_meant(name, [*system.variables, *also])}")


def _meant(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean «{near[0]}»?" if near else "."
