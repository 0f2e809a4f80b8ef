"""The same families in every format and in every arrangement of files are the same population."""

import datetime
import pickle

import numpy
import polars as pl
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openfisca_kz.tables.reading import PartitionSpec, layout, open_table, read_population

PERIOD = "2025-05"
AMOUNTS = st.one_of(st.just(0.0), st.integers(0, 10**12).map(lambda tiyn: tiyn / 100))
PERSON = st.fixed_dictionaries(
    {
        "wage": AMOUNTS,
        "pension@2025-02": AMOUNTS,
        "birth_date": st.dates(datetime.date(1930, 1, 1), datetime.date(2025, 4, 30)),
        "pregnant": st.booleans(),
        "disability_group": st.sampled_from(["not_stated", "none", "first", "second"]),
    }
)
FAMILY = st.fixed_dictionaries(
    {
        "weight": st.sampled_from([0.0, 1.0, 2.5, 117.25]),
        "region": st.sampled_from(["not_stated", "aktobe", "turkistan"]),
        "residence": st.sampled_from(["urban", "rural"]),
        "takes_up": st.booleans(),
        "cars_owned": st.integers(0, 3),
        "persons": st.lists(PERSON, min_size=1, max_size=3),
    }
)
ANY_FAMILIES = st.lists(FAMILY, min_size=1, max_size=4)
FAMILY_COLUMNS = ["weight", "region", "residence", "takes_up", "cars_owned"]


def frame_of(families):
    rows = [
        {
            "family_id": number,
            "person_id": 10 * number + place,
            **person,
            **{key: value for key, value in family.items() if key != "persons"},
        }
        for number, family in enumerate(families, 100)
        for place, person in enumerate(family["persons"])
    ]
    return pl.DataFrame(rows)


def write(frame, path):
    """Write a table in the format that the name says."""
    kind = path.suffix
    if kind == ".csv":
        frame.write_csv(path, float_scientific=False)
    elif kind == ".parquet":
        frame.write_parquet(path)
    elif kind == ".xlsx":
        frame.write_excel(path)
    else:
        {".dta": pyreadstat.write_dta, ".sav": pyreadstat.write_sav}[kind](frame.rename(short), path)
    return path


def short(name):
    """Stata and SPSS have no @ in names."""
    return name.replace("@", "_").replace("-", "_")


MAPPING = "columns: {pension_2025_02: 'pension@2025-02'}\nblank_facts: not_stated\n"


def said(population):
    """Everything that a population says, in plain types; ids as text."""
    plain = {
        "ids": [str(family) for family in population.family_ids],
        "of_person": population.family_of_person.tolist(),
        "roles": population.roles.tolist(),
        "weights": population.weights.tolist(),
        "takes_up": population.takes_up.tolist(),
        "residence": None if population.residence is None else population.residence.tolist(),
    }
    for group in ("amounts", "facts", "family_inputs"):
        plain[group] = {
            key: (values.dtype, values.tolist()) for key, values in sorted(getattr(population, group).items())
        }
    return plain


def read(path, system, **options):
    if path.suffix in (".dta", ".sav"):
        mapping = path.with_suffix(".yaml")
        mapping.write_text(MAPPING)
        options["mapping"] = mapping
    table = open_table(path, system, PERIOD, **options)
    table.check()
    return table.read(PartitionSpec(0, 0, table.height, table.together))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(families=ANY_FAMILIES)
def test_every_format_says_the_same(families, system, tmp_path_factory):
    folder = tmp_path_factory.mktemp("formats")
    frame = frame_of(families)
    kinds = (".parquet", ".csv", ".xlsx", ".dta", ".sav")
    found = {kind: said(read(write(frame, folder / f"t{kind}"), system)) for kind in kinds}
    assert all(other == found[".parquet"] for other in found.values()), found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(families=ANY_FAMILIES, data=st.data())
def test_one_table_or_two_or_a_folder_of_files(families, data, system, tmp_path_factory):
    folder = tmp_path_factory.mktemp("arrangements")
    frame = frame_of(families)
    whole = said(read(write(frame, folder / "t.parquet"), system))

    apart, kinds = folder / "apart", (".csv", ".parquet", ".xlsx")
    apart.mkdir()
    of_families = frame.select("family_id", *FAMILY_COLUMNS).unique(maintain_order=True)
    shuffled = of_families.sample(fraction=1, shuffle=True, seed=data.draw(st.integers(0, 9)))
    write(frame.drop(FAMILY_COLUMNS), apart / f"persons{data.draw(st.sampled_from(kinds))}")
    write(shuffled, apart / f"families{data.draw(st.sampled_from(kinds))}")
    assert said(read(apart, system)) == whole

    parts, cut = folder / "parts", data.draw(st.integers(0, frame.height))
    parts.mkdir()
    for number, part in enumerate([frame[:cut], frame[cut:]]):
        write(part, parts / f"part-{number}.parquet")
    assert said(read(parts, system)) == whole


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(families=ANY_FAMILIES, persons_each=st.integers(1, 5), group=st.integers(1, 4), text=st.booleans())
def test_partitions_are_whole_families_in_order(families, persons_each, group, text, system, tmp_path_factory):
    path = tmp_path_factory.mktemp("partitions") / "t.parquet"
    frame = frame_of(families).with_columns(pl.col("family_id").cast(pl.String if text else pl.Int64))
    frame.write_parquet(path, row_group_size=group)
    table = open_table(path, system, PERIOD)
    table.check()
    specs = table.partitions(persons_each)
    assert [spec.start for spec in specs] == [0, *(spec.stop for spec in specs)][:-1]
    assert specs[-1].stop == table.height == frame.height
    whole = table.read(PartitionSpec(0, 0, frame.height, table.together))
    sent = pickle.loads(pickle.dumps(table))
    parts = [sent.read(spec, system) for spec in specs]
    assert numpy.concatenate([part.family_ids for part in parts]).tolist() == whole.family_ids.tolist()
    assert numpy.concatenate([part.weights for part in parts]).tolist() == whole.weights.tolist()
    for key, values in whole.amounts.items():
        assert numpy.concatenate([part.amounts[key] for part in parts]).tolist() == values.tolist()
    assert [row for part in parts for row in part.rows] == list(range(1, frame.height + 1))


def test_a_workbook_with_persons_and_families(system, tmp_path):
    from xlsxwriter import Workbook

    with Workbook(tmp_path / "t.xlsx") as book:
        pl.DataFrame({"family_id": [1, 1, 2], "wage": [5.5, 0, 1]}).write_excel(book, "persons")
        pl.DataFrame({"family_id": [2, 1], "region": ["abai", "aktobe"]}).write_excel(book, "families")
    population = read_population(tmp_path / "t.xlsx", system, PERIOD)
    assert population.family_ids.tolist() == ["1", "2"]
    assert population.family_inputs["region"].decode_to_str().tolist() == ["aktobe", "abai"]
    assert population.amounts["wage", "2025-01"].tolist() == [5.5, 0, 1]


def test_folders_can_state_a_column_and_hidden_files_are_passed_over(system, tmp_path):
    for region in ("aktobe", "abai"):
        (tmp_path / f"region={region}").mkdir()
        frame = pl.DataFrame({"family_id": [f"{region} 1"], "wage": [1.0]})
        frame.write_parquet(tmp_path / f"region={region}" / "p.parquet")
    (tmp_path / "_SUCCESS").touch()
    population = read_population(tmp_path, system, PERIOD)
    assert population.family_inputs["region"].decode_to_str().tolist() == ["abai", "aktobe"]
    assert list(population.rows) == ["region=abai/p.parquet row 1", "region=aktobe/p.parquet row 1"]


@pytest.mark.parametrize("text", [False, True])
def test_families_are_found_alike_however_their_ids_are_read(text, system, tmp_path, monkeypatch):
    ids = [*range(60), 55, *range(60, 80)]  # they ascend over some windows, then one comes back
    frame = pl.DataFrame({"family_id": [str(number) for number in ids] if text else ids}).with_columns(
        role=pl.lit("head")
    )
    frame.write_parquet(tmp_path / "ids.parquet")
    whole = open_table(tmp_path / "ids.parquet", system, "2025-05")
    found = whole.families, whole.together, whole.partitions(10)
    monkeypatch.setattr(layout, "STEP", 16)
    in_windows = open_table(tmp_path / "ids.parquet", system, "2025-05")
    assert (in_windows.families, in_windows.together, in_windows.partitions(10)) == found
    assert found[:2] == (80, False)


def test_scattered_families_of_a_small_table_are_put_together(system, tmp_path):
    path = write(pl.DataFrame({"family_id": [2, 1, 2, 3], "wage": [1, 2, 3, 4]}), tmp_path / "t.parquet")
    table = open_table(path, system, PERIOD)
    table.check()
    assert not table.together
    assert [(spec.start, spec.stop) for spec in table.partitions(2)] == [(0, 3), (3, 4)]
    population = table.read(table.partitions(2)[0])
    assert population.family_ids.tolist() == [2, 1]
    assert population.family_of_person.tolist() == [0, 1, 0]


def test_row_groups_that_are_too_large_are_written_anew(system, tmp_path, monkeypatch):
    from openfisca_kz.tables.reading import table as module

    frame = frame_of([{"weight": 1.0, "persons": [{"wage": 1.0}]}] * 5)
    path = write(frame, tmp_path / "t.parquet")
    direct = said(read(path, system))
    monkeypatch.setattr(module, "LARGEST_GROUP", 2)
    assert said(read(path, system)) == direct


def test_a_csv_larger_than_a_piece_keeps_its_rows(system, tmp_path, monkeypatch):
    from openfisca_kz.tables.reading import csv_text

    monkeypatch.setattr(csv_text, "PIECE", 64)
    lines = ["family_id,wage", *(f'"A\n{number}",{number}.5' for number in range(40)), "", ""]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines))
    population = read_population(path, system, PERIOD)
    assert population.family_ids.tolist() == [f"A\n{number}" for number in range(40)]
    assert population.amounts["wage", "2025-02"].tolist() == [number + 0.5 for number in range(40)]
    assert list(population.rows) == list(range(2, 42))


def test_take_up_and_residence(system, table):
    population = read_population(
        table("family_id,takes_up,residence\nA,true,urban\nA,true,urban\nB,0,\n"), system, PERIOD
    )
    assert population.takes_up.tolist() == [True, False]
    assert population.residence.tolist() == [0, -1]
    without = read_population(table("family_id\nA\n"), system, PERIOD)
    assert without.takes_up.tolist() == [True]
    assert without.residence is None
