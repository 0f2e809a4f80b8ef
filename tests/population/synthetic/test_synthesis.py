import hashlib

import numpy
import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from openfisca_kz.cli import build_app
from openfisca_kz.population.synthetic import synthesis
from openfisca_kz.population.synthetic.families import APPLICANT, SPOUSE
from openfisca_kz.population.synthetic.law import assess
from openfisca_kz.population.synthetic.synthesis import Outcomes, calibrate, draw, parts
from openfisca_kz.tables.columns import TABLE_COLUMNS, input_variables
from openfisca_kz.tables.reading import read_population

PERIOD = "2025-05"
SMALL = 20_000


@pytest.fixture(scope="module")
def sample(system):
    return calibrate(SMALL, 1, PERIOD, system)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "families.parquet"
    result = CliRunner().invoke(build_app(), ["synthesize", "--out", str(path), "--seed", "1"])
    assert result.exit_code == 0, result.output
    return path, result.stdout


def outcomes(made_parts):
    found = Outcomes()
    for part in made_parts:
        found.with_(part)
    return {(outcome.target.role, outcome.target.what): outcome for outcome in found.list()}


def test_every_fitted_total_comes_out(sample):
    for (role, what), outcome in outcomes([sample]).items():
        if role == "fit":
            assert abs(outcome.deviation) < 1e-5, what


@pytest.mark.parametrize(
    ("what", "tolerance"),
    {
        "Children, share of all": 0.03,
        "Below 25, share of all": 0.05,
        "Mean income a head and month": 0.1,
        "Share of all income, lower half": 0.05,
        "Share of the poor, rural": 0.15,
        "Persons at work": 0.05,
        "Persons paid in a month": 0.1,
        "Spending, tenge a month": 0.15,
        "Children, share of persons paid": 0.12,
    }.items(),
)
def test_totals_kept_out_of_the_fit_come_near(sample, what, tolerance):
    assert abs(outcomes([sample])["check", what].deviation) < tolerance


def test_weights_are_positive_and_make_up_the_country(sample):
    assert (sample.weights > 0).all()
    assert sample.weights @ sample.families.sizes == pytest.approx(20_495_975)
    effective = sample.weights.sum() ** 2 / (sample.weights**2).sum()
    assert effective > 0.3 * SMALL, "a few families do not stand for all"


def test_families_are_whole(sample):
    roles, families = sample.families.persons["role"], sample.families
    assert (families.sum(roles == APPLICANT) == 1).all()
    assert (families.sum(roles == SPOUSE) <= 1).all()
    assert (families.sizes == families.sum(numpy.ones(len(roles)))).all()


def test_every_ground_that_is_made_occurs(sample, system):
    columns = sample.families.families
    for name in ("survey_refused", "special_vehicles", "takes_up"):
        assert 0 < columns[name].mean() < 1
    for name in ("false_data_date", "measures_refusal_date"):
        assert (~numpy.isnat(sample.families.persons[name])).any()
    poor = sample.profile.conditions["poor"]
    assert (poor & ~sample.law["entitled"]).any()


def test_drawing_takes_each_family_as_often_as_it_weighs():
    weights = numpy.array([1.0, 3.0, 0.5, 5.5])
    times = numpy.bincount(draw(weights, 1000), minlength=4)
    assert (numpy.abs(times - weights * 100) <= 1).all()
    assert (numpy.diff(draw(weights, 7)) >= 0).all()


def test_a_drawn_population_keeps_the_totals(sample, system):
    drawn = list(parts(sample, 120_000, 1, PERIOD, system))
    assert sum(len(part.weights) for part in drawn) == 120_000
    assert max(len(part.weights) for part in drawn) <= synthesis.FAMILIES_OF_A_PART
    assert len({weight for part in drawn for weight in part.weights}) == 1
    for (role, what), outcome in outcomes(drawn).items():
        if role == "fit":
            large = outcome.target.group in {"Population of the regions", "Urban and rural", "Age", "Incomes"}
            assert abs(outcome.deviation) < (0.02 if large else 0.12), what
    part = drawn[0]
    again = assess(part.families, PERIOD, system)
    assert (again["entitled"] == part.law["entitled"]).mean() > 0.9999
    assert numpy.array_equal(again["assistance"][part.law["entitled"]], part.law["assistance"][part.law["entitled"]])


def test_copies_of_a_family_differ_but_keep_their_place(sample, system):
    (part, *_) = parts(sample, 120_000, 1, PERIOD, system)
    wages = pl.Series(part.families.persons["wage"][part.families.persons["wage"] > 0])
    assert wages.n_unique() > 3 * pl.Series(sample.families.persons["wage"][: len(wages) // 6]).n_unique()


def test_the_file_is_a_table_of_the_law(made, system):
    path, _ = made
    population = read_population(path, system, PERIOD)  # every check of tables
    assert population.n_families == SMALL
    allowed = {*TABLE_COLUMNS, *input_variables(system)}
    assert {name.partition("@")[0] for name in pl.read_parquet_schema(path)} <= allowed


def test_row_groups_hold_whole_families_in_order(system, sample, tmp_path):
    from openfisca_kz.population.synthetic.writing import write

    path = tmp_path / "drawn.parquet"
    persons = write(path, parts(sample, 110_000, 1, PERIOD, system), system, {})
    file = pq.ParquetFile(path)
    assert file.metadata.num_row_groups == 3
    assert file.metadata.num_rows == persons
    last = 0
    for number in range(3):
        ids = file.read_row_group(number, ["family_id"])["family_id"].to_numpy()
        assert ids[0] == last + 1
        assert (numpy.diff(ids) >= 0).all()
        last = ids[-1]
    assert last == 110_000


def test_the_same_arguments_give_the_same_bytes(made, tmp_path):
    def bytes_of(*arguments):
        path = tmp_path / "again.parquet"
        assert CliRunner().invoke(build_app(), ["synthesize", "--out", str(path), *arguments]).exit_code == 0
        return hashlib.sha256(path.read_bytes()).hexdigest()

    first = hashlib.sha256(made[0].read_bytes()).hexdigest()
    assert bytes_of("--seed", "1") == first
    assert bytes_of("--seed", "2") != first


def test_it_prints_every_target_and_says_what_it_is(made):
    path, output = made
    assert "Kept out of the calibration" in output
    assert output.index("Turkistan region") < output.index("Kept out") < output.index("Spending, tenge a month")
    for words in ("no real ones", "seed 1", "calibrated to", "assumptions"):
        assert words in " ".join(output.split())
    assert max(map(len, output.split("\n\n/")[0].splitlines())) <= 80
    assert "not calibrated" not in output
    assert pl.read_parquet_metadata(path)["openfisca_kz.provenance"] in " ".join(output.split())


@pytest.mark.parametrize("period", ["2023-07", "2024-05", "2026-02"])
def test_other_months_can_be_asked_for(period, system):
    sample = calibrate(SMALL, 3, period, system)
    assert (sample.weights > 0).all()


@pytest.mark.parametrize(
    ("period", "message"),
    [("2020-05", "2020-05"), ("2018-06", "families are made for 2023-07 and later"), ("May", "not a month")],
)
def test_a_month_without_families_is_refused(period, message, tmp_path):
    done = CliRunner().invoke(build_app(), ["synthesize", "--out", str(tmp_path / "x.parquet"), "--period", period])
    assert done.exit_code == 2
    assert message in done.output
    assert list(tmp_path.iterdir()) == []
