"""From tables to results: laws, partitions, causes, workers, folders of results."""

MOST_PERSONS_EACH = 700_000
"""Persons of a partition at most, unless asked otherwise: about 0.8 GiB of a worker."""
