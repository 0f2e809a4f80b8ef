"""The walk that finds faults and the schema that forbids them agree, whatever stands in a body."""

import copy
from itertools import islice

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.service import schemas
from openfisca_kz.service.openapi import EXAMPLE
from openfisca_kz.service.schema_faults import Rules, SchemaFaults
from openfisca_kz.service.settings import Settings

OWN = {"name": "x", "base": "order_95_2025:before", "parameters": {"poverty_line.minimum_share": {"2025-01-01": 0.5},
       "total_income.point_8.housing_aid": {"2025-01-01": True, "2025-03-01": None}}}  # fmt: skip
FULL = {
    "Situation": {**EXAMPLE, "reform": OWN},
    "Comparison": {**EXAMPLE, "reform": "order_95_2025"},
    "BatchLine": {**EXAMPLE, "id": 7},
}
PLAIN = [None, True, False, 0, 1, 5, 5.0, 0.5, -1, 1e11, 1e13, 10**30, float("inf"), "", "a", "almaty", [], {}]
TEXTS = [
    "2025-02-30",
    "2000-02-29",
    "1899-12-31",
    "2100-01-01",
    "order_95_2025",
    "order_95_2025:before",
    "mother",
    "a\nb",
]
LISTS = [["mother"], ["mother", "mother"], ["mother", "pupil"], [1], ["x" * 101], {"2025-05": None}]
VALUES = st.sampled_from([*PLAIN, *TEXTS, *LISTS]).map(copy.deepcopy)  # a list that is put in twice is not one list
VARIABLES = ["wage", "region", "birth_date", "unemployed", "total_income", "is_family_member", "applicant", "children"]
PERIODS = ["2025-02", "2025", "month:2025-01:3", "month:2025-01:40", "year:2025", "ETERNITY", "2025-13", "2025-05\n"]
DAYS = ["2025-01-01", "2025-02-30", "1899-12-31"]
IDS = ["007", "z", "", "a\x00b", "x" * 101]
PARTS = ["reform", "id", "name", "base", "parameters", "axes", "persons", "families", "poverty_line.minimum_share"]
KEYS = [*VARIABLES, *PERIODS, *DAYS, *IDS, *PARTS]


@pytest.fixture(scope="module")
def check(system):
    """Of content and schema: whether the schema allows it, and whether a fault is found."""
    limits = Settings(most_persons=5, most_periods=3)
    components = schemas.components(system, limits)
    rules = Rules(system, limits)
    validators = {
        name: jsonschema_rs.Draft202012Validator(
            {"$ref": schemas.REFERENCE + name, "components": {"schemas": components}}, validate_formats=True
        )
        for name in FULL
    }

    def checked(content, schema):
        found = list(islice(SchemaFaults(rules, schema).of(content), 50))
        return validators[schema].is_valid(content), found

    return checked


@pytest.mark.parametrize("schema", FULL)
def test_what_is_right_has_no_fault(check, schema):
    assert check(FULL[schema], schema) == (True, [])


@settings(max_examples=600, deadline=None)
@given(data=st.data(), schema=st.sampled_from(sorted(FULL)))
def test_a_fault_is_found_if_and_only_if_the_schema_forbids_the_content(data, check, schema):
    content = copy.deepcopy(FULL[schema])
    for _ in range(data.draw(st.integers(1, 2))):
        *path, last = data.draw(st.sampled_from(list(_places(content)) or [("persons",)]))
        target = content
        for part in path:
            target = target[part]
        if isinstance(target, dict) and data.draw(st.booleans()):
            target[data.draw(st.sampled_from(KEYS))] = (
                target.pop(last) if data.draw(st.booleans()) else data.draw(VALUES)
            )
        elif data.draw(st.integers(0, 3)) == 0:
            del target[last]
        else:
            target[last] = data.draw(VALUES)
    allowed, found = check(content, schema)
    assert allowed is not bool(found), found


@pytest.mark.parametrize("content", [None, 5, [], "x", True, {}])
@pytest.mark.parametrize("schema", FULL)
def test_other_bodies(check, schema, content):
    allowed, found = check(content, schema)
    assert not allowed
    assert found


def _places(content, path=()):
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))
