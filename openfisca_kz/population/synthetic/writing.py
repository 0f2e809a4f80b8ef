"""The table of made families as a Parquet file: row groups of whole families, in the order of family_id."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.population.synthetic.synthesis import Sample
from openfisca_kz.tables.columns import ROLES
from openfisca_kz.tables.families import RESIDENCES

OWN_WORDS = {"role": ROLES, "residence": RESIDENCES}


def write(path: Path, parts: Iterable[Sample], system: TaxBenefitSystem, metadata: dict[str, str]) -> int:
    """Write the parts as they come, one row group each; only one is in memory. Returns the number of persons."""
    writer: pq.ParquetWriter | None = None
    families = persons = 0
    try:
        for part in parts:
            table = as_table(part, families + 1, system)
            if writer is None:
                writer = pq.ParquetWriter(path, table.schema.with_metadata(metadata))
            writer.write_table(table, row_group_size=table.num_rows)
            families += len(part.weights)
            persons += table.num_rows
    finally:
        if writer is not None:
            writer.close()
    return persons


def as_table(part: Sample, first_id: int, system: TaxBenefitSystem) -> pa.Table:
    """A row for each person; family_id counts from `first_id`, the columns of families stand on every row."""
    of_person = part.families.of_person
    columns = {
        "family_id": pa.array(first_id + of_person),
        "weight": pa.array(part.weights[of_person]),
    }
    for name, values in part.families.persons.items():
        columns[name] = as_column(name, values, system)
    for name, values in part.families.families.items():
        columns[name] = as_column(name, values[of_person], system)
    return pa.table(columns)


def as_column(name: str, values: numpy.ndarray, system: TaxBenefitSystem) -> pa.Array:
    """Choices as words, days as dates (blank where there was none), numbers and truths as they are."""
    words = OWN_WORDS.get(name)
    variable = system.variables.get(name)
    if variable is not None and variable.value_type is Enum:
        words = variable.possible_values.names
    if words is not None:
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(numpy.int16)), pa.array(list(words)))
    if values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        return pa.array(days.astype(numpy.int64).astype(numpy.int32), mask=numpy.isnat(days)).cast(pa.date32())
    return pa.array(values)
