"""What decides about a right besides income: property, cars, refusals, false data, and whether a family applies."""

from __future__ import annotations

import numpy

from openfisca_kz.population.synthetic.families import APPLICANT, Families
from openfisca_kz.population.synthetic.figures import assumptions, figures

NOT_STATED = numpy.datetime64("NaT", "D")
HALF_A_YEAR = 180
"""Days within which a made refusal or false statement lies, so that its term of six months still runs."""


def add_circumstances(families: Families, rng: numpy.random.Generator, period: str) -> None:
    """Add the facts of the families and of their members that can lead to a refusal, and `takes_up`."""
    chosen, known = assumptions(), figures()
    count = len(families.sizes)
    hardship = families.notes["hardship"]
    rural = families.families["residence"] == 1

    several = numpy.where(hardship, chosen["several_dwellings"]["hardship"], chosen["several_dwellings"]["other"])
    fate = rng.random(count)
    own = numpy.where(fate < several, 2, 1)
    families.families["dwellings_owned"] = numpy.where(fate > known["own_dwelling_share"], 0, own).astype(numpy.int8)
    shares = [chosen["cars"]["hardship"], chosen["cars"]["other"]]
    cars = [rng.choice(len(share), count, p=share) for share in shares]
    families.families["cars_owned"] = numpy.where(hardship, *cars).astype(numpy.int8)
    families.families["special_vehicles"] = rural & (rng.random(count) < chosen["special_vehicle_share"])

    asked = known["families_served"] + known["refusals_of_inspection"]
    families.families["survey_refused"] = rng.random(count) < known["refusals_of_inspection"] / asked
    families.families["takes_up"] = rng.random(count) < chosen["take_up"]

    persons = len(families.of_person)
    applicant = families.persons["role"] == APPLICANT
    false_data = applicant & (rng.random(persons) < known["false_data_cases"] / asked)
    refused = families.persons["unemployed"] & (rng.random(persons) < chosen["refused_measures_share"])
    for name, concerned in (("false_data_date", false_data), ("measures_refusal_date", refused)):
        days = numpy.datetime64(period, "D") - rng.integers(1, HALF_A_YEAR, persons).astype("timedelta64[D]")
        families.persons[name] = numpy.where(concerned, days, NOT_STATED)
