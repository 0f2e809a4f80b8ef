"""From a table of people to results for its families: reading and checking every format, and calculating.

Needs the libraries of the extra `population` (polars, pyarrow); runs of whole populations stand in `population`.
"""
