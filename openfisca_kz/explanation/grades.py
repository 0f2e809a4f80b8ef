"""How sure results are: figures and commencements below grade A that were really read, readings, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openfisca_core.periods import Period

from openfisca_kz import evidence
from openfisca_kz.explanation.describing import Data, Describer
from openfisca_kz.explanation.law import GRADES, INTERPRETATION, Figure
from openfisca_kz.explanation.words import Words
from openfisca_kz.legislation import acts


def grades(figures: Iterable[Figure], steps: Sequence[Data], periods: Iterable[Period], describer: Describer) -> Data:
    """The worst grade, what is not of grade A (worst first), the readings of interpretations, and remarks.

    `shown`: a step of the short version read it, and it decides there.

    Args:
        figures: all that steps read. steps: as data, with the figures and provisions of each. periods: months of
            application.
    """
    words = describer.words
    read = list({one.key: one for one in figures}.values())
    shown = {one["name"] for step in steps if step["shown"] for one in step["parameters"] if one["decides"]}
    unsure: dict[str, Data] = {}
    for figure in read:
        for item in _unsure(figure, words):
            known = unsure.setdefault(item["what"], {**item, "shown": False})
            known["shown"] |= figure.name in shown
    listed = sorted(unsure.values(), key=lambda item: (-GRADES.index(item["grade"]), item["what"]))
    of_provisions = {cited["grade"] for step in steps for cited in step["provisions"] if cited["grade"]}
    readings = {
        one.name: {**describer.figure(one), "shown": one.name in shown}
        for one in read
        if one.name.startswith(INTERPRETATION)
    }
    return {
        "worst": max([GRADES[0], *of_provisions, *(item["grade"] for item in listed)]),
        "unverified": listed,
        "interpretations": [readings[name] for name in sorted(readings)],
        "remarks": list(dict.fromkeys(one for period in periods for one in remarks(period, words))),
    }


def _unsure(figure: Figure, words: Words) -> list[Data]:
    metadata, found = figure.value.metadata, []
    grade = metadata.get("grade", GRADES[0])
    if grade != GRADES[0]:
        what, note = words.parameter(figure.parameter), metadata.get("note", "")
        found.append({"what": what, "parameter": figure.name, "grade": grade, "note": note})
    if figure.commencement:
        act = acts()[figure.commencement]
        what = words.fixed["commencement"].format(act=words.act(figure.commencement), day=act["in_force"])
        found.append({"what": what, "parameter": None, "grade": act["in_force_grade"], "note": act["in_force_note"]})
    return found


def remarks(period: Period, words: Words) -> list[str]:
    """What a reader of results for the month must know about acts that were not read up to then, in the language."""
    if words.language == "en":
        return evidence.remarks(period)
    return [
        words.fixed["read_until"].format(act=words.act(id_), day=act["read_until"])
        for id_, act in acts().items()
        if "read_until" in act and str(period.stop) > act["read_until"]
    ]
