"""Order № 181 p. 28–35: the lines of a family's card, what each crop and animal gives in a year by the norms."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy
from openfisca_core.periods import Period
from openfisca_core.populations import GroupPopulation

from openfisca_kz.building_blocks.quantities import stated
from openfisca_kz.dates import (
    NOT_STATED,
    application_days,
    completed_years,
    in_force,
    law_of_day,
)
from openfisca_kz.errors import SituationError
from openfisca_kz.stated import anybody_stated

PRODUCTS: dict[str, dict[str, str]] = {
    **{
        crop: {"harvest": f"farm_price_{crop}"}
        for crop in ("potatoes", "vegetables", "melons", "pome_fruit", "stone_fruit", "berries", "grapes")
    },
    "dairy_cattle": {"milk": "farm_price_milk"},
    "beef_cattle": {"meat": "farm_price_beef"},
    "pigs": {"meat": "farm_price_pork"},
    "sheep_and_goats": {"meat": "farm_price_mutton", "wool": "farm_price_wool"},
    "horses": {"meat": "farm_price_horse_meat"},
    "camels": {"meat": "farm_price_camel_meat"},
    "egg_poultry": {"eggs": "farm_price_eggs"},
    "meat_poultry": {"meat": "farm_price_poultry_meat"},
}
"""Crops and animals in the order of annex 9: the columns of their norm (annexes 2–7), each with its price."""

BESIDE_MEAT = "wool"
"""The product that some zones have no norm for although the animal has one: it then adds nothing."""

PRODUCTIVE_AGE = {
    "dairy_cattle": "livestock.cattle",
    "beef_cattle": "livestock.cattle",
    **{kind: f"livestock.{kind}" for kind in ("pigs", "sheep_and_goats", "horses", "camels")},
    **{kind: f"poultry.{kind}" for kind in ("egg_poultry", "meat_poultry")},
}
"""Where annex 8 has the age of productive use of each animal."""

WITHOUT_INCOME_AT_FIRST = {
    "horses": ("working_horses", "barren_horses"),
    "camels": ("working_camels", "barren_camels"),
    "beef_cattle": ("barren_cattle",),
    "pigs": ("barren_pigs",),
    "sheep_and_goats": ("barren_sheep_and_goats",),
}
"""Working and barren animals of p. 32, by the meat animal as which they count when kept longer."""

FARM = "personal_subsidiary_farm"
DECIMALS_OF_NORMS = 6
"""Of a year's income of lines in tenge: units, norms and prices have no more together; takes away float noise."""


class Line(NamedTuple):
    """One line of the card: for each family, units (100 m² or heads) and the income (+) or loss (−) a year of one."""

    kind: str
    units: numpy.ndarray
    norm: numpy.ndarray


def anybody_farms(families: GroupPopulation) -> bool:
    """Whether any family states land or animals: if none does, nothing needs to be calculated."""
    groups = [*PRODUCTS, *(group for idle in WITHOUT_INCOME_AT_FIRST.values() for group in idle)]
    return anybody_stated(families, *(f"farm_{name}" for name in groups))


def lines(
    families: GroupPopulation, period: Period, parameters: Callable[[str], Any], *, without_income: bool
) -> Iterator[Line]:
    """The lines of the crops and animals that anybody has, norms a year (tenge, shape (families,)).

    Args:
        families, period, parameters: as a formula of the family gets them; `period` is the month of application.
        without_income: the lines that the akimat declares to give no income (p. 35) and that a limit makes worth
            calculating, instead of all others.

    Raises:
        SituationError: the zone is not known, has no norm for the crop or animal, or a price is missing.
    """
    limit = stated(families, "farm_no_income_limit", period)
    for kind in PRODUCTS:
        declared = stated(families, f"farm_{kind}_without_income", period)
        if without_income and (declared is None or limit is None):
            continue
        units = productive_units(families, period, parameters, kind)
        if units is None:
            continue
        if without_income and declared is not None and limit is not None:
            units = numpy.where(declared & (limit > 0), units, 0)
        elif declared is not None:
            units = numpy.where(declared, 0, units)
        if units.any():
            yield Line(kind, units, norm(families, period, parameters, kind, units > 0))


def productive_units(
    families: GroupPopulation, period: Period, parameters: Callable[[str], Any], kind: str
) -> numpy.ndarray | None:
    """Land or heads that the norms apply to: without young stock, with working and barren animals kept over a year."""
    units = stated(families, f"farm_{kind}", period)
    if units is not None and kind in PRODUCTIVE_AGE:
        age = stated(families, f"farm_{kind}_age", period)
        if age is not None:
            path = f"{FARM}.productive_age.{PRODUCTIVE_AGE[kind]}"
            from_age = law_of_day(families, period, parameters, lambda law: in_force(law, path))
            young = (age >= 0) & (age < from_age)
            units = numpy.where(young, 0, units)
    for group in WITHOUT_INCOME_AT_FIRST.get(kind, ()):
        heads = stated(families, f"farm_{group}", period)
        if heads is not None:
            kept_longer = numpy.where(_kept_longer(families, period, parameters, group, heads > 0), heads, 0)
            units = kept_longer if units is None else units + kept_longer
    return units


def _kept_longer(
    families: GroupPopulation,
    period: Period,
    parameters: Callable[[str], Any],
    group: str,
    kept: numpy.ndarray,
) -> numpy.ndarray:
    """Whether working or barren animals are kept for more than the year of p. 32 on the day of application."""
    since = families(f"farm_{group}_since", period)
    _refuse(
        families,
        kept & (since == numpy.datetime64(NOT_STATED)),
        f"farm_{group}_since",
        period,
        f"farm_{group} give no income for a year only: state the day since which they are kept so.",
    )
    years = law_of_day(families, period, parameters, lambda law: law[FARM].years_without_income)
    application_days(families, period)  # refuses a date outside the month
    before = families("application_date", period) - numpy.timedelta64(1, "D")  # a year to the day is not more than one
    return completed_years(since, before) >= years


def norm(
    families: GroupPopulation, period: Period, parameters: Callable[[str], Any], kind: str, needed: numpy.ndarray
) -> numpy.ndarray:
    """Income (+) or loss (−) a year of one unit: product × price − cost; 0 where it is not needed (bool array).

    A norm corrected by the akimat (p. 29) goes before the one of the zone.
    """
    corrected = stated(families, f"farm_{kind}_corrected_norm", period)
    calculated = needed if corrected is None else needed & (corrected == 0)
    income = numpy.zeros(families.count)
    for column, price_name in PRODUCTS[kind].items():
        product = _of_zone(families, period, parameters, kind, column)
        if column != BESIDE_MEAT:
            _refuse_without_norm(families, period, kind, calculated & numpy.isnan(product))
        product = numpy.where(calculated, numpy.nan_to_num(product), 0)
        price = stated(families, price_name, period)
        price = numpy.zeros(families.count) if price is None else price
        _refuse(
            families,
            (product > 0) & (price == 0),
            price_name,
            period,
            f"{price_name} is not given: farm_{kind} needs the average price of the region in the previous calendar "
            f"year (order № 181 p. 31), or farm_{kind}_corrected_norm.",
        )
        if column == "eggs":
            price = price / law_of_day(families, period, parameters, lambda law: law[FARM].eggs_in_a_price)
        income += product * price
    cost = _of_zone(families, period, parameters, kind, "cost")
    income -= numpy.where(calculated, numpy.nan_to_num(cost), 0)
    return income if corrected is None else numpy.where(needed & ~calculated, corrected, income)


def _of_zone(
    families: GroupPopulation, period: Period, parameters: Callable[[str], Any], kind: str, column: str
) -> numpy.ndarray:
    """The figure of annexes 2–7 for each family's zone, by the law of its day; NaN where there is none."""
    zones = families("natural_zone", period)
    days, day_of_family = application_days(families, period)
    table = [
        [in_force(parameters(day), f"{FARM}.norms.{zone.name}.{kind}.{column}") for zone in zones.possible_values]
        for day in days
    ]
    return numpy.array(table, dtype=numpy.float64)[day_of_family, zones.view(numpy.ndarray)]


def _refuse_without_norm(families: GroupPopulation, period: Period, kind: str, missing: numpy.ndarray) -> None:
    zones = families("natural_zone", period)
    zone = zones.view(numpy.ndarray)
    districts = families("district", period)
    district = districts.view(numpy.ndarray)
    cure = f"or farm_{kind}_corrected_norm if the akimat has set one (p. 29)."
    _refuse(
        families,
        missing & (zone == 0) & (district == 0),
        "district",
        period,
        f"farm_{kind} needs the natural zone: state district or given_natural_zone (order № 181 annex 1), {cure}",
    )
    _refuse(
        families,
        missing & (zone == 0),
        "district",
        period,
        "annex 1 of order № 181 does not name this district on the day of application: state given_natural_zone, "
        + cure,
    )
    _refuse(
        families,
        missing,
        f"farm_{kind}",
        period,
        f"the natural zone of the family has no norm for it (order № 181 annexes 2–7): take it out, {cure}",
    )


def _refuse(families: GroupPopulation, at_fault: numpy.ndarray, name: str, period: Period, message: str) -> None:
    if at_fault.any():
        family = str(families.ids[int(at_fault.argmax())])
        raise SituationError([families.entity.plural, family, name, str(period)], message)


def income_of_lines(
    families: GroupPopulation, period: Period, parameters: Callable[[str], Any], *, without_income: bool
) -> numpy.ndarray:
    """Income a year of the lines together, tenge; a loss of one offsets gains if the interpretation says so."""
    offsets = law_of_day(families, period, parameters, lambda law: law.interpretation.farm_loss_offsets_gain)
    total = numpy.zeros(families.count)
    for line in lines(families, period, parameters, without_income=without_income):
        income = line.units * line.norm
        total += numpy.where(offsets, income, numpy.maximum(income, 0))
    return numpy.round(total, DECIMALS_OF_NORMS)
