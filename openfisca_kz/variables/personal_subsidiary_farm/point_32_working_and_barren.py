"""Order № 181 p. 32: working animals and animals without offspring give no income for a year, then count as for meat.

P. 33 takes them out of the rule for the others; its Kazakh text refers to «point 33» itself where the Russian one
refers to point 32.
"""

import datetime

from openfisca_core.model_api import ETERNITY

from openfisca_kz.building_blocks.quantities import Heads
from openfisca_kz.dates import NOT_STATED
from openfisca_kz.entities import Family
from openfisca_kz.law_variable import LawVariable


class farm_working_horses(Heads):
    """Horses kept for work, apart from `farm_horses`.

    No income for a year; kept so for more than a year (>), they count by the norm of horses.
    """

    label = "Working horses, heads"
    reference = "Order № 181 p. 32"


class farm_working_camels(Heads):
    """Camels kept for work, apart from `farm_camels`.

    No income for a year; kept so for more than a year (>), they count by the norm of camels.
    """

    label = "Working camels, heads"
    reference = "Order № 181 p. 32"


class farm_barren_cattle(Heads):
    """Cows without offspring for a year (яловая корова, қысыр сиыр), dairy or beef.

    No income for a year; kept so for more than a year (>), they count by the norm of beef cattle.
    """

    label = "Barren cattle, heads"
    reference = "Order № 181 p. 32"


class farm_barren_sheep_and_goats(Heads):
    """Sheep and goats without offspring for a year.

    No income for a year; kept so for more than a year (>), they count by the norm of sheep and goats.
    """

    label = "Barren sheep and goats, heads"
    reference = "Order № 181 p. 32"


class farm_barren_pigs(Heads):
    """Sows without offspring for a year, apart from `farm_pigs`.

    No income for a year; kept so for more than a year (>), they count by the norm of pigs.
    """

    label = "Barren pigs, heads"
    reference = "Order № 181 p. 32"


class farm_barren_horses(Heads):
    """Mares without offspring for a year, apart from `farm_horses`.

    No income for a year; kept so for more than a year (>), they count by the norm of horses.
    """

    label = "Barren horses, heads"
    reference = "Order № 181 p. 32"


class farm_barren_camels(Heads):
    """Camels without offspring for a year, apart from `farm_camels`.

    No income for a year; kept so for more than a year (>), they count by the norm of camels.
    """

    label = "Barren camels, heads"
    reference = "Order № 181 p. 32"


class farm_working_horses_since(LawVariable):
    """Day since which the animals of `farm_working_horses` are kept for work; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Working horses, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_working_camels_since(LawVariable):
    """Day since which the animals of `farm_working_camels` are kept for work; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Working camels, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_barren_cattle_since(LawVariable):
    """Day since which the animals of `farm_barren_cattle` are kept without offspring; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Barren cattle, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_barren_sheep_and_goats_since(LawVariable):
    """Day since which the animals of `farm_barren_sheep_and_goats` are kept without offspring; stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Barren sheep and goats, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_barren_pigs_since(LawVariable):
    """Day since which the animals of `farm_barren_pigs` are kept without offspring; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Barren pigs, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_barren_horses_since(LawVariable):
    """Day since which the animals of `farm_barren_horses` are kept without offspring; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Barren horses, since"
    reference = "Order № 181 p. 32"
    unit = "date"


class farm_barren_camels_since(LawVariable):
    """Day since which the animals of `farm_barren_camels` are kept without offspring; to be stated with them."""

    value_type = datetime.date
    default_value = NOT_STATED
    definition_period = ETERNITY
    entity = Family
    label = "Barren camels, since"
    reference = "Order № 181 p. 32"
    unit = "date"
