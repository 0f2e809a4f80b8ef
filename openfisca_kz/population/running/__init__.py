"""From tables to results: laws, partitions, causes, schedulers, folders of results."""
