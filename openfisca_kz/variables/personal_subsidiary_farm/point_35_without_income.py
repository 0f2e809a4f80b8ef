"""Order № 181 p. 35, Social Code art. 127 p. 1: what the akimat of the district declares to give no income.

It may do so where yields and productivity are below the norms, up to a limit that it sets as a multiple of the
subsistence minimum of the previous quarter.
"""

from openfisca_kz.building_blocks.answers import YesNo
from openfisca_kz.building_blocks.quantities import Quantity
from openfisca_kz.entities import Family


class farm_no_income_limit(Quantity):
    """Limit of p. 35, in subsistence minimums of the previous quarter; 0: none is known, so the declaration holds.

    The income by the norms from all that is declared must not exceed it (<=); above it, that income counts in full.
    """

    label = "Limit for what gives no income, in subsistence minimums"
    reference = "Order № 181 p. 35"
    unit = "subsistence minimum"


class farm_potatoes_without_income(YesNo):
    """Whether the akimat of the district has declared potatoes to give no income."""

    entity = Family
    label = "Potatoes declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_vegetables_without_income(YesNo):
    """Whether the akimat of the district has declared vegetables to give no income."""

    entity = Family
    label = "Vegetables declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_melons_without_income(YesNo):
    """Whether the akimat of the district has declared melons and gourds to give no income."""

    entity = Family
    label = "Melons and gourds declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_pome_fruit_without_income(YesNo):
    """Whether the akimat of the district has declared pome fruit to give no income."""

    entity = Family
    label = "Pome fruit declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_stone_fruit_without_income(YesNo):
    """Whether the akimat of the district has declared stone fruit to give no income."""

    entity = Family
    label = "Stone fruit declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_berries_without_income(YesNo):
    """Whether the akimat of the district has declared berries to give no income."""

    entity = Family
    label = "Berries declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_grapes_without_income(YesNo):
    """Whether the akimat of the district has declared grapes to give no income."""

    entity = Family
    label = "Grapes declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_dairy_cattle_without_income(YesNo):
    """Whether the akimat of the district has declared dairy cattle to give no income."""

    entity = Family
    label = "Dairy cattle declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_beef_cattle_without_income(YesNo):
    """Whether the akimat of the district has declared beef cattle to give no income."""

    entity = Family
    label = "Beef cattle declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_pigs_without_income(YesNo):
    """Whether the akimat of the district has declared pigs to give no income."""

    entity = Family
    label = "Pigs declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_sheep_and_goats_without_income(YesNo):
    """Whether the akimat of the district has declared sheep and goats to give no income."""

    entity = Family
    label = "Sheep and goats declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_horses_without_income(YesNo):
    """Whether the akimat of the district has declared horses to give no income."""

    entity = Family
    label = "Horses declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_camels_without_income(YesNo):
    """Whether the akimat of the district has declared camels to give no income."""

    entity = Family
    label = "Camels declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_egg_poultry_without_income(YesNo):
    """Whether the akimat of the district has declared poultry kept for eggs to give no income."""

    entity = Family
    label = "Poultry kept for eggs declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]


class farm_meat_poultry_without_income(YesNo):
    """Whether the akimat of the district has declared poultry kept for meat to give no income."""

    entity = Family
    label = "Poultry kept for meat declared to give no income"
    reference = ["Order № 181 p. 35", "Social Code art. 127 p. 1"]
