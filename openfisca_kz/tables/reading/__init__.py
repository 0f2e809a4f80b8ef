"""Tables of persons and families in every format, checked as a whole and read a partition of whole families at a time.

table = open_table("persons.parquet", system, "2025-05")
table.check()
populations = [table.read(spec) for spec in table.partitions(1_000_000)]
"""

from openfisca_kz.tables.reading.faults import Faults
from openfisca_kz.tables.reading.foreign import ForeignTable
from openfisca_kz.tables.reading.layout import PartitionSpec
from openfisca_kz.tables.reading.parquet import PROVENANCE
from openfisca_kz.tables.reading.table import Table, Unchecked, open_table, read_population

__all__ = [
    "PROVENANCE",
    "Faults",
    "ForeignTable",
    "PartitionSpec",
    "Table",
    "Unchecked",
    "open_table",
    "read_population",
]
