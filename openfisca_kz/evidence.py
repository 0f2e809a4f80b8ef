"""How sure the figures are: the values of the law that a result rests on and that are not of grade A."""

from collections.abc import Collection
from typing import NamedTuple

from openfisca_core.parameters import Parameter, ParameterAtInstant
from openfisca_core.periods import Period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.dates import reference_months
from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import dated_parameters

REGIONAL_MINIMUM = "subsistence_minimum.regional."
REGIONAL = ("poverty_line.published.", REGIONAL_MINIMUM)
"""Parameters with one value for each region."""


class Unverified(NamedTuple):
    """A figure of grade B (secondary source) or C (inference)."""

    what: str
    grade: str
    note: str


def unverified(system: TaxBenefitSystem, period: Period, regions: Collection[str] = ()) -> list[Unverified]:
    """Values in force at the end of the month, and commencements on which they start, not of grade A; worst first.

    Args:
        system: the law whose figures are looked at.
        period: the month of application; a region's subsistence minimum is that of the reference quarter.
        regions: the regions whose published lines and minimums matter.
    """
    found: set[Unverified] = set()
    for parameter in dated_parameters(system.parameters):
        days = [str(period.stop)]
        if parameter.name.startswith(REGIONAL):
            if parameter.name.rpartition(".")[2] not in regions:
                continue
            if parameter.name.startswith(REGIONAL_MINIMUM):
                days = [str(month.start) for month in reversed(reference_months(period))]
        known = (value_on(parameter, day) for day in days)
        value = next((value for value in known if value and value.value is not None), None)
        if value is None:
            continue
        if value.metadata.get("grade", "A") != "A":
            found.add(Unverified(parameter.name, value.metadata["grade"], value.metadata.get("note", "")))
        act = acts().get(value.metadata.get("act", ""))
        if act and act["in_force_grade"] != "A" and value.instant_str == act["in_force"]:
            what = f"commencement of {act['short']} on {act['in_force']}"
            found.add(Unverified(what, act["in_force_grade"], act["in_force_note"]))
    return sorted(found, key=lambda item: (-ord(item.grade), item.what))


def value_on(parameter: Parameter, day: str) -> ParameterAtInstant | None:
    """The dated value of a parameter that is in force on a day (ISO date); None before the first one."""
    return next((value for value in parameter.values_list if value.instant_str <= day), None)


def remarks(period: Period) -> list[str]:
    """What a reader of results for the month must know about the acts: those not read up to then."""
    return [
        f"{act['short']}: {act['read_until_note']}"
        for act in acts().values()
        if "read_until" in act and str(period.stop) > act["read_until"]
    ]
