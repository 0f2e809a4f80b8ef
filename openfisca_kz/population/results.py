"""The files of a comparison: families, summary for machines and for spreadsheets, manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl

from openfisca_kz.population.comparison import Comparison
from openfisca_kz.population.families import Population
from openfisca_kz.population.output import MANIFEST, WRITER


def write_results(folder: Path, comparison: Comparison, population: Population, run: dict[str, Any]) -> list[str]:
    """Write all files of a comparison into `folder` and return their names; `run` goes into the manifest.

    The families are Parquet if the data were, else CSV.
    """
    families = "families.parquet" if population.is_parquet else "families.csv"
    files = [families, "summary.csv", "summary.json"]
    if population.is_parquet:
        comparison.families.write_parquet(folder / families)
    else:
        comparison.families.write_csv(folder / families)
    pl.DataFrame(list(summary_rows(comparison.summary)), orient="row").write_csv(folder / "summary.csv")
    _write_json(folder / "summary.json", comparison.summary)
    manifest = {
        "written_by": WRITER,
        "files": files,
        "input": {"file": population.file, "sha256": population.sha256, "provenance": population.provenance},
        **run,
        "versions": {name: _version(name) for name in ("openfisca-kz", "openfisca-core", "numpy", "polars")},
    }
    _write_json(folder / MANIFEST, manifest)
    return [*files, MANIFEST]


def summary_rows(summary: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The summary as rows: measure, unit, weighted, unweighted."""
    for name, count in summary["counts"].items():
        yield {"measure": name, "unit": "persons" if name == "persons" else "families", **_numbers(count)}
    for name, cost in summary["monthly_cost_tenge"].items():
        for when in ("before", "after", "difference"):
            both = {kind: cost[kind][when] if cost else None for kind in ("weighted", "unweighted")}
            yield {"measure": f"{name}_{when}", "unit": "tenge a month", **_numbers(both)}
    for basis, count in summary["families_by_poverty_line_basis"].items():
        yield {"measure": f"poverty_line_{basis}", "unit": "families", **_numbers(count)}


def _numbers(both: dict[str, Any]) -> dict[str, float | None]:
    return {kind: None if number is None else float(number) for kind, number in both.items()}


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
