"""Order № 181 annex 9: the individual card of a family's farm, line by line."""

from typing import NamedTuple

import numpy
from openfisca_core.periods import Period
from openfisca_core.simulations import Simulation

from openfisca_kz.building_blocks.farming import lines
from openfisca_kz.building_blocks.terms import part_of_tiyn
from openfisca_kz.dates import MONTHS_IN_A_YEAR, reference_months
from openfisca_kz.money import TIYN, to_tiyn

FINER = 10_000
"""Parts of a tiyn, exact in float64, in which norms × prices × units end; a year's income is rounded to them first."""


def of_quarter(income_a_year: numpy.ndarray, period: Period) -> numpy.ndarray:
    """The part of a year's income that falls on the reference quarter: ÷ 12 × its months (p. 30, 33), to the tiyn."""
    finer = to_tiyn(income_a_year * FINER)
    return part_of_tiyn(finer, len(reference_months(period)), MONTHS_IN_A_YEAR * FINER) / TIYN


class CardLine(NamedTuple):
    """One line of the card of one family, in 100 m² or heads and in tenge."""

    kind: str
    units: float
    norm_a_year: float
    income_a_year: float
    income_a_quarter: float


def individual_card(simulation: Simulation, period: Period, family: int = 0) -> list[CardLine]:
    """The lines that count for the family at a position, in the order of annex 9; what it does not have is left out.

    Crops and animals that the akimat declares to give no income are there only when they count all the same (p. 35).

    Raises:
        SituationError: the norms cannot be calculated (see `farming.lines`).
    """
    families = simulation.populations["family"]
    parameters = simulation.tax_benefit_system.get_parameters_at_instant
    declaration_holds = bool(simulation.calculate("farm_declaration_holds", period)[family])
    card = []
    for without_income in (False,) if declaration_holds else (False, True):
        for line in lines(families, period, parameters, without_income=without_income):
            units, norm = line.units[family], line.norm[family]
            if units:
                income = units * norm
                card.append(CardLine(line.kind, *map(float, (units, norm, income, of_quarter(income, period)))))
    return card
