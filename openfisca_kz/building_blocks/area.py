"""Areas: kept in float64, so that a hundredth of a square metre at a boundary is not lost."""

from typing import Any

import numpy

from openfisca_kz.building_blocks.answers import state_answer
from openfisca_kz.law_variable import LawVariable


class Area(LawVariable):
    """An area in square metres, to the hundredth."""

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__(**{"value_type": float, "unit": "m2", "set_input": state_answer, **defaults})

    def __init__(self, baseline_variable: Any = None) -> None:
        super().__init__(baseline_variable)
        self.dtype = numpy.float64
