"""An amending act as a pair of reforms, made from the dated values that it set: nothing is written twice."""

from openfisca_core.parameters import ParameterAtInstant, ParameterNode
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.legislation import acts
from openfisca_kz.parameter_files import dated_parameters

START_OF_THE_CODE = acts()["code_224_vii_2023"]["in_force"]


class WithoutAct(Reform):  # type: ignore[misc]
    """The law as if the act `act` had not been adopted: every value that it set is taken out."""

    act: str

    def apply(self) -> None:
        self.modify_parameters(lambda parameters: take_out(parameters, self.act))


class ActFromTheStart(Reform):  # type: ignore[misc]
    """The law as if the act `act` applied from the start of the Social Code: its values start on that day.

    The values are read from the country's own system, so that it also works on top of `WithoutAct`.
    """

    act: str

    def apply(self) -> None:
        country = country_system(self.baseline).parameters
        self.modify_parameters(lambda parameters: move_to_start(parameters, self.act, country))


def country_system(system: TaxBenefitSystem) -> TaxBenefitSystem:
    """The system at the bottom of a chain of reforms."""
    while system.baseline is not None:
        system = system.baseline
    return system


def take_out(parameters: ParameterNode, act: str) -> ParameterNode:
    """Removes every value set by `act`; the value before it goes on."""
    for parameter in dated_parameters(parameters):
        parameter.values_list = [value for value in parameter.values_list if set_by(value) != act]
    return parameters


def move_to_start(parameters: ParameterNode, act: str, country: ParameterNode) -> ParameterNode:
    """Puts the first value that `act` set in the country's system in place of every earlier one since the Code's start.

    Later values stay. The replaced values remain behind the moved ones, so that `take_out` restores them.
    """
    first = {}
    for parameter in dated_parameters(country):
        for value in parameter.values_list:  # newest first, so the oldest one remains
            if set_by(value) == act:
                first[parameter.name] = value
    for parameter in dated_parameters(parameters):
        value = first.get(parameter.name)
        if value is None:
            continue
        others = [
            other for other in parameter.values_list if set_by(other) != act or other.instant_str > value.instant_str
        ]
        replaced = {other.instant_str for other in others if other.instant_str < value.instant_str}
        starts = {START_OF_THE_CODE} | {start for start in replaced if start > START_OF_THE_CODE}
        # Newest first; on the same day the act's value goes before the one it replaces.
        parameter.values_list = sorted(
            [starting(value, start) for start in starts] + others, key=lambda other: other.instant_str, reverse=True
        )
    return parameters


def set_by(value: ParameterAtInstant) -> str | None:
    """The act that set a value; None for a statistic or an end without an act."""
    return value.metadata.get("act")  # type: ignore[no-any-return]


def starting(value: ParameterAtInstant, start: str) -> ParameterAtInstant:
    """A copy of the value that starts on another day (ISO date)."""
    copy = value.clone()
    copy.instant_str = start
    return copy
