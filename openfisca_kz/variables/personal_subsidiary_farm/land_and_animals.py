"""Order № 181 p. 29–30, 33: the land and the animals of the family's farm, as on the applicant's card (annex 9).

Stated for the month of application; a statement for a year holds for each of its months. Income received for
flowers, fur animals, bees and other birds than hens, geese and ducks is stated in `personal_subsidiary_farm_income`.
"""

from openfisca_kz.building_blocks.quantities import Area, Heads


class farm_potatoes(Area):
    """Land under potatoes, in units of 100 m² (сотка), parts of it allowed."""

    label = "Potatoes, land"
    reference = "Order № 181 p. 30"


class farm_vegetables(Area):
    """Land under vegetables, in units of 100 m² (сотка), parts of it allowed."""

    label = "Vegetables, land"
    reference = "Order № 181 p. 30"


class farm_melons(Area):
    """Land under melons and gourds (бахчи, бақшалар). The steppe zone has no norm for them."""

    label = "Melons and gourds, land"
    reference = "Order № 181 p. 30"


class farm_pome_fruit(Area):
    """Orchard of pome fruit: apples, pears."""

    label = "Pome fruit, land"
    reference = "Order № 181 p. 30"


class farm_stone_fruit(Area):
    """Orchard of stone fruit: apricots, plums."""

    label = "Stone fruit, land"
    reference = "Order № 181 p. 30"


class farm_berries(Area):
    """Land under berries. Annex 9 calls them «ягодники» in Russian and «жемістер», fruit, in Kazakh."""

    label = "Berries, land"
    reference = "Order № 181 p. 30"


class farm_grapes(Area):
    """Vineyard. The steppe zone has no norm for grapes."""

    label = "Grapes, land"
    reference = "Order № 181 p. 30"


class farm_dairy_cattle(Heads):
    """Dairy cattle of productive age (annex 8), without barren cows, which stand in `farm_barren_cattle`."""

    label = "Dairy cattle, heads"
    reference = "Order № 181 p. 33"


class farm_beef_cattle(Heads):
    """Beef cattle of productive age (annex 8), without barren cattle, which stands in `farm_barren_cattle`."""

    label = "Beef cattle, heads"
    reference = "Order № 181 p. 33"


class farm_pigs(Heads):
    """Pigs of productive age (annex 8), without barren ones, which stand in `farm_barren_pigs`."""

    label = "Pigs, heads"
    reference = "Order № 181 p. 33"


class farm_sheep_and_goats(Heads):
    """Sheep and goats of productive age (annex 8), without barren ones.

    Meat counts in every zone, wool only where annexes 2 and 3 have a second figure (steppe and dry steppe).
    """

    label = "Sheep and goats, heads"
    reference = "Order № 181 p. 33"


class farm_horses(Heads):
    """Horses of productive age (annex 8), without working and barren ones (p. 32), which are stated apart."""

    label = "Horses, heads"
    reference = "Order № 181 p. 33"


class farm_camels(Heads):
    """Camels of productive age (annex 8), without working and barren ones (p. 32).

    The steppe zone and the South Siberian zone have no norm for camels.
    """

    label = "Camels, heads"
    reference = "Order № 181 p. 33"


class farm_egg_poultry(Heads):
    """Hens, geese and ducks of productive age (annex 8) that are kept for eggs (p. 29)."""

    label = "Poultry kept for eggs, heads"
    reference = "Order № 181 p. 33"


class farm_meat_poultry(Heads):
    """Hens, geese and ducks of productive age (annex 8) that are kept for meat (p. 29)."""

    label = "Poultry kept for meat, heads"
    reference = "Order № 181 p. 33"
