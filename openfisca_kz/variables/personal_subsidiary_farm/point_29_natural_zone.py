"""Order № 181 p. 29, annex 1: the natural zone of the family's district, which picks the norms of annexes 2–7."""

import numpy
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.districts import District, region_of
from openfisca_kz.dates import application_days, in_force
from openfisca_kz.entities import Family
from openfisca_kz.errors import SituationError
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.law_variable import LawVariable


class NaturalZone(Enum):
    """The zones in the order, and with the numbers, of annex 1."""

    not_stated = "Not stated"
    steppe = "Steppe zone"
    dry_steppe = "Dry steppe zone"
    semi_desert = "Semi-desert zone"
    desert = "Desert zone"
    foothill_desert_steppe = "Foothill desert steppe zone"
    south_siberian_mountain = "South Siberian mountain and foothill zone"


class district(Fact):
    """District or city of the family's farm by the list of annex 1, as `region__district`; cities end in `_city`."""

    possible_values = District
    default_value = District.not_stated
    entity = Family
    label = "District or city"
    reference = "Order № 181 annex 1"
    formula = as_stated("district")


class given_natural_zone(Fact):
    """Natural zone that the user knows, for a district that annex 1 does not name; it goes before the district."""

    possible_values = NaturalZone
    default_value = NaturalZone.not_stated
    entity = Family
    label = "Natural zone given by the user"
    reference = "Order № 181 p. 29"
    formula = as_stated("given_natural_zone")


class natural_zone(LawVariable):
    """Natural zone of the family's farm: the given one, else that of the district on the day of application.

    «Not stated» where neither is known, also for a district that annex 1 does not name on that day (Samar district
    and the city of Alatau until order № 141 of 2024).
    """

    value_type = Enum
    possible_values = NaturalZone
    default_value = NaturalZone.not_stated
    entity = Family
    label = "Natural zone"
    reference = "Order № 181 annex 1"
    unit = "zone"

    def formula_2023_07_01(family, period, parameters):
        districts = family("district", period)
        of_family = districts.view(numpy.ndarray)
        refuse_other_region(family, period, of_family)
        paths = [f"personal_subsidiary_farm.natural_zone.{name.replace('__', '.')}" for name in District.names]
        days, day_of_family = application_days(family, period)
        numbers = numpy.array([[in_force(parameters(day), path, 0) for path in paths] for day in days])
        zone = numbers[day_of_family, of_family]
        given = family("given_natural_zone", period).view(numpy.ndarray)
        return numpy.where(given > 0, given, zone).astype(numpy.int16)


def refuse_other_region(family, period, of_family):
    """Refuses a district of another region than the one where the family applies."""
    regions = family.get_holder("region").variable.possible_values.names
    region_of_district = numpy.array([list(regions).index(region_of(name)) for name in District.names])
    region = family("region", period).view(numpy.ndarray)
    other = (of_family > 0) & (region > 0) & (region_of_district[of_family] != region)
    if other.any():
        first = int(other.argmax())
        raise SituationError(
            [family.entity.plural, str(family.ids[first]), "district", str(period)],
            f"{District.names[of_family[first]]} is not in the region {regions[region[first]]}: correct one of them.",
        )
