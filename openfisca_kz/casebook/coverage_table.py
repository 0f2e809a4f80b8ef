"""The register of provisions as tables: what each rests on, what encodes it, and its cases."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from rich import box
from rich.table import Table

from openfisca_kz.casebook.coverage import CaseCoverage
from openfisca_kz.legislation import acts
from openfisca_kz.legislation.encoding import Encodings
from openfisca_kz.legislation.provisions import Provision, provisions, registered_acts

NAMES_SHOWN = 3


def tables(encodings: Encodings, cases: CaseCoverage, day: date, only_missing: bool = False) -> Iterator[Table]:
    """One table for each act; with `only_missing` the provisions that have rules but no case."""
    for act in registered_acts():
        table = Table(title=acts()[act]["title"], title_justify="left", box=box.SIMPLE, pad_edge=False)
        table.add_column("provision", ratio=2, overflow="fold")
        table.add_column("in force", ratio=2, overflow="fold")
        table.add_column("encoded by, or why not", ratio=4, overflow="fold")
        table.add_column("cases", justify="right")
        for provision in provisions().values():
            if provision.citation.act == act and not (only_missing and not lacks_cases(encodings, cases, provision)):
                table.add_row(*_row(encodings, cases, provision, day))
        if table.row_count:
            yield table


def lacks_cases(encodings: Encodings, cases: CaseCoverage, provision: Provision) -> bool:
    """Whether rules follow from the very provision and no case is about it."""
    return bool(encodings.by_provision[provision.citation]) and not cases.of(provision.citation)


def summary(encodings: Encodings, cases: CaseCoverage) -> str:
    """Counts of provisions by how the register accounts for them, and of cases, in one line."""
    counts = Counter(_standing(encodings, provision) for provision in provisions().values())
    lacking = sum(lacks_cases(encodings, cases, provision) for provision in provisions().values())
    return (
        f"{len(provisions())} provisions: {counts['encoded']} encoded, {counts['no rule']} with a reason, "
        f"{counts['open']} open. {cases.number} cases, {len(cases.about_none)} of them "
        f"about no provision here; {lacking} encoded provisions without a case."
    )


def _standing(encodings: Encodings, provision: Provision) -> str:
    if encodings.carries(provision):
        return "encoded"
    return "no rule" if encodings.accounted_for(provision) else "open"


def _row(encodings: Encodings, cases: CaseCoverage, provision: Provision, day: date) -> tuple[str, str, str, str]:
    redaction = provision.redaction(day.isoformat())
    in_force = acts()[redaction.act]["short"] if redaction else "not yet"
    number = len(cases.of(provision.citation))
    return provision.citation.provision, in_force, _accounted(encodings, provision), str(number) if number else "–"


def _accounted(encodings: Encodings, provision: Provision) -> str:
    encoded = encodings.by_provision[provision.citation]
    if encoded:
        return "; ".join(text for text in (_named(encoded.variables), _named(encoded.parameters, "parameters")) if text)
    if provision.repeats:
        return f"repeats {', '.join(map(str, provision.repeats))}"
    if provision.not_encoded:
        return f"{provision.not_encoded}: {provision.reason}"
    if encodings.carries(provision):
        return "by what follows under it"
    return "OPEN"


def _named(names: list[str], what: str = "") -> str:
    shown = ", ".join(names[:NAMES_SHOWN]) + (f" and {len(names) - NAMES_SHOWN} more" if names[NAMES_SHOWN:] else "")
    return f"{what} {shown}".strip() if names else ""
