"""Families as situations, and ways into their explanations."""

from openfisca_kz.situations.answering import answers
from openfisca_kz.situations.building import build

QUARTER = ("2025-01", "2025-02", "2025-03")
ASKED = (
    "total_income",
    "per_capita_income",
    "poverty_line",
    "poverty_line_basis",
    "tsa_entitled",
    "targeted_social_assistance",
    "child_supplement",
    "refusal_ground",
)


def monthly(amount, months=QUARTER):
    return dict.fromkeys(months, amount)


def asked(*names, month="2025-05"):
    return {name: {month: None} for name in names or ASKED}


def readme_family(day="2025-05-05", *names):
    """The family of README.md, worked there by hand."""
    month = day[:7]
    return {
        "persons": {
            "father": {"wage": monthly(120000)},
            "mother": {},
            "pupil": {
                "education_material_aid": {"2025-02": 46228},
                "education_organisation_ownership": {"2025-02": "private"},
            },
            "brother": {},
        },
        "families": {
            "family": {
                "applicant": "father",
                "spouse": "mother",
                "children": ["pupil", "brother"],
                "region": {month: "aktobe"},
                "application_date": {month: day},
                **asked(*names, month=month),
            }
        },
    }


def small_family(*names, **facts):
    """A mother with a wage and a son of four; `facts` of the family."""
    return {
        "persons": {
            "mother": {
                "wage": monthly(60000),
                "birth_date": {"ETERNITY": "1990-06-01"},
                "sex": {"2025-05": "female"},
            },
            "son": {"birth_date": {"ETERNITY": "2021-03-01"}},
        },
        "families": {
            "family": {
                "applicant": "mother",
                "children": ["son"],
                "given_poverty_line": {"2025-05": 36000},
                **{name: {"2025-05": value} for name, value in facts.items()},
                **asked(*names),
            }
        },
    }


def plain(situation, system):
    """The answers without any explanation."""
    simulation, wanted = build([situation], system)
    return answers(simulation, wanted)


def step(explanation, variable, record=None):
    """The one step of a variable, for a record if there are several."""
    (found,) = [
        one
        for one in explanation["steps"]
        if one["variable"] == variable and (record is None or one["record"] == record)
    ]
    return found


def figures(of):
    """The figures of a step by name."""
    return {one["name"]: one for one in of["parameters"]}


def assumed(explanation, variable):
    """What was assumed of a variable: value by record and period."""
    return {
        (record, period): one["value"]
        for one in explanation["assumed"]
        if one["variable"] == variable
        for record in one["records"]
        for period in one["periods"] or [None]
    }
