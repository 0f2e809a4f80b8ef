"""What the command prints: every target against its result, and the sentence that goes with the file."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openfisca_kz.population.synthetic.figures import assumptions, targets
from openfisca_kz.population.synthetic.synthesis import Outcome

HEADINGS = {
    "fit": "Calibrated to these published totals (grade B press, C derived):",
    "check": "Kept out of the calibration, as a check:",
}


def provenance(seed: int, period: str) -> str:
    """The sentence that goes with the file and into every result made from it."""
    fitted = [target for target in targets() if target.role == "fit"]
    groups = ", ".join(dict.fromkeys(target.group.lower() for target in fitted))
    checks = len(targets()) - len(fitted)
    return (
        f"synthetic families, no real ones; seed {seed}, applications of {period}; calibrated to {len(fitted)} "
        f"published totals ({groups}), held against {checks} others; {len(assumptions())} assumptions"
    )


def print_outcomes(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print target, result and deviation of every margin: first those of the fit, then the checks."""
    for role, heading in HEADINGS.items():
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for name in ("", "target", "result", "off by", ""):
            table.add_column(name, justify="right" if name else "left", no_wrap=bool(name))
        for outcome in outcomes:
            if outcome.target.role == role:
                target = outcome.target
                table.add_row(
                    escape(target.what),
                    shown(target.value, target.unit),
                    shown(outcome.result, target.unit),
                    f"{round(outcome.deviation, 3) + 0.0:+.1%}".replace("-", "−"),
                    target.grade,
                )
        console.print(f"\n{heading}", table, sep="\n")


def shown(value: float, unit: str) -> str:
    """A share as per cent, anything else as a whole number with digits in groups of three."""
    return f"{value:.1%}" if unit == "share" else f"{value:,.0f}".replace(",", " ")
