"""What an analyst can choose about the tables; the defaults are those of docs/statistics.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openfisca_kz.tables.errors import RunError

WITHOUT_TSA = "without_tsa"
"""Stands where a system stands: income before assistance."""


class StatisticsError(RunError):
    """A frame of families, a name or a setting from which no table can be made."""


@dataclass(frozen=True)
class Settings:
    """Choices of the tables.

    smallest_cell: a figure about fewer families of the frame than this is left empty; 0 or 1 hides nothing.
    take_up: whether only families that apply are paid (`takes_up`); False pays every family with the right.
    relative_share: share of the median that is the relative poverty line.
    smallest_gap: tenge a month that a family must lack to be poor; the law rounds the family's amount to whole tenge.
    aversions: the ε of the Atkinson measures, each above 0.
    small_change, large_change: shares of income that separate the bins of winners and losers.
    months: months of the year in the yearly cost.
    administrative: published figures by row of the fiscal table, shown beside the calculated ones.
    """

    smallest_cell: int = 10
    take_up: bool = True
    relative_share: float = 0.6
    smallest_gap: float = 1.0
    aversions: tuple[float, ...] = (0.5, 1.0, 2.0)
    small_change: float = 0.001
    large_change: float = 0.05
    months: int = 12
    administrative: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sensible = {
            "smallest_cell": self.smallest_cell >= 0,
            "relative_share": 0 < self.relative_share <= 1,
            "smallest_gap": self.smallest_gap > 0,
            "aversions": all(aversion > 0 for aversion in self.aversions),
            "small_change": 0 <= self.small_change <= self.large_change,
            "months": 1 <= self.months <= 12,
        }
        for name, good in sensible.items():
            if not good:
                raise StatisticsError(f"Setting {name} = {getattr(self, name)}: out of range. See docs/statistics.md.")


def check_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names of the systems, the baseline first; refuses what column names could not tell apart."""
    known = tuple(names)
    if not known:
        raise StatisticsError("No system is named. Name the baseline first, then the others.")
    for name in known:
        if not name or "@" in name or name in (WITHOUT_TSA, "administrative", "unit", "row"):
            raise StatisticsError(
                f"A system cannot be named '{name}'. Use a word without @ that the tables do not use."
            )
    labels = [*known, *(difference(name, known[0]) for name in known[1:])]
    if len(set(labels)) < len(labels):
        raise StatisticsError(f"The names {', '.join(known)} cannot be told apart. Name every system differently.")
    return known


def difference(name: str, baseline: str) -> str:
    """How columns name a system less the baseline."""
    return f"{name}-{baseline}"
