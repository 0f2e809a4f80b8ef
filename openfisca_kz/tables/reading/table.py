"""A table of families: opened, checked as a whole, divided into partitions, and each of them read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz import digests
from openfisca_kz.tables.columns import missing_family_id
from openfisca_kz.tables.errors import Problem, refused
from openfisca_kz.tables.families import Population
from openfisca_kz.tables.reading.assemble import assemble
from openfisca_kz.tables.reading.damage import converting
from openfisca_kz.tables.reading.faults import Faults, RowNames
from openfisca_kz.tables.reading.inputs import find_inputs, open_input
from openfisca_kz.tables.reading.layout import Layout, PartitionSpec, ScatteredError, read_layout, scattered
from openfisca_kz.tables.reading.mapping import MappingFile, read_mapping
from openfisca_kz.tables.reading.parquet import LARGEST_GROUP, ParquetFiles
from openfisca_kz.tables.reading.sides import Side, open_side, refuse
from openfisca_kz.tables.reading.staging import Stage

BLOCK = 700_000
"""Persons checked in one go."""
SCATTERED_OVER = 4_194_304
"""Persons over which a family may be scattered at most, so that memory stays bounded."""

Amounts = Literal["month", "quarter", "year"]


class Unchecked(NamedTuple):
    """Rows of whole families that are to be checked, and what is known to be at fault before that."""

    spec: PartitionSpec
    known: Faults


def open_table(
    path: str | Path,
    system: TaxBenefitSystem,
    period: str,
    amounts: Amounts | str = "month",
    mapping: str | Path | None = None,
    families: str | Path | None = None,
    workspace: str | Path | None = None,
) -> Table:
    """Open a table of persons for applications in the month `period` ('YYYY-MM'); no row is read yet.

    Args:
        path: CSV, Parquet (a file, or a folder of files), Stata, SPSS or Excel; or a folder that holds `persons.…` and
            `families.…`.
        system: the law, whose input variables are the columns that the table may have.
        amounts: of what time a plain income column is: of each 'month' of the reference quarter, of the 'quarter', or
            of the 'year'.
        mapping: a YAML file that renames and recodes columns (docs/tables.md).
        families: a table of families apart, joined by family_id.
        workspace: where the copy of a table that is not Parquet is put, on a disk that all workers reach.

    Raises:
        TableError: files, headers, types and the mapping, every problem by column.
    """
    said = read_mapping(mapping)
    apart = Path(families) if families is not None else said.families_file
    inputs = find_inputs(Path(path), apart, said.sheet, said.families_sheet)
    sheets = inputs.persons_sheet, inputs.families_sheet
    return Table(inputs.persons, inputs.families, said, system, period, amounts, workspace, sheets)


def read_population(
    path: str | Path, system: TaxBenefitSystem, period: str, amounts: str = "month", mapping: str | Path | None = None
) -> Population:
    """Read and check a whole table at once; see `open_table`. Raises `TableError`."""
    table = open_table(path, system, period, amounts, mapping)
    table.check()
    return table.read(PartitionSpec(0, 0, table.height, table.together))


class Table:
    """A table of families, made by `open_table`. It can be sent to other processes once it is checked.

    file: as messages call it; inputs: all files that it was made of, the mapping too.
    """

    def __init__(
        self,
        persons: Path,
        families: Path | None,
        mapping: MappingFile,
        system: TaxBenefitSystem,
        period: str,
        amounts: str,
        workspace: str | Path | None,
        sheets: tuple[str | None, str | None],
    ) -> None:
        self.file = str(persons)
        self.inputs = tuple(path for path in dict.fromkeys((persons, families, mapping.path)) if path)
        self.is_parquet = False
        self._system: TaxBenefitSystem | None = system
        self._workspace = Path(workspace) if workspace else None
        self._stage: Stage | None = None
        self._layout: Layout | None = None
        self._checked = False
        self._files: ParquetFiles | None = None

        options = (system, period, amounts, mapping.path is not None)
        self._persons, problems = open_side(open_input(persons, sheets[0]), mapping.persons, *options)
        source = self._persons.source
        self.is_parquet = isinstance(source, ParquetFiles)
        self.provenance: str | None = source.provenance if isinstance(source, ParquetFiles) else None
        self._families: Side | None = None
        if self._persons.recipe.of("family_id") is None:
            problems.append(missing_family_id())
        if families is not None:
            problems += self._open_families(families, mapping, options, sheets[1])
        refuse(self.file, problems)
        self._recipe = self._persons.recipe
        self._places = self._persons.places
        self._faults = self._persons.faults()

    def _open_families(
        self, path: Path, mapping: MappingFile, options: tuple[Any, ...], sheet: str | None
    ) -> list[Problem]:
        from openfisca_kz.tables.reading.joining import check_family_columns

        self._families, problems = open_side(open_input(path, sheet), mapping.families, *options)
        problems += check_family_columns(list(self._families.recipe.recodings))
        name = sheet or path.name
        problems = [_in_file(problem, name) for problem in problems]
        for item in self._families.recipe.recodings:
            if item.column.name != "family_id" and self._persons.recipe.of(item.column.name):
                cure = "Keep it in one of the two."
                problems.append(Problem(item.header, None, None, "the table of persons has it too", cure, file=name))
        return problems

    @property
    def height(self) -> int:
        """Number of persons; a table that is not Parquet is copied first."""
        return self._prepared().height

    @property
    def families(self) -> int:
        """Number of families; their ids are looked at first."""
        return self._known_layout().families

    @property
    def together(self) -> bool:
        """Whether the rows of each family stand together."""
        return self._known_layout().together

    @functools.cached_property
    def sha256(self) -> str:
        """The SHA-256 of the file; of several files, of the list of their names and SHA-256."""
        files = [path for path in self.inputs if path.is_file()]
        folders = [path for path in self.inputs if path.is_dir()]
        files += sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        if len(files) == 1:
            return digests.of_file(files[0])
        roots = [path if path.is_dir() else path.parent for path in self.inputs]
        return digests.of_files((_relative(path, roots), path) for path in files)

    def check(self, look: Callable[[Sequence[Unchecked]], Iterable[Faults]] | None = None) -> None:
        """Look at every row, in bounded memory.

        Args:
            look: finds the faults of blocks in their order; `faults_of`, one block after the other, unless given.

        Raises:
            TableError: every kind of problem of every column with its first row and the number of further rows.
            RunError: no room for the copy of a table that is not Parquet.
        """
        if self._checked:
            return
        with ThreadPoolExecutor(1) as pool:
            digest = pool.submit(lambda: self.sha256)
            specs = self._partitions(self._known_layout(), BLOCK, SCATTERED_OVER)
            known = self._faults.at(0)  # a fault of one block hides none of another
            blocks = [Unchecked(spec, known) for spec in specs]
            for found in look(blocks) if look else map(self.faults_of, blocks):
                self._faults.merge(found)
            digest.result()
        refuse(self.file, self._faults.problems)
        self._checked = True

    def faults_of(self, block: Unchecked, system: TaxBenefitSystem | None = None) -> Faults:
        """What is wrong with the rows of a block; `system` as in `read`."""
        faults = block.known.at(block.spec.start)
        self._assemble(block.spec, system, faults, file="", sha256="", provenance=None)
        return faults

    def partitions(self, persons_each: int) -> list[PartitionSpec]:
        """Partitions of whole families in the order of the file, each of about `persons_each` persons.

        Raises:
            TableError: a family is scattered over more persons than two partitions have; names it.
        """
        if persons_each < 1:
            raise ValueError("persons_each must be 1 or more.")
        return self._partitions(self._known_layout(), persons_each, None)

    def read(self, spec: PartitionSpec, system: TaxBenefitSystem | None = None) -> Population:
        """The families of a partition; cells are trusted to be checked.

        system: the law whose closed lists the values become; the one the table was opened with unless given.
        """
        return self._assemble(
            spec,
            system,
            None,
            file=self.file,
            sha256=self.sha256,
            provenance=self.provenance,
            is_parquet=self.is_parquet,
            rows=RowNames(self._places, spec.start, spec.stop - spec.start),
        )

    def _assemble(
        self, spec: PartitionSpec, system: TaxBenefitSystem | None, faults: Faults | None, **about: Any
    ) -> Population:
        recipe, law = self._recipe, system or self._system or _country()
        window = self._prepared().window(spec.start, spec.stop, recipe.headers, recipe.lists)
        with converting(self.file):
            return assemble(window, recipe, law, spec.together, faults, **about)

    def _partitions(self, layout: Layout, persons_each: int, longest: int | None) -> list[PartitionSpec]:
        files = self._prepared()
        try:
            return layout.partitions(persons_each, files.group_starts(), longest)
        except ScatteredError as error:
            raise scattered(files, self._recipe, self._places, self.file, error) from None

    def _known_layout(self) -> Layout:
        if self._layout is None:
            files = self._prepared()
            with converting(self.file):
                self._layout = read_layout(files, self._recipe, self._faults, self.file)
        return self._layout

    def _prepared(self) -> ParquetFiles:
        """The rows as Parquet: the file itself, or a copy of it made once."""
        if self._files is None:
            source = self._persons.source
            if isinstance(source, ParquetFiles) and not self._families and _in_small_groups(source):
                self._files = source
            else:
                self._stage = Stage(self._workspace)
                self._files = self._copy(self._stage)
            if self._files.height == 0:
                raise refused(self.file, "there is a header but no row", "Give one row for each person.")
        return self._files

    def _copy(self, stage: Stage) -> ParquetFiles:
        if self._families is None:
            return stage.write("persons", self._persons.schema, self._persons.frames(self._faults))
        from openfisca_kz.tables.reading.joining import join_sides

        files, self._recipe, theirs = join_sides(self._persons, self._families, self._faults, stage)
        self._faults.found |= {(f"families {key[0]}", key[1]): problem for key, problem in theirs.found.items()}
        self._faults.columns |= theirs.columns - {"family_id"}
        return files

    def __getstate__(self) -> dict[str, Any]:
        self._prepared()
        dropped = dict.fromkeys(("_system", "_stage", "_layout", "_persons", "_families"))
        return {**self.__dict__, **dropped, "_faults": Faults(self._places)}


def _in_small_groups(files: ParquetFiles) -> bool:
    return all(rows <= LARGEST_GROUP for part in files.parts for rows in part.groups)


def _in_file(problem: Problem, name: str) -> Problem:
    return replace(problem, file=problem.file or name)


def _relative(path: Path, roots: list[Path]) -> str:
    return next((path.relative_to(root).as_posix() for root in roots if path.is_relative_to(root)), path.name)


@functools.cache
def _country() -> TaxBenefitSystem:
    from openfisca_kz import CountryTaxBenefitSystem

    return CountryTaxBenefitSystem()
