"""Order № 181 annex 8: the age of the animals, which tells young stock from animals in productive use.

Who has animals of several ages states only those of productive age, without an age. Young stock counts only when it
is given away or sold (p. 31): its income is `farm_young_stock_income`.
"""

from openfisca_kz.building_blocks.quantities import Quantity


class farm_dairy_cattle_age(Quantity):
    """Age in months of the dairy cattle stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Dairy cattle, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_beef_cattle_age(Quantity):
    """Age in months of the beef cattle stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Beef cattle, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_pigs_age(Quantity):
    """Age in months of the pigs stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Pigs, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_sheep_and_goats_age(Quantity):
    """Age in months of the sheep and goats stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Sheep and goats, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_horses_age(Quantity):
    """Age in months of the horses stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Horses, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_camels_age(Quantity):
    """Age in months of the camels stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Camels, age in months"
    reference = "Order № 181 annex 8"
    unit = "month"
    default_value = -1


class farm_egg_poultry_age(Quantity):
    """Age in days of the poultry kept for eggs stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Poultry kept for eggs, age in days"
    reference = "Order № 181 annex 8"
    unit = "day"
    default_value = -1


class farm_meat_poultry_age(Quantity):
    """Age in days of the poultry kept for meat stated, on the day of application; −1: productive age.

    From the age of annex 8 on (>=) they count by the norms, below it they are young stock and do not.
    """

    label = "Poultry kept for meat, age in days"
    reference = "Order № 181 annex 8"
    unit = "day"
    default_value = -1
