"""Order № 181 p. 31, second and third paragraph: one-off income from young stock and from the sale of livestock."""

from openfisca_kz.money import Income


class farm_young_stock_income(Income):
    """Young stock (below the age of annex 8) given away, sold or slaughtered in the month, at its market price.

    Otherwise young stock gives no income: it is not stated among the animals of the farm.
    """

    label = "Income from young stock given away or sold"
    reference = "Order № 181 p. 31"


class farm_livestock_sale_income(Income):
    """Livestock and poultry of productive age sold or slaughtered in the month, at the market price of the month.

    A one-off income beside the norms, which apply to the animals that the farm has.
    """

    label = "Income from the sale of livestock and poultry"
    reference = "Order № 181 p. 31"
