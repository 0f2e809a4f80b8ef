"""The mapping file: which column is what, in which unit of time, what its values and its missing values mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from openfisca_kz.legislation import read_yaml
from openfisca_kz.tables.columns import UNITS
from openfisca_kz.tables.errors import Problem, TableError, cut, refused, shorten

NOT_STATED = "not_stated"
"""In a mapping: the variable's own «not stated», which a blank cell stands for."""
EVERY = ""
"""Key of `missing` for every kind of missing value that is not named."""
BLANK_KEYS = (".", "blank")
"""Keys of `missing` for a plain blank, Stata's and SPSS's system-missing."""


@dataclass(frozen=True)
class Rule:
    """What the mapping says of one column; `values` and `missing` by their keys as text."""

    name: str
    unit: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """What the mapping says of one table; `strict` if blank facts of a survey must be resolved."""

    columns: Mapping[str, Rule] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    strict: bool = True

    def rule(self, header: str) -> Rule:
        """The rule of a column; one that is not mentioned keeps its name."""
        return self.columns.get(header) or Rule(header)

    def kept(self, headers: Iterable[str]) -> list[str]:
        """The headers that are not declared ignored."""
        return [header for header in headers if not any(fnmatchcase(header, pattern) for pattern in self.ignore)]

    def check_headers(self, headers: list[str]) -> list[Problem]:
        """Problems of columns that the mapping speaks of and the table does not have."""
        problems = []
        for header in self.columns.keys() - set(headers):
            near = get_close_matches(header, headers, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It has {', '.join(map(cut, headers[:8]))}."
            problems.append(Problem(header, None, None, "the mapping names it, the table does not have it", hint))
        for pattern in self.ignore:
            if not any(fnmatchcase(header, pattern) for header in headers):
                fault = "the mapping ignores it, the table does not have it"
                problems.append(Problem(pattern, None, None, fault, "Correct the name, or remove it from `ignore`."))
        for header in self.columns:
            if header in headers and header not in self.kept([header]):
                fault = "the mapping both names and ignores it"
                problems.append(Problem(header, None, None, fault, "Keep one of the two."))
        return problems


@dataclass(frozen=True)
class MappingFile:
    """A mapping file as read; `families_file` beside it, if it names one."""

    file: str
    path: Path | None = None
    persons: TableMapping = TableMapping()
    families: TableMapping = TableMapping()
    families_file: Path | None = None
    sheet: str | None = None
    families_sheet: str | None = None


def read_mapping(path: str | Path | None) -> MappingFile:
    """Read a mapping file; without one nothing is renamed, recoded or ignored.

    Raises:
        TableError: it cannot be read, or has a key or a value that no mapping has; names file, key and cure.
    """
    if path is None:
        return MappingFile("")
    path = Path(path)
    try:
        content = read_yaml(path)
    except FileNotFoundError:
        raise refused(path, "there is no such file", "Check the name and the folder.") from None
    except UnicodeDecodeError:
        raise refused(path, "the mapping is not UTF-8", "Save it in UTF-8.") from None
    except (OSError, ValueError, AttributeError) as error:
        said = " ".join(str(error).split())
        raise refused(path, "the mapping cannot be read", "Correct the YAML.", said=said) from None
    reader = _Reader()
    content = reader.keys(content, "", {"columns", "ignore", "blank_facts", "sheet", "families"})
    strict = reader.strict(content, "")
    families = reader.keys(content.get("families"), "families", {"file", "sheet", "columns", "ignore"})
    found = MappingFile(
        str(path),
        path,
        reader.table(content, "", strict),
        reader.table(families, "families.", strict),
        path.parent / str(families["file"]) if "file" in families else None,
        _text(content.get("sheet")),
        _text(families.get("sheet")),
    )
    if reader.problems:
        raise TableError(str(path), reader.problems)
    return found


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, place: str, fault: str, cure: str) -> None:
        """Add a problem; its place in the mapping stands where those of a table have their file."""
        self.problems.append(Problem(None, None, None, fault, cure, file=place.rstrip(".") or None))

    def keys(self, content: Any, place: str, known: set[str]) -> dict[str, Any]:
        if content is None:
            return {}
        if not isinstance(content, dict):
            self.refuse(place, "not a mapping of keys to values", f"Write keys such as {', '.join(sorted(known))}.")
            return {}
        for key in content.keys() - known:
            self.refuse(place, f"unknown key {cut(key)}", f"Known: {', '.join(sorted(known))}.")
        return content

    def strict(self, content: dict[str, Any], place: str) -> bool:
        said = content.get("blank_facts")
        if said not in (None, NOT_STATED):
            self.refuse(f"{place}blank_facts", f"unknown value {shorten(said)}", "Write not_stated, or leave it out.")
        return said is None

    def table(self, content: dict[str, Any], place: str, strict: bool) -> TableMapping:
        columns = content.get("columns") or {}
        ignore = content.get("ignore") or []
        if not isinstance(columns, dict):
            self.refuse(f"{place}columns", "not a mapping", "Write `header: name`.")
            columns = {}
        if not isinstance(ignore, list):
            self.refuse(f"{place}ignore", "not a list", "Write `[first, second]`.")
            ignore = []
        rules = {str(header): self.rule(str(header), said, place) for header, said in columns.items()}
        return TableMapping(rules, tuple(str(pattern) for pattern in ignore), strict)

    def rule(self, header: str, said: Any, place: str) -> Rule:
        place = f"{place}columns.{header}"
        if isinstance(said, str):
            return Rule(said)
        said = self.keys(said, place, {"name", "unit", "values", "missing"})
        unit = said.get("unit")
        if unit not in (None, *UNITS):
            self.refuse(place, f"unknown unit {shorten(unit)}", f"Use {', '.join(UNITS)}.")
            unit = None
        values, missing = said.get("values") or {}, said.get("missing")
        if missing is not None and not isinstance(missing, dict):
            missing = {EVERY: missing}
        if "missing" in said and missing is None:
            self.refuse(f"{place}.missing", "no value", "Write the value that it stands for, such as 0 or not_stated.")
        return Rule(
            str(said.get("name", header)),
            unit,
            self.cells(values, f"{place}.values"),
            self.cells(missing or {}, f"{place}.missing"),
        )

    def cells(self, said: Any, place: str) -> dict[str, Any]:
        """Keys as the text of a cell; YAML reads yes and no as true and false, so these must be quoted."""
        if not isinstance(said, dict):
            self.refuse(place, "not a mapping", "Write keys and values, such as `1: urban`.")
            return {}
        found = {}
        for key, value in said.items():
            text = ("true" if key else "false") if isinstance(key, bool) else str(key)
            if value is None or isinstance(value, dict | list):
                self.refuse(f"{place}.{text}", "no value", "Write a value, or not_stated.")
            elif value == "drop":
                self.refuse(f"{place}.{text}", "rows cannot be dropped", "Write a value, or not_stated.")
            else:
                found["." if text in BLANK_KEYS and place.endswith("missing") else text] = value
        return found
