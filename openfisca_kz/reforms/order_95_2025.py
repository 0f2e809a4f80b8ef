"""Order № 95 of 31 March 2025: which school aid and which rent payments are not income.

| provision | before | after |
|---|---|---|
| order № 181 p. 8 19), fifth item | school aid of decree № 64, *state* schools | school aid, any organisation |
| order № 181 p. 8 26) | rent payments under order № 60 of 2022 | rent payments under order № 221 of 2024 |

| order № 227 annex 9 p. 2 9) | the school aid as a measure for pupils of *state* schools | … of any organisation |

The first two rows say what is not income. The rest is restated unchanged; the Kazakh text of annex 9 keeps «state», see
`interpretation.private_school_aid_measure`. Both classes are made from the values that name the order in
`parameters/total_income/point_8/` and `parameters/measures/`. Its day of commencement stands in
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
