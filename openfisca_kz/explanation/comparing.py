"""A comparison of two laws in one language: their titles, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterable

from openfisca_kz.comparison.causes import TOGETHER, Cause
from openfisca_kz.comparison.laws import Law, amending_acts
from openfisca_kz.explanation.words import Words, of_the_law


def title(law: Law, words: Words) -> str:
    """The title of a law; what somebody called figures of their own stays as it is."""
    titles = of_the_law("titles")
    if words.language == "en":
        return law.title
    act, _, side = law.reform.partition(":")
    if act in amending_acts():
        amending: str = amending_acts()[act].AFTER.act
        return titles[side][words.language].format(act=words.act(amending))
    return titles.get(law.title, {}).get(words.language, law.title)


def cause(one: Cause, words: Words) -> str:
    """What makes a difference."""
    return words.provision_of(one.act, one.name) if one.act else one.name


def together(several: Iterable[Cause], words: Words) -> str:
    """What makes a difference only together."""
    causes = "; ".join(cause(one, words) for one in several)
    if words.language == "en":
        return TOGETHER + causes
    return of_the_law("causes")["together"][words.language].format(causes=causes)
