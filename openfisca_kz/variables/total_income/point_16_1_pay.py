"""Order № 181 p. 16 1): the eight kinds of pay that count.

The act does not number the kinds: «nth paragraph» counts them after the opening words of 1).
One amount per person, tenge a month, as received from the employer; a sum for many months is spread
(p. 18): `lump_sum`.
"""

from openfisca_kz.money import Income


class wage(Income):
    """Wages of every kind under the pay system, piece or time, bonuses and allowances included, in money.

    Whoever finances them. The Russian text adds incentive and compensation payments, in money form; the
    Kazakh text does not name these, but has bonuses and allowances in money *and in kind*: state what is in
    kind at its money value (p. 14).

    State it before tax and contributions, and these as `wage_withheld`: `interpretation.wages_net_of_withholdings`.
    """

    label = "Wage"
    reference = "Order № 181 p. 16 1), first paragraph"


class retained_average_earnings(Income):
    """Average wage paid by the employer for a time when the worker's earnings are guaranteed."""

    label = "Average earnings retained"
    reference = "Order № 181 p. 16 1), second paragraph"


class termination_compensation(Income):
    """Compensation when a labour contract ends by liquidation, end of the employer's activity or staff cuts.

    In the amounts of labour law; the text names no other ground of termination.
    """

    label = "Compensation on termination of a labour contract"
    reference = "Order № 181 p. 16 1), third paragraph"


class insurance_commission(Income):
    """Commission paid to insurance agents and brokers."""

    label = "Commission of insurance agents and brokers"
    reference = "Order № 181 p. 16 1), fourth paragraph"


class other_employer_payments(Income):
    """Payments at the expense of organisations that are not taken into account in working out wages.

    Except allowances for the birth of a child and for a funeral: leave these out of the amount.
    """

    label = "Other payments by organisations"
    reference = "Order № 181 p. 16 1), fifth paragraph"


class service_pay(Income):
    """Money allowance of the military (contract included), internal affairs ranks and those equated to them.

    With its supplements. Except the allowance of conscripts, who are not in the family either (p. 10 2)).
    """

    label = "Service pay"
    reference = "Order № 181 p. 16 1), sixth paragraph"


class employer_paid_loan(Income):
    """Credit paid off by the employer for the worker.

    Spread over the term set for repaying the credit: state the month's share, or the whole sum as
    `employer_loan_repayment`.
    """

    label = "Loan paid by the employer"
    reference = "Order № 181 p. 16 1), seventh paragraph"


class service_housing_payment(Income):
    """Current housing payments to the military and to staff of special state bodies.

    Not the payments for privately rented housing to certain categories: `rental_housing_payment`, p. 8 26).
    """

    label = "Current housing payment in service"
    reference = "Order № 181 p. 16 1), eighth paragraph"
