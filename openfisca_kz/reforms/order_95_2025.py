"""Order № 95 of 31 March 2025: which school aid and which rent payments are not income.

| provision | before | after |
|---|---|---|
| order № 181 p. 8 19), fifth item | school aid of decree № 64, *state* schools | school aid, any organisation |
| order № 181 p. 8 26) | rent payments under order № 60 of 2022 | rent payments under order № 221 of 2024 |

The table says what is not income. The rest of both sub-points is restated unchanged. Both classes are made from
the values that name the order in `parameters/total_income/point_8/`. Its day of commencement stands in
`legislation/acts.yaml`.
"""

from openfisca_kz.reforms.amending_act import ActFromTheStart, WithoutAct


class BeforeOrder95(WithoutAct):
    """The law as if order № 95 had not been adopted."""

    name = "Before order № 95 of 31 March 2025"
    act = "order_95_2025"


class AfterOrder95(ActFromTheStart):
    """The law as if order № 95 applied from the start of the Social Code, 1 July 2023."""

    name = "After order № 95 of 31 March 2025"
    act = "order_95_2025"


BEFORE, AFTER = BeforeOrder95, AfterOrder95
