"""Tables of families in, before and after an amending act, tables of results out.

Needs the extra `population` (polars for tables, typer and rich for the command line).
"""
