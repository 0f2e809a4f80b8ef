"""Which provision each case is about, read from the name of the case or from the file that it stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.casebook.cases import Case, case_files, read_cases
from openfisca_kz.legislation.citations import CODE_ACT, Citation, CitationError, act_id, found_in, provision_id
from openfisca_kz.legislation.provisions import is_in_scope, resolve

_FOLDER = re.compile(r"order_(\d+)$")
_FILE = (
    (re.compile(r"annex_(\d+)_(\d+)"), "annex {} p. {}"),
    (re.compile(r"annex_(\d+)"), "annex {}"),
    (re.compile(r"point_(\d+)_(\d+)(?!\d)"), "p. {} {})"),
    (re.compile(r"point_(\d+)"), "p. {}"),
    (re.compile(r"article_(\d+)"), "art. {}"),
)
"""Names of files and folders, and the provision that they stand for."""


@dataclass
class CaseCoverage:
    """The number of cases; the names of those of each provision; cases about none; citations that are not there."""

    number: int = 0
    by_provision: dict[Citation, list[str]] = field(default_factory=dict)
    about_none: list[Case] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def of(self, citation: Citation) -> list[str]:
        """The names of the cases about a provision."""
        return self.by_provision.get(citation, [])


def case_coverage(paths: Iterable[Path], system: TaxBenefitSystem) -> CaseCoverage:
    """The cases in the files and folders, by the provisions that they are about.

    A case is about what its name begins with («Order 181 p. 8 2) – …», «p. 8 2) – …» in the folder of its act). Names
    that cite nothing leave it to the file: `order_181/point_8/…` is about p. 8.

    Raises:
        CaseError: a file cannot be read as cases.
    """
    coverage = CaseCoverage()
    for path in case_files(paths):
        for case in read_cases(path, system):
            coverage.number += 1
            try:
                cited = found_in(case.name, _act_of(path)) or _from_file(path)
            except CitationError as error:
                coverage.problems.append(f"{case.title}: {error}")
                continue
            about = [citation for citation in cited if is_in_scope(citation)]
            for citation in about:
                provision = resolve(citation)
                if provision is None:
                    coverage.problems.append(
                        f"{case.title}: cites {citation}, which the register of provisions does not have."
                    )
                else:
                    coverage.by_provision.setdefault(provision.citation, []).append(case.name)
            if not about:
                coverage.about_none.append(case)
    return coverage


def _act_of(path: Path) -> str | None:
    """The act whose folder a file stands in."""
    for folder in reversed(path.parts[:-1]):
        if folder == "social_code":
            return CODE_ACT
        order = _FOLDER.match(folder)
        if order:
            try:
                return act_id("Order", order[1])
            except CitationError:
                return None
    return None


def _from_file(path: Path) -> list[Citation]:
    """The provision that a file, or else its folder, is named after, if the register has it."""
    act = _act_of(path)
    for name in (path.stem, path.parent.name) if act else ():
        for pattern, form in _FILE:
            match = pattern.match(name)
            if match and act:
                citation = Citation(act, provision_id(form.format(*match.groups())))
                return [citation] if resolve(citation) else []
    return []
