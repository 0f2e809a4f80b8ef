"""The command `openfisca-kz`: one command group made of the commands of the floors."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

NEEDED = ("typer", "rich", "polars", "pyarrow")


def main() -> None:
    """Run the command line; without the extra that it needs, say which one to install (exit status 2)."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = f"openfisca-kz needs {', '.join(missing)}. Install it with: pip install 'openfisca-kz[population]'"
        sys.stderr.write(f"{message}\n")
        raise SystemExit(2)
    build_app()(prog_name="openfisca-kz")


def build_app() -> typer.Typer:
    """The command line with the commands of every floor."""
    import typer

    from openfisca_kz.casebook import commands as casebook
    from openfisca_kz.population import commands as population
    from openfisca_kz.service import commands as service

    app = typer.Typer(
        help="Targeted social assistance of Kazakhstan: compare laws before and after an act, run cases, serve an API.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command("compare")(population.compare_tables)
    app.command("simulate")(population.simulate_table)
    app.command("synthesize")(population.synthesize)
    app.command("columns")(population.columns)
    app.command("test")(casebook.run_cases)
    app.command("coverage")(casebook.coverage)
    app.command("serve")(service.serve)
    return app


if __name__ == "__main__":
    main()
