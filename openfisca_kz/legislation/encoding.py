"""What encodes each provision, read from the references of variables and from the dated values of parameters."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_kz.legislation.citations import Citation, CitationError, parse
from openfisca_kz.legislation.provisions import (
    Provision,
    is_in_scope,
    provisions,
    resolve,
    set_by,
)
from openfisca_kz.parameter_files import dated_parameters


@dataclass
class Encoding:
    """The variables and parameters that carry the rule of a provision, by name."""

    variables: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.variables or self.parameters)


@dataclass
class Encodings:
    """What encodes each provision, and the references that name none.

    `problems` holds one sentence for each reference that cannot be read or that the register does not have.
    """

    by_provision: dict[Citation, Encoding]
    problems: list[str]

    def carries(self, provision: Provision) -> bool:
        """Whether rules follow from the provision: from itself, what it repeats, or its sub-points."""
        if self.by_provision[provision.citation]:
            return True
        if provision.repeats:
            return all(self.carries(provisions()[repeated]) for repeated in provision.repeats)
        if provision.not_encoded:
            return False
        return any(self.carries(inner) for inner in _sub_provisions(provision))

    def accounted_for(self, provision: Provision) -> bool:
        """Whether rules follow, or a reason says why none does, from the provision itself or what it repeats."""
        if self.carries(provision) or provision.not_encoded:
            return True
        return bool(provision.repeats) and all(
            self.accounted_for(provisions()[repeated]) for repeated in provision.repeats
        )

    def gaps(self) -> Iterator[str]:
        """One sentence for each provision that is not accounted for, or whose reason is contradicted by a rule."""
        for citation, provision in provisions().items():
            encoded = self.by_provision[citation]
            if not self.accounted_for(provision):
                yield f"{citation}: nothing encodes it; cite it in a `reference`, or give `not_encoded:` and `reason:`."
            if provision.not_encoded and encoded:
                names = ", ".join([*encoded.variables, *encoded.parameters])
                yield f"{citation}: is said to be no rule ({provision.not_encoded}), but {names} cites it."


def encodings(system: TaxBenefitSystem) -> Encodings:
    """Variables and parameters of each provision of the register, and what cites no provision of it."""
    found = Encodings({citation: Encoding() for citation in provisions()}, [])
    for name, variable in sorted(system.variables.items()):
        for citation in _read(found, name, variable_citations(variable)):
            _add(found.by_provision[citation].variables, name)
    for parameter in dated_parameters(system.parameters):
        for citation in _read(found, parameter.name, parameter_citations(parameter)):
            _add(found.by_provision[citation].parameters, parameter.name)
    return found


def variable_citations(variable: Variable) -> Iterator[Citation | CitationError]:
    """What the `reference` of a variable cites, string by string."""
    for text in variable.reference or ():
        try:
            yield parse(text)
        except CitationError as error:
            yield error


def parameter_citations(parameter: Parameter) -> Iterator[Citation | CitationError]:
    """What `act:` and `provision:` of the dated values of a parameter cite; nothing for acts without provisions."""
    for value in parameter.values_list:
        if "act" not in value.metadata or "provision" not in value.metadata:
            continue
        try:
            citation = set_by(value.metadata["act"], value.metadata["provision"])
        except CitationError as error:
            yield error
        else:
            if citation:
                yield citation


def _read(found: Encodings, name: str, citations: Iterator[Citation | CitationError]) -> Iterator[Citation]:
    for citation in citations:
        if isinstance(citation, CitationError):
            found.problems.append(f"{name}: {citation}")
        elif is_in_scope(citation):
            provision = resolve(citation)
            if provision is None:
                found.problems.append(f"{name}: cites {citation}, which the register of provisions does not have.")
            else:
                yield provision.citation


def _sub_provisions(provision: Provision) -> Iterator[Provision]:
    act, outer = provision.citation.act, provision.citation.provision
    for citation, inner in provisions().items():
        if citation.act == act and citation.provision.startswith((f"{outer} ", f"{outer}, ")):
            yield inner


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)
