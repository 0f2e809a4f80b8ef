"""Whatever a library raises over a file becomes one sentence of our own; what it says itself stands apart."""

import pickle

import polars as pl
import pyarrow as pa
import pytest

from openfisca_kz.tables.errors import Problem, RuleError, TableError
from openfisca_kz.tables.reading.contents import contents
from openfisca_kz.tables.reading.damage import CURE, converting, reading


class PanicException(BaseException):
    """As every library in Rust has one of its own."""


UNREADABLE = b"\xff"
RAISED = [
    pl.exceptions.ComputeError("zstd error"),
    pl.exceptions.PanicException("assertion failed\nand more"),
    PanicException("unwrap"),
    pa.ArrowInvalid("flatbuffers"),
    UnicodeDecodeError("utf-8", UNREADABLE, 0, 1, "invalid start byte"),
    MemoryError(),
    OverflowError("too large"),
    OSError("cut off"),
]


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_an_error_of_a_library_is_refused_in_our_words(error):
    with pytest.raises(TableError) as refused, reading("t.parquet"):
        raise error
    (problem,) = refused.value.problems
    first = (str(error).splitlines() or [type(error).__name__])[0]
    assert problem == Problem(None, None, None, "this Parquet file cannot be read", CURE, said=first)
    assert f"t.parquet: 1 problem, nothing was calculated or written.\n  - {problem.fault} ({first}). {CURE}" == str(
        refused.value
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), GeneratorExit(), RuleError("t", ("a",), "no")])
def test_what_is_no_damage_stays_what_it_is(error):
    with pytest.raises(type(error)), reading("t.parquet"):
        raise error


def test_a_file_that_has_gone():
    with pytest.raises(TableError, match="the file has gone"), reading("t.parquet"):
        raise FileNotFoundError


def test_cells_over_which_a_library_gives_up():
    for error in RAISED[:4]:
        with pytest.raises(TableError, match="the cells of this file cannot be read"), converting("t.parquet"):
            raise error
    with pytest.raises(ValueError, match="of our own"), converting("t.parquet"):
        raise ValueError("of our own")


def test_the_command_says_what_the_library_says_too(compare, tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"family_id": [1]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-6] + b"\xff\x7fPAR1")
    result = compare(path)
    assert result.exit_code == 2
    assert "this Parquet file cannot be read (" in result.stderr
    assert f"). {CURE}" in result.stderr


@pytest.mark.parametrize("day", [2**31 - 1, -(2**31)])
def test_a_day_that_python_does_not_know_is_a_value_like_another(day, compare, tmp_path):
    born = pl.Series([day], dtype=pl.Int32).cast(pl.Date)
    pl.DataFrame({"family_id": [1], "birth_date": born}).write_parquet(tmp_path / "t.parquet")
    fault = "born after the application" if day > 0 else "a date before 1900"
    assert f"row 1, column birth_date, value '{born.to_numpy()[0]}': {fault}" in compare(tmp_path / "t.parquet").stderr


def test_what_a_rule_refuses_comes_whole_from_another_process():
    error = pickle.loads(pickle.dumps(RuleError("t.csv", ("persons", "3", "wage"), "state it")))
    assert (str(error), error.place, error.message) == ("t.csv: persons, 3, wage: state it", *error.__reduce__()[1][1:])


def test_types_in_words():
    types = {
        pl.String(): "text",
        pl.Categorical(): "text",
        pl.Enum(["a"]): "text",
        pl.UInt8(): "whole numbers",
        pl.Float32(): "numbers",
        pl.Decimal(10, 2): "numbers",
        pl.Boolean(): "truths",
        pl.Date(): "dates",
        pl.Datetime("us"): "dates",
        pl.Duration(): "times of day or durations",
        pl.Struct({"a": pl.Int8}): "records",
        pl.List(pl.Int8): "lists",
        pl.Binary(): "bytes",
        pl.Null(): "nothing but blanks",
        pl.Object(): "values of no known kind",
    }
    assert {dtype: contents(dtype) for dtype in types} == types
