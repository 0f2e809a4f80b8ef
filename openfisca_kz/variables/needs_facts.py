"""What the district commission looks at: Social Code art. 124, 125; order № 167 annex 2. All of the family together."""

from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.answers import GivenDate, Number, YesNo
from openfisca_kz.building_blocks.quantities import Quantity
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable


class dwellings_owned(Number):
    """Dwellings that the applicant and the members own, those in emergency condition included."""

    entity = Family
    label = "Dwellings owned"
    reference = "Social Code art. 125 p. 1 1)"
    unit = "dwellings"


class dwellings_in_emergency_condition(Number):
    """Of the dwellings owned, those in emergency condition by an act: they are not counted."""

    entity = Family
    label = "Dwellings in emergency condition"
    reference = "Social Code art. 125 p. 1 1)"
    unit = "dwellings"


class dwelling_alienation_date(GivenDate):
    """Day on which the family last alienated a dwelling fit to live in."""

    entity = Family
    label = "Day on which a dwelling was alienated"
    reference = "Social Code art. 125 p. 1 1)"


class dwellings_alienated(Number):
    """Dwellings fit to live in that were alienated on `dwelling_alienation_date`; one, if only the day is given."""

    entity = Family
    label = "Dwellings alienated"
    reference = "Social Code art. 125 p. 1 1)"
    unit = "dwellings"


class dwellings_area(Quantity):
    """Total useful area of all these dwellings; 0 means not known, and then the exception for small ones fails."""

    entity = Family
    label = "Total useful area of the dwellings"
    reference = "Social Code art. 125 p. 1 1)"
    unit = "m2"


class profit_premises(YesNo):
    """Whether the family owns, holds or uses separate premises for gain."""

    entity = Family
    label = "Separate premises used for gain"
    reference = "Social Code art. 125 p. 1 2)"


class building_plot(YesNo):
    """Whether the family owns a plot meant for building a house of its own."""

    entity = Family
    label = "Plot for building a house"
    reference = "Social Code art. 125 p. 1 3)"


class building_plot_given_free(YesNo):
    """Whether that plot was given into ownership free of charge by the local executive body."""

    entity = Family
    label = "Plot given free of charge by the local body"
    reference = "Social Code art. 125 p. 1 3)"


class cars_owned(Number):
    """Passenger cars in working order that the family owns.

    The Kazakh text of order № 167 does not say «in working order» and adds cars held or used for a time; the Code in
    both languages goes before.
    """

    entity = Family
    label = "Passenger cars in working order"
    reference = "Social Code art. 125 p. 1 4)"
    unit = "cars"


class special_vehicles(YesNo):
    """Whether the family owns, or for a time holds or uses, farm machinery or a vehicle of 5) in working order.

    A bus, minibus, truck, specialised or special vehicle that carries passengers, luggage or goods; a sea, river or
    air craft. The Kazakh text of order № 167 adds a trolleybus.
    """

    entity = Family
    label = "Farm machinery, bus, truck, special vehicle or craft"
    reference = "Social Code art. 125 p. 1 5)"


class local_ground_of_no_need(YesNo):
    """Whether the family meets an additional ground of no need that the local body has set."""

    entity = Family
    label = "Local additional ground of no need"
    reference = "Social Code art. 125 p. 1"


class local_ground_of_need(YesNo):
    """Whether the family meets an additional ground of need that the local body has set: no criterion then decides."""

    entity = Family
    label = "Local additional ground of need"
    reference = "Social Code art. 125 p. 1"


class CommissionConclusion(Enum):
    not_stated = "Not stated"
    need = "There is a need"
    no_need = "There is no need"


class commission_conclusion(LawVariable):
    """Conclusion of the district commission on this application; where it is not stated, the criteria stand in for it.

    For the month of application: a conclusion on an earlier application says nothing about this one.
    """

    value_type = Enum
    possible_values = CommissionConclusion
    default_value = CommissionConclusion.not_stated
    entity = Family
    label = "Conclusion of the district commission"
    reference = ["Social Code art. 124 p. 1", "Order № 227 p. 14"]
    unit = "conclusion"
