"""The law by which a request asks to calculate: one of an allow-list, or figures changed in one of them."""

from __future__ import annotations

from typing import Any

from openfisca_kz.comparison.laws import (
    AFTER,
    BEFORE,
    IN_FORCE,
    Law,
    amending_acts,
    law_named,
    law_of_changes,
    laws_to_compare,
)
from openfisca_kz.errors import UserError
from openfisca_kz.explanation.comparing import title
from openfisca_kz.explanation.words import Words
from openfisca_kz.service.problems import Fault, Problem

Reform = str | dict[str, Any] | None
"""As the schema `Reform` has it: a name of the allow-list, or `parameters` with changes; None: the law in force."""
OWN_FIGURES = "own_figures"


def chosen(reform: Reform) -> Law:
    """The law that a checked request names.

    Raises:
        Problem: invalid_request, for a change that the law has no place for.
    """
    if reform is None or reform == IN_FORCE:
        return Law(IN_FORCE)
    if isinstance(reform, str):
        return law_named(reform)
    try:
        law = law_of_changes({"name": "Own figures", **reform}, base=reform.get("base", ""))
    except UserError as error:
        raise Problem("invalid_request", [Fault(("reform",), "bad_reform", str(error))]) from None
    return law


def named(reform: Reform) -> str:
    """The name of what a request asks for, for the log: a law of the allow-list, never a word of the request."""
    return OWN_FIGURES if isinstance(reform, dict) else (reform or IN_FORCE)


def newest_act() -> str:
    """The amending act that is compared where a request names none."""
    return next(reversed(amending_acts()))


def to_compare(reform: Reform) -> tuple[Law, Law]:
    """The laws before and after what a request names; without a name, the newest amending act."""
    if isinstance(reform, dict):
        after = chosen(reform)
        base = chosen(reform.get("base"))
        return Law(BEFORE, base.reform, base.title), Law(AFTER, after.reform, after.title)
    before, after = laws_to_compare([reform or newest_act()])
    return before, after


def shown(law: Law, words: Words) -> dict[str, Any]:
    """What an answer says about the law that it rests on, in the caller's language."""
    return {"name": law.name, "title": title(law, words)}
