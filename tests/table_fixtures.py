"""Tables of families for the floors that read them."""

import pytest
from typer.testing import CliRunner

from openfisca_kz.cli import build_app
from openfisca_kz.tables.reading import read_population

WORKED_EXAMPLE = """\
family_id,person_id,role,region,wage,education_organisation_ownership,education_material_aid@2025-02
A,1,applicant,aktobe,120000,,0
A,2,spouse,aktobe,0,,0
A,3,child,aktobe,0,private,46228
A,4,child,aktobe,0,,0
"""
"""Aktobe, application in May 2025: wage 120 000 a month, school aid once for the pupil of a private school."""


@pytest.fixture
def table(tmp_path):
    """Writes a table and returns its path."""

    def write(contents, name="families.csv"):
        path = tmp_path / name
        path.write_bytes(contents.encode() if isinstance(contents, str) else contents)
        return path

    return write


@pytest.fixture
def population(table, system):
    """Reads a population from the text of a table."""

    def read(contents, period="2025-05", **options):
        return read_population(table(contents), system, period, **options)

    return read


@pytest.fixture
def compare(tmp_path):
    """Runs the command `compare` and returns its result; results go to the folder `out`."""

    def run(data, *more, reform="order_95_2025", period="2025-05", out="out"):
        arguments = ["compare", str(data), "--reform", reform, "--period", period, "--out", str(tmp_path / out)]
        arguments += [] if "--smallest-cell" in more else ["--smallest-cell", "0"]
        arguments += more
        return CliRunner().invoke(build_app(), arguments)

    return run


@pytest.fixture
def left(tmp_path):
    """Names of everything in the test's folder, hidden or not."""
    return lambda: {path.name for path in tmp_path.iterdir()}


@pytest.fixture
def worked_example(table):
    return table(WORKED_EXAMPLE)
