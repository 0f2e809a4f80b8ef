"""Tables that are damaged, broken or too much: every answer in the caller's language, and none in a library's words."""

import io
import random
import re

import numpy
import polars as pl
import pyarrow.parquet
import pytest
from openfisca_core.model_api import Enum

from openfisca_kz.comparison.laws import country
from openfisca_kz.locale import LANGUAGES
from openfisca_kz.service import batch_tables, laws
from openfisca_kz.service.operation.refusals import TooLong
from openfisca_kz.service.problems import Problem
from openfisca_kz.tables.errors import TableError
from openfisca_kz.tables.reading import foreign, open_table
from tests.service.test_batch import BEFORE, FAMILY_OF_FOUR, PERIOD, table

LIBRARIES = re.compile(
    r"thrift|flatbuffer|zstd|snappy|lz4|magic|base64|arrow|polars|pyo3|panic|unwrap|codec|deseriali|decompress|Result::"
    r"|assertion|out of spec|Traceback|Error\b|Int64|Float64|Boolean|Struct|List\(|String|/tmp|ParquetFile|num_values",
)
"""Words of the libraries, of Python and of their types; none of them is one of ours."""
MANY = {name: cells * 50 for name, cells in FAMILY_OF_FOUR.items()}
OF_MANY_TYPES = {
    "family_id": [f"family {number // 3}" for number in range(300)],
    "role": pl.Series(["applicant", "spouse", "child"] * 100, dtype=pl.Categorical),
    "birth_date": pl.Series([20_000 - 7 * number for number in range(300)], dtype=pl.Int32).cast(pl.Date),
    "wage@2025-01": [number * 10.25 for number in range(300)],
    "disability_group": ["none", None, "first"] * 100,
    "pregnant": [False, True, None] * 100,
    "region": ["abai"] * 300,
}


def written(columns, **options):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer, **options)
    return buffer.getvalue()


def refused(content, **options):
    """The problem of a table; None if it is calculated. Anything else that is raised fails the test."""
    given = {"period": PERIOD, "amounts": "month", "law": laws.chosen(None), "most": 20_000} | options
    try:
        batch_tables.calculated(content, **given)
    except Problem as problem:
        return problem
    return None


def said(problem, language):
    """All sentences of a problem."""
    shown = problem.shown(language)
    return [shown["title"], shown["detail"], *(fault["message"] for fault in shown.get("errors", ()))]


def damaged(content, rng):
    """The content with one to ten bytes replaced, or cut off, or with bytes too many."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 10)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.1:
        del data[rng.randrange(len(data)) : rng.randrange(len(data))]
    if rng.random() < 0.1:
        place = rng.randrange(len(data))
        data[place:place] = rng.randbytes(rng.randint(1, 20))
    return bytes(data)


@pytest.mark.parametrize(
    "content",
    [
        written(MANY),
        written(OF_MANY_TYPES, compression="uncompressed"),
        written(OF_MANY_TYPES, compression="snappy", row_group_size=50),
    ],
    ids=["zstd", "uncompressed", "snappy"],
)
def test_damage_is_never_a_failure_of_the_service(content):
    rng, codes = random.Random(7), []
    for _ in range(150):
        problem = refused(damaged(content, rng))
        codes.append(problem.code if problem else "")
        for language in ("en", *LANGUAGES) if problem else ():
            for sentence in said(problem, language):
                assert not LIBRARIES.search(sentence), sentence
    assert "internal_error" not in codes
    assert codes.count("refused_situation") > 75


FAR_DAY = pl.Series([2**31 - 1] * 4, dtype=pl.Int32).cast(pl.Date)
LONG = "x" * 5_000
BROKEN = {
    "damaged": table(**FAMILY_OF_FOUR)[:-20],
    "no bytes": b"",
    "text": b"family_id,wage\n1,2\n",
    "workbook": b"PK\x03\x04" + bytes(600),
    "old workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
    "no rows": table(family_id=pl.Series([], dtype=pl.Int64)),
    "lists": table(family_id=[1], wage=[[1]]),
    "records": table(family_id=[1], role=[{"role": "applicant"}]),
    "ids of bytes": table(family_id=[b"1"]),
    "ids of truths": table(family_id=[True]),
    "days of text": table(family_id=[1], birth_date=["May"]),
    "days of numbers": table(family_id=[1], birth_date=[1.5]),
    "days of times": table(family_id=[1], birth_date=pl.Series([10**15 + 1], dtype=pl.Datetime)),
    "a day far away": table(family_id=[1] * 4, birth_date=FAR_DAY),
    "a day long ago": table(family_id=[1] * 4, birth_date=pl.Series([-(2**31)] * 4, dtype=pl.Int32).cast(pl.Date)),
    "an application far away": table(family_id=[1] * 4, application_date=FAR_DAY),
    "born later": table(family_id=[1, 1], birth_date=["2025-05-02", None]),
    "negative": table(family_id=[1], wage=[-1.0]),
    "not finite": table(family_id=[1], wage=[float("nan")]),
    "too much": table(family_id=[1], wage=[1e11]),
    "decimals": table(family_id=[1], wage=[0.123]),
    "words": table(family_id=[1], wage=["120 000"]),
    "blank": table(family_id=[1], wage=[None]),
    "blank ids": table(family_id=[1, None]),
    "half ids": table(family_id=[1.5]),
    "no ids": table(wage=[1.0]),
    "unknown column": table(family_id=[1], wages=[1.0]),
    "quite unknown column": table(family_id=[1], **{LONG: [1.0]}),
    "calculated column": table(family_id=[1], total_income=[1.0]),
    "month elsewhere": table(family_id=[1], **{"wage@2025-05": [1.0]}),
    "no month": table(family_id=[1], **{f"wage@{LONG}": [1.0]}),
    "month of a fact": table(family_id=[1], **{f"region@{LONG}": ["abai"]}),
    "one sum": table(family_id=[1], lump_sum=[1.0]),
    "given twice": table(family_id=[1], wage=[1.0], **{"wage@2025-02": [1.0]}),
    "near value": table(family_id=[1], region=["aktobbe"]),
    "unknown district": table(family_id=[1], district=[LONG]),
    "near district": table(family_id=[1], district=["abai__abay"]),
    "choices of numbers": table(family_id=[1], district=[1]),
    "two values": table(family_id=[LONG, LONG], region=["abai", "aktobe"]),
    "truth": table(family_id=[1], pregnant=["yes"]),
    "truth of numbers": table(family_id=[1], pregnant=[2]),
    "blank truth": table(family_id=[1], takes_up=[None]),
    "blank role": table(family_id=[1, 1], role=["applicant", None]),
    "two spouses": table(family_id=[1, 1], role=["spouse", "spouse"]),
    "weight": table(family_id=[1], weight=[-1.0]),
    "heavy": table(family_id=[1], weight=[1e10]),
    "person twice": table(family_id=[1, 2], person_id=[1, 1]),
    "person twice in a family": table(family_id=[1, 1], person_id=["a", "a"]),
    "blank person": table(family_id=[1, 1], person_id=["a", None]),
    "no persons": table(family_id=[1, 2], person_id=["a", None]),
    "aid without its fact": table(family_id=[1], education_material_aid=[5.0]),
    "cars": table(family_id=[1], cars_owned=[1.5]),
    "many cars": table(family_id=[1], cars_owned=[1e12]),
    "a rule": table(family_id=[1], **{"lump_sum@2025-02": [90_000.0]}),
    "a rule of the family": table(family_id=[1], cars_owned=[-1]),
}


@pytest.fixture(scope="module")
def names():
    system = country()
    enums = [one.possible_values for one in system.variables.values() if one.value_type is Enum]
    own = {"Parquet", "ISO", "openfisca", "kz", "true", "false", "most_batch_families", "nan", "application_date"}
    return set(system.variables) | {item.name for items in enums for item in items} | own | set(batch_columns())


def batch_columns():
    return (
        "family_id",
        "person_id",
        "role",
        "weight",
        "takes_up",
        "residence",
        "applicant",
        "spouse",
        "child",
        "other",
    )


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_in_the_language_of_the_caller(name, names):
    problem = refused(BROKEN[name])
    assert problem is not None
    english = said(problem, "en")
    assert not LIBRARIES.search("\n".join(english))
    for language in LANGUAGES:
        for sentence, own in zip(said(problem, language), english, strict=True):
            words = set(re.findall(r"[A-Za-z][A-Za-z_]+", re.sub("x{30,}…?", "", sentence)))
            assert words <= names, (sentence, words - names)
            assert sentence != own


@pytest.mark.parametrize("content", [b"", b"family_id\n1\n", b"PK\x03\x04", b"PAR"])
def test_a_body_that_is_no_parquet_is_called_so(content):
    (sentence, _) = said(refused(content), "en")[1:]
    assert sentence == batch_tables.NO_TABLE


def test_what_a_rule_refuses_has_its_place(api):
    fault = refused(BROKEN["a rule"]).shown("en")["errors"][0]
    assert fault["pointer"].startswith("/persons/1/")
    assert fault["code"] == "refused_by_rule"
    assert fault["message"] == "lump_sum needs lump_sum_from: the months that the sum is for."


def test_a_month_that_is_not_covered_is_a_fault_of_the_query():
    (fault,) = refused(table(**FAMILY_OF_FOUR), period="2021-05").shown("en")["errors"]
    assert (fault["pointer"], fault["code"]) == ("/query/period", "not_covered")


@pytest.mark.parametrize(
    ("columns", "detail"),
    [
        (
            {"family_id": [1] * 101},
            "101 persons: a table may have at most 100, which is 50 for each of the 2 families that "
            "most_batch_families allows.",
        ),
        ({"family_id": [1, 2, 3]}, "3 families: at most 2 are calculated at once (most_batch_families)."),
        ({"family_id": [1, 2, 3, 1, 2]}, "3 families: at most 2 are calculated at once (most_batch_families)."),
    ],
)
def test_what_is_too_large_is_counted_truly(columns, detail):
    problem = refused(table(**columns), most=2)
    assert (problem.code, problem.detail) == ("too_large", detail)
    assert {problem.shown(language)["detail"] for language in LANGUAGES}.isdisjoint({detail})
    assert refused(table(family_id=[1, 2] * 50), most=2) is None


def families(count, scattered):
    """Families of one to four persons, with what shows in the columns of the results."""
    rng = numpy.random.default_rng(5)
    ids = numpy.repeat(numpy.arange(count), rng.integers(1, 5, count))
    ids = rng.permutation(ids) if scattered else ids
    return pl.DataFrame({"family_id": ids}).with_columns(
        pl.Series("wage", rng.integers(0, 15_000_000, len(ids)) / 100),
        pl.Series("birth_date", rng.integers(-3_650, 20_000, len(ids))).cast(pl.Int32).cast(pl.Date),
        pl.Series("disability_group", rng.choice(["none", "first", "second"], len(ids))),
        pl.lit("abai").alias("region"),
        pl.lit("urban").alias("residence"),
        pl.Series("education_material_aid@2025-02", rng.integers(0, 50_000, len(ids)) * 1.0),
        pl.lit("private").alias("education_organisation_ownership"),
    )


@pytest.mark.parametrize("scattered", [False, True])
@pytest.mark.parametrize("reform", [None, BEFORE])
def test_blocks_of_families_give_the_same_bytes(scattered, reform, monkeypatch):
    content = written(families(230, scattered))
    arguments = (content, PERIOD, "month", laws.chosen(reform), 1_000)
    whole = batch_tables.calculated(*arguments)
    for at_once in (1, 50, 229):
        monkeypatch.setattr(batch_tables, "AT_ONCE", at_once)
        assert batch_tables.calculated(*arguments) == whole


def test_the_time_of_a_table_is_over(monkeypatch):
    monkeypatch.setattr(batch_tables, "AT_ONCE", 10)
    content = written(families(2_000, scattered=False))
    problem = refused(content, seconds=0.2)
    assert isinstance(problem, TooLong)
    assert problem.code == "calculation_too_long"
    assert refused(content, seconds=0).code == "calculation_too_long"


def test_polars_reads_nothing_but_what_arrow_has_written(monkeypatch):
    """Over some damaged pages polars ends the process, which no test survives."""
    written_by = []

    def opened(path, *others):
        written_by.append(pyarrow.parquet.read_metadata(path).created_by.split()[0])
        return open_table(path, *others)

    monkeypatch.setattr(batch_tables, "open_table", opened)
    assert refused(written(MANY)) is None
    assert set(written_by) == {"parquet-cpp-arrow"}


def test_rows_that_the_footer_does_not_state_are_refused(monkeypatch):
    monkeypatch.setattr(foreign.ForeignTable, "_write", lambda *_: None)
    stranger = foreign.ForeignTable(written(MANY), "t")
    stranger.height += 1
    with pytest.raises(TableError, match="200 rows where 201 should be"):
        stranger.write(None)


@pytest.mark.parametrize("most_text", [10, foreign.MOST_TEXT])
def test_texts_are_the_same_written_out_or_not(most_text, monkeypatch):
    """A long text that a small file repeats is not written out as often."""
    monkeypatch.setattr(foreign, "MOST_TEXT", most_text)
    texts = pyarrow.array(["abai", None, "abai", "aktobe"]).dictionary_encode()
    numbers = pyarrow.array([120_000, 0, 5, 5]).dictionary_encode()
    ids = pyarrow.array(["a", "b", "c", "d"])
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"family_id": ids, "region": texts, "wage": numbers}), buffer)
    content, _ = batch_tables.calculated(buffer.getvalue(), PERIOD, "month", laws.chosen(None), 10)
    found = pl.read_parquet(content)
    assert found["family_id"].to_list() == ["a", "b", "c", "d"]
    assert found["region"].to_list() == ["abai", "not_stated", "abai", "aktobe"]
    assert found["total_income"].to_list() == [360_000, 0, 15, 15]
