"""What order № 95 changed, in a dozen lines: for a notebook, cell by cell, or as a script.

    python examples/order_95.py [FAMILIES.parquet]

The file is any table of docs/tables.md; `openfisca-kz synthesize --out families.parquet` makes one.
"""

import sys

import polars as pl

from openfisca_kz.population import compare

# 1. Load and compare: the law before and after the order, for applications in May 2025.
analysis = compare(sys.argv[1] if len(sys.argv) > 1 else "families.parquet", "order_95_2025", "2025-05")

# 2. The tables are data frames.
print(analysis.table("fiscal"))
print(analysis.table("transitions").select("row", "families@after", "change_of_amount@after"))
print(analysis.table("poverty").head(8))

# 3. So are the families: who are those that the order changed, and by which provision?
changed = analysis.families.filter(pl.col("cause@after") != "")
print(changed.group_by("cause@after", "family_type").agg(pl.col("weight").sum()).sort("weight", descending=True))

# 4. What the figures rest on goes with them.
for warning in analysis.manifest["rests_on"]["warnings"]:
    print("WARNING:", warning)
