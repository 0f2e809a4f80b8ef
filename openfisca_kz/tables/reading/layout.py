"""Where families begin, where the table may be cut, and whether a person is in it twice: one pass over the ids."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy
import polars as pl

from openfisca_kz.tables.errors import Problem, TableError, cut
from openfisca_kz.tables.reading import cells as slow
from openfisca_kz.tables.reading.assemble import Recipe
from openfisca_kz.tables.reading.faults import Faults, Places, row_in_words
from openfisca_kz.tables.reading.parquet import ParquetFiles, Window
from openfisca_kz.tables.reading.raw import TAG
from openfisca_kz.tables.reading.runs import starts_of_runs

STEP = 2_097_152
"""Rows of ids looked at in one go."""


@dataclass(frozen=True)
class PartitionSpec:
    """A partition of whole families: rows `start` to before `stop`; `together` if the rows of each family are."""

    number: int
    start: int
    stop: int
    together: bool


@dataclass
class Layout:
    """Families of a table by their rows.

    cuts: rows (int64, ascending, first 0, last the height) at which the table can be cut without dividing a family.
    together: whether the rows of each family stand together everywhere. families: their number.
    """

    cuts: numpy.ndarray
    together: bool
    families: int

    def partitions(self, persons_each: int, group_starts: list[int], longest: int | None = None) -> list[PartitionSpec]:
        """Partitions of about `persons_each` persons; they begin near the beginning of a row group where one is near.

        Raises:
            ScatteredError: between two cuts lie more than `longest` persons (twice `persons_each` unless given).
        """
        longest = longest or 2 * persons_each
        height = int(self.cuts[-1])
        wanted = [
            _near(target, group_starts, persons_each // 4) for target in range(persons_each, height, persons_each)
        ]
        chosen = numpy.unique(self.cuts[numpy.searchsorted(self.cuts, wanted)]) if wanted else self.cuts[:0]
        edges = numpy.unique(numpy.concatenate([self.cuts[:1], chosen, self.cuts[-1:]])).tolist()
        if not self.together:
            for start, stop in itertools.pairwise(edges):
                if stop - start > longest:
                    self._refuse_if_scattered(start, stop, longest)
        pairs = enumerate(itertools.pairwise(edges))
        return [PartitionSpec(number, start, stop, self.together) for number, (start, stop) in pairs]

    def _refuse_if_scattered(self, start: int, stop: int, longest: int) -> None:
        inside = self.cuts[(self.cuts >= start) & (self.cuts <= stop)]
        gaps = numpy.diff(inside)
        if int(gaps.max()) > longest:
            raise ScatteredError(int(inside[int(gaps.argmax())]), longest)


class ScatteredError(Exception):
    """(row, persons): from this row on families are scattered over more persons than a partition has."""


def _near(target: int, group_starts: list[int], tolerance: int) -> int:
    place = numpy.searchsorted(group_starts, target)
    near = [group_starts[index] for index in (place - 1, place) if 0 <= index < len(group_starts)]
    best = min(near, key=lambda start: abs(start - target), default=target)
    return best if best and abs(best - target) <= tolerance else target


def read_layout(files: ParquetFiles, recipe: Recipe, faults: Faults, file: str) -> Layout:
    """Read the ids of all families and persons.

    Faults of family ids, and persons that are in the table twice, are added to `faults`.

    Raises:
        TableError: a blank or impossible family id: without families nothing else can be looked at.
    """
    family, person = recipe.of("family_id"), recipe.of("person_id")
    assert family is not None  # noqa: S101
    starts, ids_of_runs = [], []
    persons_ascend, last_person, last_id = person is not None, None, None
    ascending = True
    for start, window in _windows(files, [family.header] + ([person.header] if person else []), recipe):
        here = faults.at(start)
        given = recipe.cells(window, family, here)
        ids = slow.identifiers(given, here).rechunk()
        if ids.null_count():
            cure = "Give every person a family, and delete rows that are blank."
            here.add(ids.is_null() & given.is_null(), given, "the cell is blank", cure)
        faults.merge(here)
        if ids.null_count():
            continue
        begins = starts_of_runs(ids)
        if last_id is not None and len(ids):
            begins[0] = ids[0] != last_id
        rows = numpy.flatnonzero(begins)
        first_ids = ids.gather(rows) if ids.dtype != pl.Int64 else pl.Series(ids.to_numpy()[rows])
        if ascending:
            ascending = _ascends(first_ids, last_id)
        last_id = ids[-1] if len(ids) else last_id
        starts.append(rows + start)
        ids_of_runs.append(first_ids if ascending else first_ids.hash(SEED))  # ids that are text would fill the memory
        if persons_ascend and person:
            persons = slow.identifiers(recipe.cells(window, person, None), here)
            persons_ascend = _ascends(persons, last_person)
            last_person = persons[-1] if len(persons) else last_person
    if faults.on("family_id"):
        raise TableError(file, faults.problems)
    if person and not persons_ascend:
        _find_repeated_persons(files, recipe, faults)
    rows = numpy.concatenate([*starts, numpy.array([files.height])]) if starts else numpy.array([0, files.height])
    if ascending:
        return Layout(rows, together=True, families=len(rows) - 1)
    return _with_scattered(rows, numpy.concatenate([_hashed(ids).to_numpy() for ids in ids_of_runs]))


SEED = 7


def _hashed(ids: pl.Series) -> pl.Series:
    return ids if ids.dtype == pl.UInt64 else ids.hash(SEED)


def _windows(files: ParquetFiles, headers: list[str], recipe: Recipe) -> Iterator[tuple[int, Window]]:
    headers = [header for header in recipe.headers if header.removeprefix(TAG) in headers]
    for start in range(0, files.height, STEP):
        yield start, files.window(start, min(start + STEP, files.height), headers)


def _ascends(ids: pl.Series, last: object) -> bool:
    """Whether whole numbers grow from each to the next, also from the last one before: then none is there twice."""
    if ids.dtype != pl.Int64 or ids.null_count():
        return False
    if not len(ids):
        return True
    values = ids.to_numpy()
    return bool((last is None or values[0] > last) and (values[1:] > values[:-1]).all())


def _with_scattered(rows: numpy.ndarray, keys: numpy.ndarray) -> Layout:
    """Cuts of a table in which families may have several runs of rows: none between the first and the last of them.

    keys: a hash of the id of each run; two families with one hash, which hardly ever are, would only forbid a few cuts
    more and count as one.
    """
    order = numpy.argsort(keys, kind="stable")
    ordered = keys[order]
    new = numpy.ones(len(ordered), dtype=bool)
    numpy.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    families = int(new.sum())
    if families == len(new):
        return Layout(rows, together=True, families=families)
    first = order[new]
    last = order[numpy.append(numpy.flatnonzero(new)[1:] - 1, len(order) - 1)]
    forbidden = numpy.zeros(len(rows) + 1, dtype=numpy.int64)
    numpy.add.at(forbidden, first + 1, 1)
    numpy.add.at(forbidden, last + 1, -1)
    return Layout(rows[numpy.cumsum(forbidden)[: len(rows)] == 0], together=False, families=families)


def _find_repeated_persons(files: ParquetFiles, recipe: Recipe, faults: Faults) -> None:
    """Add a person who is in the table twice, and how many more rows repeat a person."""
    for seed in itertools.count(1):
        keys = numpy.empty(files.height, dtype=numpy.uint64)
        blank = _hash_persons(files, recipe, faults, keys, seed)
        unsorted = keys.copy()
        keys.sort()
        repeats = int((keys[1:] == keys[:-1]).sum()) - max(blank - 1, 0)
        if repeats <= 0:
            return
        order = numpy.argsort(unsorted, kind="stable")
        ordered = unsorted[order]
        again = numpy.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)) + 1
        place = again[int(order[again].argmin())]
        row, earlier = int(order[place]), int(order[place - 1])
        (person, family), (same, other) = (_ids_of(files, recipe, number) for number in (row, earlier))
        if person == same:
            break
    where = row_in_words(faults.places, earlier)
    fault = f"this person is in the table twice: in {where}" + (
        f" in family {cut(other)} too" if family != other else ""
    )
    faults.add_row(row, "person_id", str(person), fault, "Keep one row for each person.", more=repeats - 1)


def _hash_persons(files: ParquetFiles, recipe: Recipe, faults: Faults, keys: numpy.ndarray, seed: int) -> int:
    """Fill `keys` with a hash of each person's id, 0 for a blank; returns how many are blank."""
    person, blank = recipe.of("person_id"), 0
    assert person is not None  # noqa: S101
    for start, window in _windows(files, [person.header], recipe):
        ids = slow.identifiers(recipe.cells(window, person, None), faults.at(start))
        hashed = ids.hash(seed).to_numpy()
        if ids.null_count():
            hashed = numpy.where(ids.is_null().to_numpy(), numpy.uint64(0), hashed)
            blank += ids.null_count()
        keys[start : start + len(ids)] = hashed
    return blank


def _ids_of(files: ParquetFiles, recipe: Recipe, row: int) -> tuple[object, object]:
    """Person and family of one row."""
    window = files.window(row, row + 1, recipe.headers)
    found = [recipe.cells(window, item, None)[0] for item in map(recipe.of, ("person_id", "family_id")) if item]
    return found[0], found[1]


def scattered(files: ParquetFiles, recipe: Recipe, places: Places, name: str, error: ScatteredError) -> TableError:
    """The error of a family whose rows stand too far apart."""
    row, persons = error.args
    family = recipe.of("family_id")
    assert family is not None  # noqa: S101
    window = files.window(row, row + 1, recipe.headers)
    value = str(recipe.cells(window, family, None)[0])
    file, number = places.of(row)
    fault = f"the rows of this family, or of one near it, stand more than {persons} persons apart"
    problem = Problem(family.header, number, value, fault, "Sort the table by family_id.", file=file)
    return TableError(name, [problem])
