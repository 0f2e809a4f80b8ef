"""All ten tables for one million made-up families under two systems.

Run alone it prints one JSON line: {"tables_seconds": …, "tables_peak_mb": …}; a number of families can be given. The
peak is what the tables took beyond the frame of families, which stands for results of a run and is not measured.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import numpy
import polars as pl

from benchmarks.memory import peak_mb
from openfisca_kz.population.statistics import family_types, tables

FAMILIES = 1_000_000
REGIONS = [f"region_{number:02}" for number in range(20)]
STATES = ["entitled", "above_line", "survey", "no_need", "employment_measures", "contract_breached", "false_data"]
CAUSES = ["", "order_95_2025 p. 8 19) e)", "order_95_2025 p. 8 26)"]
LINE, MINIMUM = 36_550.0, 46_228.0
ROUNDS = 5


def made_up(families: int = FAMILIES, seed: int = 1) -> pl.DataFrame:
    """Families under two systems, about one in ten with the right, columns as a run makes them; not calibrated."""
    random = numpy.random.default_rng(seed)
    members = random.integers(1, 9, families)
    children = numpy.minimum(random.integers(0, 5, families), members - 1)
    income = numpy.round(random.lognormal(11.3, 0.6, families) * 3 * members) / (3 * members)
    income[random.random(families) < 0.01] = 0.0
    counted = income - numpy.round(income * (random.random(families) < 0.05) * 0.2)
    columns: dict[str, object] = {
        "family_id": numpy.arange(families),
        "weight": random.integers(1, 9, families).astype(float),
        "members": members.astype(numpy.int32),
        "children": children.astype(numpy.int32),
        "region": _enum(REGIONS, random.integers(0, len(REGIONS), families)),
        "residence": _enum(["urban", "rural"], random.integers(0, 2, families)),
        "takes_up": random.random(families) < 0.6,
        "family_type": family_types(members, children, (random.random(families) < 0.1) * members),
        "income": income,
        "subsistence_minimum": numpy.full(families, MINIMUM),
    }
    refused = numpy.where(random.random(families) < 0.05, random.integers(2, len(STATES), families), 0)
    before = None
    for number, name in enumerate(("before", "after")):
        per_capita = counted - number * numpy.round(income * (random.random(families) < 0.03) * 0.1)
        state = numpy.where(per_capita > LINE, 1, refused)
        entitled = state == 0
        tsa = numpy.where(entitled, numpy.floor((LINE - per_capita) * members + 0.5), 0.0)
        columns |= {
            f"per_capita_income@{name}": per_capita,
            f"poverty_line@{name}": numpy.full(families, LINE),
            f"entitled@{name}": entitled,
            f"tsa@{name}": tsa,
            f"child_supplement@{name}": numpy.where(tsa > 0, children * 5_898.0, 0.0),
            f"refusal@{name}": _enum(STATES, state),
        }
        if before is not None:
            changed = (tsa != before) * random.integers(1, len(CAUSES), families)
            columns[f"cause@{name}"] = _enum(CAUSES, changed)
        before = tsa
    return pl.DataFrame(columns)


def _enum(labels: list[str], codes: numpy.ndarray) -> pl.Series:
    return pl.Series(codes.astype(numpy.uint8)).cat.to(pl.Enum(labels))


def forget_peak() -> float:
    """Starts the kernel's mark of the most memory anew, where it can; returns what is held now, MB."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return peak_mb()


def main(families: int = FAMILIES) -> None:
    """Prints the best time of several rounds and the most memory that was taken."""
    frame = made_up(families)
    held = forget_peak()
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        tables(frame, ["before", "after"])
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"tables_seconds": min(seconds), "tables_peak_mb": peak_mb() - held}))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
