"""Families of a table under one law or several: a row of results for each of them."""
