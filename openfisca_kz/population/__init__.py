"""Tables of families in, the law before and after reforms, tables of results out.

    from openfisca_kz.population import compare

    analysis = compare("families.parquet", "order_95_2025", "2025-05")
    analysis.table("fiscal")

Needs the extra `population`; `cluster` for more than one machine.
"""

from typing import Any

__all__ = ["Analysis", "compare", "simulate"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from openfisca_kz.population.running import analysis  # table libraries load when they are needed

    return getattr(analysis, name)
