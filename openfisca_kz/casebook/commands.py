"""The commands of the casebook floor: `test` and `coverage`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from openfisca_kz.terminal import clear_errors, plain_console

CASES = Path("tests/law")


def run_cases(
    paths: Annotated[list[Path], typer.Argument(help="Case files (.yaml), or folders that hold them.")],
) -> None:
    """Run lawyers' cases, compared to the tiyn: names every difference; exit status 1 if there is one."""
    with clear_errors():
        from openfisca_kz import CountryTaxBenefitSystem
        from openfisca_kz.casebook.cases import CaseError, case_files, read_cases
        from openfisca_kz.casebook.running import run, with_reforms

        system = CountryTaxBenefitSystem()
        reformed = with_reforms(system)
        held, failed = 0, 0
        for path in case_files(paths):
            try:
                for case in read_cases(path, system):
                    differences = run(case, reformed)
                    held, failed = held + (not differences), failed + bool(differences)
                    for line in [case.title, *(f"  {line}" for line in differences)] if differences else []:
                        typer.echo(line, err=True)
            except CaseError as error:  # the other files are still run
                failed += 1
                typer.echo(str(error), err=True)
        typer.echo(f"{held} cases hold, {failed} do not.")
        raise typer.Exit(1 if failed else 0)


def coverage(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Case files, or folders that hold them; tests/law if it is there.")
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only provisions with rules and without a case.")] = False,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the redactions shown; today by default.")
    ] = None,
) -> None:
    """Every provision of the acts: the redaction in force, what encodes it or why nothing does, and its cases."""
    with clear_errors():
        from openfisca_kz import CountryTaxBenefitSystem
        from openfisca_kz.casebook.coverage import CaseCoverage, case_coverage
        from openfisca_kz.casebook.coverage_table import summary, tables
        from openfisca_kz.legislation.encoding import encodings

        system = CountryTaxBenefitSystem()
        found = encodings(system)
        looked_in = paths or ([CASES] if CASES.is_dir() else [])
        cases = case_coverage(looked_in, system) if looked_in else CaseCoverage()
        console = plain_console()
        for table in tables(found, cases, (on or datetime.now()).date(), only_missing=missing):  # noqa: DTZ005
            console.print(table)
        for problem in [*found.problems, *cases.problems]:
            typer.echo(problem, err=True)
        if not looked_in:
            typer.echo("No cases were looked at: there is no folder tests/law here; name one.")
        typer.echo(summary(found, cases))
