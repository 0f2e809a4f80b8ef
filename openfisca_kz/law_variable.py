"""The base of every variable: monthly unless it says otherwise, documented by its docstring."""

import inspect
from typing import Any

from openfisca_core.model_api import MONTH, Variable


class LawVariable(Variable):
    """A variable whose docstring, the rule in words, is what OpenFisca and the web API publish.

    OpenFisca reads only what stands in the class itself, so defaults are written into each subclass.
    """

    def __init_subclass__(cls, **defaults: Any) -> None:
        super().__init_subclass__()
        defaults.setdefault("definition_period", MONTH)
        if cls.__doc__:
            defaults.setdefault("documentation", inspect.cleandoc(cls.__doc__))
        for name, value in defaults.items():
            if name not in cls.__dict__:
                setattr(cls, name, value)
