"""What a person can put right: in a table or a command, and in a situation given to OpenFisca."""

from collections.abc import Sequence

from openfisca_core.errors import SituationParsingError


class UserError(Exception):
    """Something wrong in what the user gave; the message names the place and the cure, and the command exits with 2."""


class SituationError(SituationParsingError):  # type: ignore[misc]
    """Something wrong in a situation: the fault and the cure, nested in `error` under each part of the place.

    The engine's own error takes a part in digits, such as the year 2025 or a person «1», for a position in a list and
    fills the list up with nothing.

    Args:
        place: what leads to the fault, such as the entities, the record, the variable and the period.
        message: the fault and the cure, in one line.
    """

    def __init__(self, place: Sequence[object], message: str) -> None:
        error: object = " ".join(message.split())
        for part in reversed(place):
            error = {str(part): error}
        Exception.__init__(self, str(error))  # not the engine's own, which would fill the lists
        self.error = error
        self.code = None
