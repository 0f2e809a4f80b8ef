"""Order № 181 p. 31, first paragraph: average prices of the previous calendar year in the region.

The statistical bodies form them; no act publishes them, so they are given. A price given for a year holds for the
applications of that year. What is the «previous» year when the quarter before the application lies in another year
than the application, the text leaves open: give the price that the region's office uses.
"""

from openfisca_kz.building_blocks.quantities import Price


class farm_price_potatoes(Price):
    """Average annual price of a kilogram of potatoes in the region; 0 means not given."""

    label = "Price of a kilogram of potatoes"
    reference = "Order № 181 p. 31"


class farm_price_vegetables(Price):
    """Average annual price of a kilogram of vegetables in the region; 0 means not given."""

    label = "Price of a kilogram of vegetables"
    reference = "Order № 181 p. 31"


class farm_price_melons(Price):
    """Average annual price of a kilogram of melons and gourds in the region; 0 means not given."""

    label = "Price of a kilogram of melons and gourds"
    reference = "Order № 181 p. 31"


class farm_price_pome_fruit(Price):
    """Average annual price of a kilogram of pome fruit in the region; 0 means not given."""

    label = "Price of a kilogram of pome fruit"
    reference = "Order № 181 p. 31"


class farm_price_stone_fruit(Price):
    """Average annual price of a kilogram of stone fruit in the region; 0 means not given."""

    label = "Price of a kilogram of stone fruit"
    reference = "Order № 181 p. 31"


class farm_price_berries(Price):
    """Average annual price of a kilogram of berries in the region; 0 means not given."""

    label = "Price of a kilogram of berries"
    reference = "Order № 181 p. 31"


class farm_price_grapes(Price):
    """Average annual price of a kilogram of grapes in the region; 0 means not given."""

    label = "Price of a kilogram of grapes"
    reference = "Order № 181 p. 31"


class farm_price_milk(Price):
    """Average annual price of a litre of milk in the region; 0 means not given."""

    label = "Price of a litre of milk"
    reference = "Order № 181 p. 31"


class farm_price_beef(Price):
    """Average annual price of a kilogram of beef in the region; 0 means not given."""

    label = "Price of a kilogram of beef"
    reference = "Order № 181 p. 31"


class farm_price_pork(Price):
    """Average annual price of a kilogram of pork in the region; 0 means not given."""

    label = "Price of a kilogram of pork"
    reference = "Order № 181 p. 31"


class farm_price_mutton(Price):
    """Average annual price of a kilogram of mutton or goat meat in the region; 0 means not given."""

    label = "Price of a kilogram of mutton or goat meat"
    reference = "Order № 181 p. 31"


class farm_price_wool(Price):
    """Average annual price of a kilogram of wool in the region; 0 means not given."""

    label = "Price of a kilogram of wool"
    reference = "Order № 181 p. 31"


class farm_price_horse_meat(Price):
    """Average annual price of a kilogram of horse meat in the region; 0 means not given."""

    label = "Price of a kilogram of horse meat"
    reference = "Order № 181 p. 31"


class farm_price_camel_meat(Price):
    """Average annual price of a kilogram of camel meat in the region; 0 means not given."""

    label = "Price of a kilogram of camel meat"
    reference = "Order № 181 p. 31"


class farm_price_eggs(Price):
    """Average annual price of ten eggs (1 десяток, 10 дана) in the region; 0 means not given."""

    label = "Price of ten eggs"
    reference = "Order № 181 p. 31"


class farm_price_poultry_meat(Price):
    """Average annual price of a kilogram of poultry meat in the region; 0 means not given."""

    label = "Price of a kilogram of poultry meat"
    reference = "Order № 181 p. 31"
