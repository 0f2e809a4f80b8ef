"""What a person can put right."""


class UserError(Exception):
    """Something wrong in what the user gave; the message names the place and the cure, and the command exits with 2."""
