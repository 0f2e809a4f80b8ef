"""The commands of the population floor: `compare`, `synthesize` and `columns`."""

from __future__ import annotations

import datetime
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Annotated, Literal

import typer
from openfisca_core.errors import SituationParsingError

from openfisca_kz.population.errors import RunError
from openfisca_kz.terminal import clear_errors, in_one_line, plain_console


def compare_tables(
    data: Annotated[Path, typer.Argument(help="CSV or Parquet table of persons (columns: docs/compare.md).")],
    reform: Annotated[str, typer.Option(help="Module of openfisca_kz.reforms, such as order_95_2025.")],
    period: Annotated[str, typer.Option(help="Month of application, such as 2025-05.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; made, or replaced if it holds earlier ones.")],
    amounts: Annotated[
        Literal["month", "quarter"],
        typer.Option(help="Whether plain income columns are amounts of a month or of the quarter."),
    ] = "month",
) -> None:
    """Families before and after an amending act: who gains, who loses, what it costs."""
    with clear_errors():
        started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        check_period(period)
        pair = find_reform(reform)

        from openfisca_kz import CountryTaxBenefitSystem
        from openfisca_kz.population.comparison import compare
        from openfisca_kz.population.output import check_target, results_folder
        from openfisca_kz.population.report import print_summary
        from openfisca_kz.population.results import write_results
        from openfisca_kz.population.table import read_population

        check_target(out)
        system = CountryTaxBenefitSystem()
        population = read_population(data, system, period, amounts)
        before, after = pair.BEFORE(system), pair.AFTER(system)
        with results_folder(out) as folder:
            try:
                comparison = compare(population, before, after, period)
            except SituationParsingError as error:  # persons are named by their rows, families by their ids
                raise RunError(f"{data}: {in_one_line(error.error)}") from None
            run = {"reform": reform, "period": period, "amounts": amounts, "started": started}
            files = write_results(folder, comparison, population, run)
        console = plain_console()
        print_summary(comparison.summary, f"{pair.BEFORE.name}\n{pair.AFTER.name}", console)
        console.print("\nWritten:")
        for file in files:
            console.print(f"  {out / file}", soft_wrap=True, markup=False, highlight=False)


def synthesize(
    out: Annotated[Path, typer.Option(help="Parquet file to write.")],
    families: Annotated[int, typer.Option(min=1, max=5_000_000, help="Number of families.")] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same population.")] = 1,
    period: Annotated[
        str, typer.Option(help="Month of application; incomes are of the quarter before it.")
    ] = "2025-05",
) -> None:
    """A made-up population for trying things out; not calibrated to Kazakhstan."""
    with clear_errors():
        check_period(period)
        from openfisca_kz import CountryTaxBenefitSystem
        from openfisca_kz.population.made_up import make_up, provenance
        from openfisca_kz.population.output import write_atomically
        from openfisca_kz.population.reading import PROVENANCE

        frame = make_up(families, seed, period, CountryTaxBenefitSystem())
        metadata = {PROVENANCE: provenance(seed)}
        write_atomically(out, lambda path: frame.write_parquet(path, metadata=metadata))
        typer.echo(f"{out}: {families} families, {frame.height} persons, {provenance(seed)}.")


def columns() -> None:
    """The columns that a table for `compare` may have."""
    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.population.columns import TABLE_COLUMNS, describe

    console = plain_console()
    console.print(f"Of the table: {', '.join(TABLE_COLUMNS)}.", markup=False)
    for title, lines in describe(CountryTaxBenefitSystem()).items():
        console.print(f"\n{title}", markup=False)
        for name, text in lines.items():
            console.print(f"  {name}: {text}", markup=False, soft_wrap=True)


def check_period(period: str) -> None:
    """Refuse a period that is not a month 'YYYY-MM' of the covered law."""
    from openfisca_kz.building_blocks.covered_law import LAST_MONTH, is_covered, not_covered

    try:
        datetime.date.fromisoformat(f"{period}-01")
    except ValueError:
        raise RunError(f"--period {period}: not a month. Write year-month like 2025-05.") from None
    if period > LAST_MONTH:
        raise RunError(f"--period {period}: no law can be known for it. Take a month up to {LAST_MONTH}.")
    if not is_covered(period):
        raise RunError(f"--period {period}: {not_covered()}")


def find_reform(name: str) -> ModuleType:
    """The reform module with its classes BEFORE and AFTER; an unknown name gets the list of those that exist."""
    from openfisca_kz import reforms

    names = sorted(module.name for module in pkgutil.iter_modules(reforms.__path__))
    modules = {known: importlib.import_module(f"{reforms.__name__}.{known}") for known in names}
    pairs = {known: module for known, module in modules.items() if hasattr(module, "BEFORE")}
    if name not in pairs:
        raise RunError(f"--reform {name}: there is no such reform. Known: {', '.join(pairs)}.")
    return pairs[name]
