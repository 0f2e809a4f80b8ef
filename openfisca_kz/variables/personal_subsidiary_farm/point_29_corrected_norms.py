"""Order № 181 p. 29, second paragraph: norms that the akimat has corrected.

The akimat of a region corrects yields, costs and prices of the cards. What follows from its corrected card is stated
as the income (+) or loss (−) a year of one unit, column 6 of the annexes and column 3 of the individual card.
"""

from openfisca_kz.building_blocks.quantities import SignedMoney


class farm_potatoes_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of potatoes by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Potatoes, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_vegetables_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of vegetables by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Vegetables, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_melons_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of melons and gourds by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Melons and gourds, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_pome_fruit_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of pome fruit by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Pome fruit, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_stone_fruit_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of stone fruit by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Stone fruit, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_berries_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of berries by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Berries, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_grapes_corrected_norm(SignedMoney):
    """Income or loss a year of 100 m² of grapes by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Grapes, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_dairy_cattle_corrected_norm(SignedMoney):
    """Income or loss a year of one head of dairy cattle by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Dairy cattle, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_beef_cattle_corrected_norm(SignedMoney):
    """Income or loss a year of one head of beef cattle by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Beef cattle, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_pigs_corrected_norm(SignedMoney):
    """Income or loss a year of one head of pigs by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Pigs, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_sheep_and_goats_corrected_norm(SignedMoney):
    """Income or loss a year of one head of sheep and goats by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Sheep and goats, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_horses_corrected_norm(SignedMoney):
    """Income or loss a year of one head of horses by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Horses, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_camels_corrected_norm(SignedMoney):
    """Income or loss a year of one head of camels by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Camels, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_egg_poultry_corrected_norm(SignedMoney):
    """Income or loss a year of one bird of poultry kept for eggs by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Poultry kept for eggs, corrected norm of income a year"
    reference = "Order № 181 p. 29"


class farm_meat_poultry_corrected_norm(SignedMoney):
    """Income or loss a year of one bird of poultry kept for meat by the akimat's corrected card.

    It stands in for the norm of the zone and the price; 0 means that there is no correction.
    """

    label = "Poultry kept for meat, corrected norm of income a year"
    reference = "Order № 181 p. 29"
