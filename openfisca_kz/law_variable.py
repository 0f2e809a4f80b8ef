"""The base of every variable: monthly unless it says otherwise, documented by its docstring."""

import inspect
from typing import Any

import numpy
from openfisca_core.holders import Holder
from openfisca_core.model_api import MONTH, Variable
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.errors import SituationError


class LawVariable(Variable):
    """A variable whose docstring, the rule in words, is what OpenFisca and the web API publish.

    OpenFisca reads only what stands in the class itself, so defaults are written into each subclass.
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__()
        defaults.setdefault("definition_period", MONTH)
        if cls.__dict__.get("definition_period", defaults["definition_period"]) == MONTH:
            defaults.setdefault("set_input", state_month)
        if cls.__doc__:
            defaults.setdefault("documentation", inspect.cleandoc(cls.__doc__))
        for name, value in defaults.items():
            if name not in cls.__dict__:
                setattr(cls, name, value)

    def get_formula(self, period: Any = None) -> Any:
        """The formula in force at a period, as the engine finds it; found once for each day."""
        if type(period) is not Period:
            return super().get_formula(period)
        found: dict[Any, Any] = self.__dict__.setdefault("formulas_found", {})
        if period.start not in found:
            found[period.start] = super().get_formula(period)
        return found[period.start]


def state_month(holder: Holder, period: Period, array: numpy.ndarray) -> None:
    """Takes what is stated for one month, as the engine does.

    Raises:
        SituationError: another period; the engine's own error would not show a year (see `errors`).
    """
    one_month_only(holder, period, f"State {holder.variable.name} for one month (2025-05), not for {period}.")
    holder._set(period, array)  # noqa: SLF001 the engine's own helpers for set_input do the same


def one_month_only(holder: Holder, period: Period, cure: str) -> None:
    """Refuses a statement for anything but one month; the error names the variable, the period and the `cure`."""
    if period.unit != DateUnit.MONTH or period.size > 1:
        raise SituationError([holder.population.entity.plural, holder.variable.name, str(period)], cure)
