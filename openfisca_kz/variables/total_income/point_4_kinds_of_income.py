"""Order № 181 p. 4 2)–13): the kinds of income that count, beside pay and social payments.

P. 4 takes income received in Kazakhstan and abroad; p. 4 1), pay and social payments, is opened out by p. 16.
One amount per person, tenge a month, as received, which counts as it is; income in kind at the money value stated
by the applicant (p. 14). What a rule turns into the income that counts is stated beside that rule and not here: rent
without a contract (p. 6), property bought (p. 7), foreign currency (p. 13), sums for many months and civil-law
contracts (p. 18–20), alimony paid (p. 22), entrepreneurs, independent workers and farm enterprises (p. 26–27).
"""

from openfisca_kz.money import Income


class alimony_received(Income):
    """Alimony received for children and other dependants named in the Code on Marriage and Family.

    By time of receipt, extra sums after a recalculation included (p. 22). Arrears for more than three months:
    `alimony_arrears`. Payers whose alimony is left out (p. 23): `alimony_payer`. Alimony *paid*: `alimony_paid`.
    """

    label = "Alimony received"
    reference = "Order № 181 p. 4 2)"


class business_income(Income):
    """Income from business as a month's amount: sales, gain on goods and property (p. 26 1), 2)).

    Not of a month in which the person is an entrepreneur or an independent worker, where it is refused: p. 26 takes
    the one's income from the declaration and sets a floor for all that the other earned. Income declared by an
    entrepreneur, of an independent worker and of a farm enterprise for a year has rules and inputs of its own:
    `business_activity`, `declared_business_income`, `independent_worker_income`,
    `farm_enterprise_annual_income`. A household plot is not business: see `personal_subsidiary_farm_income`.
    """

    label = "Business income"
    reference = ["Order № 181 p. 4 3)", "Order № 181 p. 26 1)", "Order № 181 p. 26 2)"]


class personal_subsidiary_farm_income(Income):
    """Income from the household's own plot: livestock and poultry, orchard and vegetable garden.

    The amount shown by a written statement: flowers, fur animals, bees, birds other than hens, geese and ducks
    (p. 29), or a sum worked out already. What the norms of annexes 2–7 give is calculated from `farm_potatoes`,
    `farm_dairy_cattle` and so on and is added to it: state nothing twice.
    """

    label = "Personal subsidiary farm income"
    reference = "Order № 181 p. 4 4)"


class property_rent_income(Income):
    """Rent received for immovable property and vehicles.

    By time of receipt (p. 5), shown by a copy of the lease (p. 6). Without it: `rent_without_contract`.
    """

    label = "Income from letting property"
    reference = "Order № 181 p. 4 5)"


class property_sale_income(Income):
    """Money from the sale of immovable property and vehicles, in the month of receipt (p. 5).

    P. 7 speaks of movable property in general; without a contract the stated market price counts. Property
    bought in the quarter of the sale is set against it: `property_purchases`.
    """

    label = "Income from selling property"
    reference = "Order № 181 p. 4 5)"


class securities_income(Income):
    """Income from securities, by time of receipt (p. 5).

    A prize drawn on a debt security belongs to `winnings`.
    """

    label = "Income from securities"
    reference = "Order № 181 p. 4 6)"


class gifts_and_inheritance(Income):
    """Immovable property, vehicles and other property received as a gift or by inheritance.

    By time of receipt (p. 5), at the money value stated by the applicant (p. 14). Money given free of charge:
    `money_received_free_of_charge`.
    """

    label = "Gifts and inheritance of property"
    reference = "Order № 181 p. 4 7)"


class business_credit_or_grant_income(Income):
    """Income from using a credit or free grant for a new business idea; listed until order № 141 of 2024.

    Only those of the National Project for Entrepreneurship 2021–2025, and not the first six months after
    receipt: state `business_credit_or_grant_received_on`, or leave these months out of the amount. Order № 141
    deleted 8), though p. 5 still cites it.
    Other business income is `business_income`, before and after.
    """

    label = "Income from a business credit or grant"
    reference = "Order № 181 p. 4 8)"


class money_received_free_of_charge(Income):
    """Money received without giving anything in return, by time of receipt (p. 5).

    Sums named in p. 8, such as charitable aid, are stated there and not here.
    """

    label = "Money received free of charge"
    reference = "Order № 181 p. 4 9)"


class deposit_interest(Income):
    """Interest earned on money deposits, by time of receipt (p. 5); the deposit itself is not income."""

    label = "Interest on deposits"
    reference = "Order № 181 p. 4 10)"


class money_transfers(Income):
    """Money transfers received, by time of receipt (p. 5); what belongs to another kind is stated there."""

    label = "Money transfers"
    reference = "Order № 181 p. 4 11)"


class winnings(Income):
    """Prizes in money or in kind from contests, festivals, lotteries, draws, deposits and debt securities.

    Competitions and olympiads included. By time of receipt (p. 5). The Kazakh text does not name draws, and
    says income *including* winnings.
    """

    label = "Winnings"
    reference = "Order № 181 p. 4 12)"


class employment_measures_income(Income):
    """Income from taking part in active employment measures.

    Except the one-off payment for moving in voluntary resettlement: `resettlement_grant`, p. 8 21).
    """

    label = "Income from employment measures"
    reference = "Order № 181 p. 4 13)"
