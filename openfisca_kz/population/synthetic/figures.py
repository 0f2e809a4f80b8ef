"""Published figures, targets and assumptions of the synthetic families: the data files beside this module."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
GRADES = ("A", "B", "C")
SHARED = ("of", "unit", "date", "source", "grade")
"""What a group of targets may state for all of its targets."""


class FigureError(ValueError):
    """A data file of the synthetic families is not as it should be: a fault of the package, not of the user."""


@dataclass(frozen=True)
class Target:
    """A published total: the weighted sum of the measure `of` over the families that fulfil `where`.

    With `per` it is that sum divided by another one. `role`: fit (the weights are calibrated to it) or check (kept out
    of the fit). `date` is the day or the end of the period of the figure, `source` a key of sources.yaml.
    """

    group: str
    what: str
    of: str
    value: float
    unit: str
    role: str
    date: datetime.date
    source: str
    grade: str
    where: tuple[tuple[str, Any], ...] = ()
    per: tuple[str, tuple[tuple[str, Any], ...]] | None = None
    note: str = ""


@cache
def sources() -> dict[str, dict[str, str]]:
    """Title and address of every source by its key."""
    return _load("sources.yaml")


@cache
def targets() -> tuple[Target, ...]:
    """Every target in the order of the file. Raises FigureError for one without value, date, source or grade."""
    return tuple(
        _target(group, {**{key: group[key] for key in SHARED if key in group}, **target})
        for group in _load("targets.yaml")
        for target in group["targets"]
    )


@cache
def figures() -> dict[str, Any]:
    """Published figures that families are made with, by name: values only."""
    entries = _load("figures.yaml")
    for name, entry in entries.items():
        _check(name, entry)
    return {name: entry["value"] for name, entry in entries.items()}


@cache
def assumptions() -> dict[str, Any]:
    """What is assumed, by name: values only. Raises FigureError for one without a reason."""
    entries = _load("assumptions.yaml")
    for name, entry in entries.items():
        if not entry.get("reason") or "value" not in entry or set(entry) - {"value", "reason"}:
            raise FigureError(f"assumptions.yaml: {name} needs a value and a reason, and nothing else.")
    return {name: entry["value"] for name, entry in entries.items()}


def reasons() -> dict[str, str]:
    """Why each assumption was made, by name."""
    return {name: entry["reason"] for name, entry in _load("assumptions.yaml").items()}


def _load(file: str) -> Any:
    return yaml.safe_load((HERE / file).read_text(encoding="utf-8"))


def _check(name: str, entry: dict[str, Any]) -> None:
    missing = [key for key in ("value", "unit", "date", "source", "grade") if entry.get(key) is None]
    if missing:
        raise FigureError(f"{name}: {', '.join(missing)} not given.")
    if entry["source"] not in sources() or entry["grade"] not in GRADES:
        raise FigureError(f"{name}: unknown source {entry['source']} or grade {entry['grade']}.")
    if entry["grade"] == "C" and not entry.get("note"):
        raise FigureError(f"{name}: a derived figure says in a note how.")


def _target(group: dict[str, Any], entry: dict[str, Any]) -> Target:
    _check(f"{group['group']}, {entry.get('what')}", entry)
    if group["role"] not in ("fit", "check"):
        raise FigureError(f"{group['group']}: role must be fit or check.")
    per = entry.pop("per", None)
    return Target(
        **{
            **entry,
            "group": group["group"],
            "role": group["role"],
            "value": float(entry["value"]),
            "where": tuple(entry.get("where", {}).items()),
            "per": (per["of"], tuple(per.get("where", {}).items())) if per else None,
        }
    )
