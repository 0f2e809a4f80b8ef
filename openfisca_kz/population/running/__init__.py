"""From tables to results: laws, partitions, causes, schedulers, folders of results."""

PERSONS_EACH = 500_000
"""Persons of a partition unless asked otherwise: about 0.3 GiB of a worker."""
