"""The command of the casebook floor: `test`."""

from pathlib import Path
from typing import Annotated

import typer

from openfisca_kz.terminal import clear_errors


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
