"""From figures and assumptions to weighted families: make, ask the law, weigh, draw; and compare with the targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.legislation import acts
from openfisca_kz.population.synthetic.circumstances import add_circumstances
from openfisca_kz.population.synthetic.families import APPLICANT, Families
from openfisca_kz.population.synthetic.figures import Target, assumptions, figures, targets
from openfisca_kz.population.synthetic.incomes import add_incomes
from openfisca_kz.population.synthetic.law import assess
from openfisca_kz.population.synthetic.making import make
from openfisca_kz.population.synthetic.profile import Profile, incomes_of_families, profile
from openfisca_kz.population.synthetic.raking import rake
from openfisca_kz.tables.errors import RunError

FAMILIES_OF_A_PART = 50_000
"""Families that stand in memory, and in one row group of the file, at a time."""
EARNINGS = ("wage", "independent_worker_income")


@dataclass
class Sample:
    """Made families with their weights, what the law gives them, and what was measured of them."""

    families: Families
    weights: numpy.ndarray
    law: dict[str, numpy.ndarray]
    profile: Profile


@dataclass
class Outcome:
    """A target and what the families that were written come to."""

    target: Target
    result: float

    @property
    def deviation(self) -> float:
        """Result against target, as a share of the target."""
        return self.result / self.target.value - 1


def check_month(period: str) -> None:
    """Refuse a month before the Social Code, by whose ages and rates the families are made. Raises RunError."""
    first = str(acts()["code_224_vii_2023"]["in_force"])[:7]
    if period < first:
        raise RunError(
            f"--period {period}: families are made for {first} and later, by the Social Code. Take a later one."
        )


def calibrate(count: int, seed: int, period: str, system: TaxBenefitSystem) -> Sample:
    """`count` families with weights that reproduce the targets to be fitted; the same arguments give the same sample.

    Raises RunError for a month before the Code, CalibrationError if the families cannot make up the targets.
    """
    check_month(period)
    rng = numpy.random.default_rng([seed, count])
    families = make(count, rng, period, system)
    add_incomes(families, rng, period, system)
    add_circumstances(families, rng, period)
    law = assess(families, period, system)
    _add_assistance_received(families, law, rng)
    measured = profile(families, law, period, system)
    return Sample(families, _weigh(measured), law, measured)


def _add_assistance_received(families: Families, law: dict[str, numpy.ndarray], rng: numpy.random.Generator) -> None:
    """Assistance of the quarter before, which the law does not count but a survey does."""
    received = law["entitled"] & families.families["takes_up"]
    received = received & (rng.random(len(families.sizes)) < assumptions()["paid_before"])
    receivers = received[families.of_person] & (families.persons["role"] == APPLICANT)
    for header, amount in (("tsa_received", "assistance"), ("child_supplement_received", "supplement")):
        families.persons[header] = numpy.where(receivers, numpy.rint(law[amount])[families.of_person], 0.0)


def _weigh(measured: Profile) -> numpy.ndarray:
    """Weights of the families by raking to the targets to be fitted, from equal ones."""
    fitted = [target for target in targets() if target.role == "fit"]
    everybody = sum(target.value for target in fitted if target.of == "persons" and _is_a_region(target))
    first = numpy.full(len(measured.measures["families"]), everybody / measured.measures["persons"].sum())
    values, totals, sizes = [], [], []
    for target in fitted:
        part, whole = measured.parts(target)
        values.append(part if whole is None else part - target.value * whole)
        totals.append(target.value if whole is None else 0.0)
        sizes.append(target.value if whole is None else target.value * (first @ whole))
    names = [f"{target.group}, {target.what}" for target in fitted]
    return rake(numpy.column_stack(values), numpy.array(totals), first, names, sizes=numpy.array(sizes))


def _is_a_region(target: Target) -> bool:
    return target.per is None and [condition for condition, _ in target.where] == ["region"]


def draw(weights: numpy.ndarray, count: int) -> numpy.ndarray:
    """Places of `count` families drawn in proportion to their weights at equal distances, in rising order.

    Every family is drawn as often as its weight asks for, up to the next whole number below or above.
    """
    steps = numpy.cumsum(weights)
    positions = (numpy.arange(count) + 0.5) * (steps[-1] / count)
    return numpy.minimum(numpy.searchsorted(steps, positions, side="right"), len(weights) - 1)


def parts(sample: Sample, count: int, seed: int, period: str, system: TaxBenefitSystem) -> Iterator[Sample]:
    """`count` families in parts that fit in memory: the sample itself if it has as many, else drawn from it.

    Drawn families weigh the same; their earnings differ a little from copy to copy. Rights and amounts of a drawn
    family are those of the family that it was drawn from.
    """
    drawn = count != len(sample.weights)
    places = draw(sample.weights, count) if drawn else numpy.arange(count)
    for number, start in enumerate(range(0, count, FAMILIES_OF_A_PART)):
        chosen = places[start : start + FAMILIES_OF_A_PART]
        families = sample.families.take(chosen)
        law = {name: values[chosen] for name, values in sample.law.items()}
        if not drawn:
            weights = sample.weights[chosen]
        else:
            weights = numpy.full(len(chosen), sample.weights.sum() / count)
            _spread(families, law["entitled"], numpy.random.default_rng([seed, count, number]), system)
        yield Sample(families, weights, law, profile(families, law, period, system))


def _spread(families: Families, entitled: numpy.ndarray, rng: numpy.random.Generator, system: TaxBenefitSystem) -> None:
    """Let the earnings of copies of a family differ, by one factor for all its members.

    Not those of the poor and the entitled, on whose incomes the law decides; nor may a family cross a line that the
    weights were fitted to.
    """
    factors = numpy.exp(rng.normal(0, assumptions()["spread_of_copies"], len(families.sizes)))[families.of_person]
    before = {header: families.persons[header] for header in EARNINGS}
    lines = [figures()[name] for name in ("poor_line", "middle_line", "top_line")]
    group = numpy.digitize(incomes_of_families(families, system) / families.sizes, lines)
    families.persons.update({header: numpy.rint(values * factors) for header, values in before.items()})
    same = numpy.digitize(incomes_of_families(families, system) / families.sizes, lines) == group
    changed = (same & (group > 0) & ~entitled)[families.of_person]
    for header, values in before.items():
        families.persons[header] = numpy.where(changed, families.persons[header], values)


class Outcomes:
    """Results against targets, added up part by part."""

    def __init__(self) -> None:
        self.sums = numpy.zeros((len(targets()), 2))

    def with_(self, part: Sample) -> Sample:
        """Add the families of a part, and hand it on."""
        for place, target in enumerate(targets()):
            of, per = part.profile.parts(target)
            self.sums[place] += part.weights @ of, 0 if per is None else part.weights @ per
        return part

    def list(self) -> list[Outcome]:
        """Every target with its result, in the order of the targets."""
        return [
            Outcome(target, float(of / per if target.per else of))
            for target, (of, per) in zip(targets(), self.sums, strict=True)
        ]


def families_of_the_country() -> int:
    """How many families there are: the target, so that each drawn family stands for itself."""
    (target,) = (
        target for target in targets() if target.of == "families" and not target.where and target.role == "fit"
    )
    return round(target.value)


def sample_size(count: int) -> int:
    """How many families are made and weighted for `count` wanted ones."""
    bounds = assumptions()["calibrated_sample"]
    return int(min(max(count, bounds["least"]), bounds["most"]))
