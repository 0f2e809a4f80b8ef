"""Names in Kazakh and Russian: labels of variables, their values, roles, entities and parameters.

English labels stand in the code itself. A language is a folder of files, each with some of the `KEYS`.
"""

import functools
from pathlib import Path
from typing import Any

from openfisca_kz.income_lists import FACT_OF
from openfisca_kz.legislation import read_yaml

LANGUAGES = ("kk", "ru")


KEYS = ("entities", "roles", "variables", "values", "parameters", "cells")
"""What a file may label: by name, `values` by variable and item, `parameters` by dotted path, `cells` of tables."""


@functools.cache
def labels(language: str) -> dict[str, dict[str, Any]]:
    """All labels of a language (`kk` or `ru`), by the `KEYS`.

    Raises:
        ValueError: an unknown language, an unknown key, a name labelled twice; names the file.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no labels in «{language}»; there are {', '.join(LANGUAGES)}, and English in the code.")
    merged: dict[str, dict[str, Any]] = {key: {} for key in KEYS}
    for path in sorted((Path(__file__).parent / language).glob("*.yaml")):
        for key, names in read_yaml(path).items():
            if key not in merged:
                raise ValueError(f"{path}: unknown key {key}; known: {', '.join(KEYS)}.")
            twice = set(merged[key]) & set(names)
            if twice:
                raise ValueError(f"{path}: {key} {', '.join(sorted(twice))} have a label in another file.")
            merged[key] |= names
    return merged


def parameter_label(name: str, language: str) -> str | None:
    """Label of a parameter by its dotted path; None if it has none.

    What has no label of its own takes that of the variable of the same name (the lists of what counts), or that of
    what it stands below with the region, the district, the value or the row of a table that it is for.
    """
    named = labels(language)
    if name in named["parameters"]:
        return named["parameters"][name]
    parent, _, last = name.rpartition(".")
    if last in named["variables"]:
        return named["variables"][last]
    beside = parent.rpartition(".")[2]
    district = named["values"]["district"].get(f"{beside}__{last}")
    if district:
        return district
    values = {**named["cells"], **named["values"]["region"], **named["values"].get(FACT_OF.get(beside, ""), {})}
    above = parameter_label(parent, language) if parent else None
    return f"{above}: {values[last]}" if above and last in values else None
