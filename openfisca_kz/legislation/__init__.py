"""The register of acts: number, date, registration, commencement and address of every act that is cited."""

import functools
from pathlib import Path
from typing import Any, TypedDict

import yaml


class Act(TypedDict, total=False):
    """One act of the register `acts.yaml`."""

    title: str
    short: str
    number: str
    date: str
    registration: dict[str, str]
    in_force: str
    in_force_grade: str
    in_force_note: str
    href: str
    read_until: str
    read_until_note: str


class _PlainDates(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads dates as ISO strings and refuses a key that is given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.YAMLError(f"{', '.join(sorted(twice))} is given twice{node.start_mark}")
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


_PlainDates.add_constructor("tag:yaml.org,2002:timestamp", lambda _loader, node: node.value)


def read_yaml(path: Path) -> Any:
    """Content of a YAML file of the package, dates as ISO strings.

    Raises:
        ValueError: the file is no valid YAML, or gives a key twice; the message names file and line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_PlainDates)  # noqa: S506 a safe loader
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: {error}") from error


@functools.cache
def acts() -> dict[str, Act]:
    """All acts of the register, by their id (such as `order_95_2025`)."""
    return read_yaml(Path(__file__).with_name("acts.yaml"))  # type: ignore[no-any-return]
