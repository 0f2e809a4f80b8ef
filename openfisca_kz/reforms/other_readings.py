"""The law with one ambiguous provision read the other way: a reform for each interpretation that is true or false.

`openfisca_kz.reforms.other_readings.month_of_change_by_days` is the law in force with
`interpretation.month_of_change_by_days` turned round on every day, so that lawyers' cases (`reforms:`) and analysts can
show what hangs on the reading. Readings with a number, such as the step of rounding, are changed by a reform of figures
(`reforms.parametric`).
"""

from openfisca_core.parameters import Parameter, ParameterNode
from openfisca_core.reforms import Reform


class OtherReading(Reform):  # type: ignore[misc]
    """The law with the interpretation `interpretation` turned round.

    Raises:
        ValueError: there is no such interpretation, or it is not true or false.
    """

    interpretation: str

    def apply(self) -> None:
        self.name = f"Other reading: {self.interpretation}"
        self.modify_parameters(self._turned_round)

    def _turned_round(self, parameters: ParameterNode) -> ParameterNode:
        reading: Parameter | None = parameters.interpretation.children.get(self.interpretation)
        values = [value.value for value in reading.values_list] if reading else []
        if reading is None or not all(isinstance(value, bool) for value in values):
            known = ", ".join(sorted(parameters.interpretation.children))
            raise ValueError(f"interpretation.{self.interpretation}: there is no such reading of two. Known: {known}.")
        for value in reading.values_list:
            value.value = not value.value
        return parameters


def __getattr__(name: str) -> type[OtherReading]:
    if not name.islower() or name.startswith("_"):
        raise AttributeError(name)
    return type(name, (OtherReading,), {"interpretation": name, "__doc__": f"The other reading of `{name}`."})
