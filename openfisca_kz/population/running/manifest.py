"""What goes with the results of a run: all on which they depend, what they rest on, and what the run cost."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy
import polars as pl
from openfisca_core import periods

import openfisca_kz
from openfisca_kz import digests
from openfisca_kz.comparison.laws import Law, fingerprint, system_of
from openfisca_kz.dates import reference_months
from openfisca_kz.evidence import remarks, unverified
from openfisca_kz.population.running.options import Options
from openfisca_kz.tables.reading import Table

PACKAGES = ("openfisca-kz", "openfisca-core", "numpy", "polars")
NO_SUPPLEMENT = "child_supplement: the table has no column birth_date, so the ages of children are not known"


@functools.cache
def program() -> dict[str, str | None]:
    """By what results are made: versions of the packages, and a SHA-256 of all Python files of this one."""
    root = Path(openfisca_kz.__file__).parent
    files = sorted((file.relative_to(root).as_posix(), file) for file in root.rglob("*.py"))
    return {**{name: _version(name) for name in PACKAGES}, "code_sha256": digests.of_files(files)}


def what_is_run(laws: Sequence[Law], table: Table, period: str, options: Options, persons_each: int) -> dict[str, Any]:
    """All on which the results depend, for the manifest and for the key of a run that goes on."""
    return {
        "input": {"file": str(table.file), "sha256": table.sha256, "provenance": table.provenance},
        "period": period,
        "reference_quarter": [str(month) for month in reference_months(periods.period(period))],
        "laws": [{**asdict(law), "parameters_sha256": fingerprint(system_of(law))} for law in laws],
        "amounts": options.amounts,
        "mapping": None if options.mapping is None else Path(options.mapping).read_text(encoding="utf-8"),
        "settings": asdict(options.settings),
        "persons_each": persons_each,
        "versions": program(),
    }


def rests_on(laws: Sequence[Law], families: pl.LazyFrame, period: str) -> dict[str, Any]:
    """What a reader of the results must know: warnings, figures not of grade A, sources of the line, gaps."""
    month = periods.period(period)
    systems = [system_of(law) for law in laws]
    newest = systems[0].parameters.monthly_calculation_index.values_list[0].instant_str[:4]
    warnings = remarks(month)
    if period[:4] > newest:
        warnings.append(f"The newest figures of the law known here are of {newest}: {period} is calculated with them.")
    columns = families.collect_schema().names()
    read = [pl.col("^region$"), pl.col(f"poverty_line_basis@{laws[-1].name}").alias("basis"), pl.col("weight")]
    stated = families.select(read).collect()
    regions = set(stated["region"].unique()) if "region" in columns else set()
    unsure = {item for system in systems for item in unverified(system, month, regions)}
    missing = [] if f"child_supplement@{laws[0].name}" in columns else [NO_SUPPLEMENT]
    return {
        "warnings": warnings,
        "not_computed": missing,
        "families_by_poverty_line_basis": _weights_by_word(stated["basis"], stated["weight"]),
        "not_verified": [
            {"what": item.what, "grade": item.grade, "note": item.note}
            for item in sorted(unsure, key=lambda item: (-ord(item.grade), item.what))
        ],
    }


def _weights_by_word(words: pl.Series, weights: pl.Series) -> dict[str, float]:
    """The families of each word that occurs in an Enum, weighted; added in their order, so the same bits every time."""
    listed: Any = words.dtype
    codes = words.to_physical().to_numpy()
    sums = numpy.bincount(codes, weights.to_numpy(), len(listed.categories))
    return {listed.categories[code]: float(sums[code]) for code in numpy.flatnonzero(numpy.bincount(codes)).tolist()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
