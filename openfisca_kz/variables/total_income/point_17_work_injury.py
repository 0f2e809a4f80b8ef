"""Order № 181 p. 17: the employer's compensation for harm at work counts.

One amount per person, tenge a month, as received.
"""

from openfisca_kz.money import Income


class work_injury_compensation(Income):
    """One-off and monthly sums paid by the employer under labour law for harm to life or health at work.

    Harm in official duties included. A sum for a time longer than the reference quarter is a `lump_sum` (p. 18).
    """

    label = "Compensation for harm at work"
    reference = "Order № 181 p. 17"
