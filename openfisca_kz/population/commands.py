"""The commands of the population floor: `compare`, `simulate`, `synthesize` and `columns`."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from openfisca_kz.population.running import MOST_PERSONS_EACH
from openfisca_kz.terminal import clear_errors, plain_console

Data = Annotated[Path, typer.Argument(help="Table of persons: CSV, Parquet, Stata, SPSS or Excel (docs/tables.md).")]
Period = Annotated[str, typer.Option(help="Month of application, such as 2025-05.")]
Out = Annotated[Path, typer.Option(help="Folder for the results; made, or replaced if it holds earlier ones.")]
Amounts = Annotated[
    Literal["month", "quarter", "year"],
    typer.Option(help="Whether plain income columns are amounts of a month, of the quarter or of the year."),
]
Mapping = Annotated[
    Path | None, typer.Option(help="YAML file that renames and recodes columns and states their units.")
]
FamiliesApart = Annotated[Path | None, typer.Option(help="Table of families apart, joined by family_id.")]
Smallest = Annotated[int, typer.Option(min=0, help="Figures about fewer families of the table are left empty.")]
TakeUp = Annotated[bool, typer.Option(help="Whether only families that apply (takes_up) are paid.")]
Formats = Annotated[str, typer.Option(help="Formats of the tables of results, separated by commas.")]
PersonsEach = Annotated[
    int | None,
    typer.Option(
        min=1, help="Persons of a partition: memory against speed.", show_default=f"at most {MOST_PERSONS_EACH}"
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Processes of this machine; by default one for each processor that the command may use."),
]
Scheduler = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler, such as tcp://10.0.0.5:8786, in place of this machine.")
]


def compare_tables(
    data: Data,
    reform: Annotated[
        list[str],
        typer.Option(help="Amending act, such as order_95_2025, or YAML file of figures; give several to compare all."),
    ],
    period: Period,
    out: Out,
    amounts: Amounts = "month",
    mapping: Mapping = None,
    families: FamiliesApart = None,
    smallest_cell: Smallest = 10,
    take_up: TakeUp = True,
    formats: Formats = "parquet,csv,xlsx",
    persons_each: PersonsEach = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
) -> None:
    """Families before and after one reform or several: who gains, who loses, what it costs, by which provision.

    A run that is interrupted goes on where it stopped when the same command is given again. The numbers are the same
    for any number of partitions and workers, and on a cluster.
    """
    with clear_errors():
        from openfisca_kz.population.running.analysis import compare

        _run(compare, data, out, (reform, period), locals())


def simulate_table(
    data: Data,
    period: Period,
    out: Out,
    reform: Annotated[
        str | None, typer.Option(help="Amending act or YAML file of figures; the law in force without it.")
    ] = None,
    amounts: Amounts = "month",
    mapping: Mapping = None,
    families: FamiliesApart = None,
    smallest_cell: Smallest = 10,
    take_up: TakeUp = True,
    formats: Formats = "parquet,csv,xlsx",
    persons_each: PersonsEach = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
) -> None:
    """Families under one law: who is entitled, to how much, what it costs, whom it reaches."""
    with clear_errors():
        from openfisca_kz.population.running.analysis import simulate

        _run(simulate, data, out, (period, reform), locals())


def _run(analyse: Callable[..., Any], data: Path, out: Path, about: tuple[Any, ...], options: dict[str, Any]) -> None:
    from openfisca_kz.population.output import MANIFEST
    from openfisca_kz.population.report import print_summary, progress_bar
    from openfisca_kz.population.running.memory import keep_memory
    from openfisca_kz.population.statistics import Settings

    keep_memory()
    settings = Settings(smallest_cell=options["smallest_cell"], take_up=options["take_up"])
    formats = tuple(name.strip() for name in options["formats"].split(",") if name.strip())
    passed = {
        name: options[name] for name in ("amounts", "mapping", "families", "persons_each", "workers", "scheduler")
    }
    with progress_bar(Console(stderr=True)) as progress:
        analysis = analyse(data, *about, out=out, progress=progress, settings=settings, formats=formats, **passed)
    console = plain_console()
    print_summary(analysis, console)
    console.print("\nWritten:")
    for file in [*analysis.manifest["files"], MANIFEST]:
        console.print(f"  {out / file}", soft_wrap=True, markup=False, highlight=False)
    atexit.register(gc.freeze)  # a process that ends need not look through the law for garbage


def synthesize(
    out: Annotated[Path, typer.Option(help="Parquet file to write.")],
    families: Annotated[
        int, typer.Option(min=1, max=10_000_000, help="Number of families; their weights add up to the country.")
    ] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same population.")] = 1,
    period: Annotated[
        str, typer.Option(help="Month of application; incomes are of the quarter before it.")
    ] = "2025-05",
    whole_country: Annotated[
        bool, typer.Option("--whole-country", help="As many families as there are, each of weight 1.")
    ] = False,
) -> None:
    """Synthetic families of Kazakhstan, calibrated to published totals; prints every target against its result."""
    with clear_errors():
        from openfisca_kz import CountryTaxBenefitSystem
        from openfisca_kz.population.output import write_atomically
        from openfisca_kz.population.running.analysis import check_period
        from openfisca_kz.population.synthetic.report import print_outcomes, provenance
        from openfisca_kz.population.synthetic.synthesis import (
            Outcomes,
            calibrate,
            families_of_the_country,
            parts,
            sample_size,
        )
        from openfisca_kz.population.synthetic.writing import write
        from openfisca_kz.tables.reading import PROVENANCE

        check_period(period)
        system = CountryTaxBenefitSystem()
        count = families_of_the_country() if whole_country else families
        sample = calibrate(sample_size(count), seed, period, system)
        sentence, outcomes = provenance(seed, period), Outcomes()
        persons = 0

        def write_all(path: Path) -> None:
            nonlocal persons
            made = (outcomes.with_(part) for part in parts(sample, count, seed, period, system))
            persons = write(path, made, system, {PROVENANCE: sentence})

        write_atomically(out, write_all)
        console = plain_console()
        print_outcomes(outcomes.list(), console)
        console.print(f"\n{out}: {count} families, {persons} persons.\n{sentence}.", markup=False, soft_wrap=True)


def columns() -> None:
    """The columns that a table for `compare` may have."""
    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.tables.columns import TABLE_COLUMNS, describe

    console = plain_console()
    console.print(f"Of the table: {', '.join(TABLE_COLUMNS)}.", markup=False)
    for title, lines in describe(CountryTaxBenefitSystem()).items():
        console.print(f"\n{title}", markup=False)
        for name, text in lines.items():
            console.print(f"  {name}: {text}", markup=False, soft_wrap=True)
