"""Reads the parameter files: dated values, each with the act that set it, the provision and its evidence grade.

A value is keyed by the date on which it starts to apply, or by the id of an act: then it starts on that act's
commencement, which stands in one place, `legislation/acts.yaml`.

A file may also hold a table of the act as a whole, under `tables:` instead of `values:`: `rows:` of figures, or of
`{column: figure}`. A later table gives only what changes; `null` ends a figure. Units are `metadata: {unit: …}`, or
`metadata: {columns: {column: unit}}`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openfisca_core.parameters import Parameter, ParameterAtInstant, ParameterNode
from openfisca_core.periods import INSTANT_PATTERN

from openfisca_kz.legislation import acts, read_yaml

GRADES = ("A", "B", "C")
"""A: text of the act read, or an official site. B: press or other secondary source. C: inference."""

_VALUE_KEYS = {"value", "act", "provision", "grade", "note", "source"}


def load_parameters(directory: Path, name: str = "") -> ParameterNode:
    """The parameters of a folder as OpenFisca parameters; folders become nodes, files become parameters.

    Every value carries the metadata `act`, `provision`, `grade`, `note` (where given) and `reference`, a list of one
    title and address. `index.yaml` describes its folder.

    Raises:
        ValueError: unknown key, unknown act, missing act or source, provision or grade; names file, value and cure.
    """
    node = ParameterNode(name, data={})
    node.file_path = str(directory)
    for path in sorted(directory.iterdir()):
        child_name = f"{name}.{path.stem}" if name else path.stem
        if path.is_dir():
            if any(path.rglob("*.yaml")):
                node.add_child(path.name, load_parameters(path, child_name))
        elif path.name == "index.yaml":
            index = read_yaml(path)
            node.description, node.metadata = index["description"], index.get("metadata", {})
        elif path.suffix == ".yaml":
            content = read_yaml(path)
            child = _table(path, child_name, content) if "tables" in content else _parameter(path, child_name, content)
            node.add_child(path.stem, child)
    return node


def dated_parameters(node: ParameterNode) -> Iterator[Parameter]:
    """Every parameter below a node that has dated values."""
    return (child for child in node.get_descendants() if isinstance(child, Parameter))


def with_values(root: ParameterNode, values: Mapping[str, list[ParameterAtInstant]]) -> ParameterNode:
    """A tree with other dated values in some parameters, by their dotted names below `root`, newest value first.

    All else is shared with `root`, which stays as it is: a copy of the whole law takes fifty times as long.
    """
    of_children: dict[str, dict[str, list[ParameterAtInstant]]] = {}
    for name, dated in values.items():
        child, _, rest = name.partition(".")
        of_children.setdefault(child, {})[rest] = dated
    copy = _shallow(root)
    copy.children = dict(root.children)
    for name, own in of_children.items():
        child = root.children[name]
        if "" in own:
            new = _shallow(child)
            new.values_list = list(own[""])
        else:
            new = with_values(child, own)
        copy.children[name] = new
        setattr(copy, name, new)
    return copy


def _shallow(node: Any) -> Any:
    copy = node.__class__.__new__(node.__class__)
    copy.__dict__ = dict(node.__dict__)
    return copy


def _table(path: Path, name: str, content: dict[str, Any]) -> ParameterNode:
    """A table of an act as a node: a parameter for each row, or a node of a parameter for each column of the row."""
    unknown = set(content) - {"description", "metadata", "tables"}
    if unknown:
        raise ValueError(f"{path}: unknown key {sorted(unknown)[0]} beside `tables:`.")
    cells: dict[tuple[str, ...], dict[str, Any]] = {}
    for key, table in content["tables"].items():
        if not isinstance(table, dict) or not table.get("rows"):
            raise ValueError(f"{path}: table {key} has no `rows:`.")
        origin = {name: value for name, value in table.items() if name != "rows"}
        for row, figures in table["rows"].items():
            places: dict[tuple[str, ...], Any] = {(row,): figures}
            if isinstance(figures, dict):
                places = {(row, column): figure for column, figure in figures.items()}
            elif figures is None:  # the row ends, with all its columns
                places = dict.fromkeys([place for place in cells if place[0] == row])
            for place, figure in places.items():
                cells.setdefault(place, {})[key] = None if figure is None else {**origin, "value": figure}
    node = ParameterNode(name, data={})
    node.file_path = str(path)
    node.description, metadata = content["description"], content["metadata"]
    for place, values in cells.items():
        if len(place) > 1 and place[0] not in node.children:
            node.add_child(place[0], ParameterNode(f"{name}.{place[0]}", data={}))
        unit = metadata.get("columns", {}).get(place[-1], metadata.get("unit"))
        cell = {"description": content["description"], "metadata": {"unit": unit}, "values": values}
        parent = node.children[place[0]] if len(place) > 1 else node
        parent.add_child(place[-1], _parameter(path, ".".join([name, *place]), cell))
    return node


def _parameter(path: Path, name: str, content: dict[str, Any]) -> Parameter:
    values: dict[str, Any] = {}
    for key, value in content["values"].items():
        start, dated = _dated_value(path, str(key), value)
        if start in values:
            raise ValueError(f"{path}: two values start on {start}; keep one.")
        values[start] = dated
    return Parameter(name, {**content, "values": values}, str(path))


def _dated_value(path: Path, key: str, value: Any) -> tuple[str, Any]:
    """Start date and OpenFisca form of one value; `null` ends the parameter and needs no more."""
    where = f"{path}: value {key}"
    is_date = bool(INSTANT_PATTERN.match(key))
    if not is_date and key not in acts():
        raise ValueError(f"{where} is neither a date (2025-01-01) nor an act of legislation/acts.yaml.")
    start = key if is_date else acts()[key]["in_force"]
    if value is None:
        return start, {"value": None, "metadata": {} if is_date else {"act": key}}
    if not isinstance(value, dict) or "value" not in value:
        raise ValueError(f"{where} has no `value:`.")
    unknown = set(value) - _VALUE_KEYS
    if unknown:
        raise ValueError(f"{where} has the unknown key {sorted(unknown)[0]}; known: {sorted(_VALUE_KEYS)}.")
    if value.get("grade") not in GRADES:
        raise ValueError(f"{where} needs `grade:` {', '.join(GRADES)}.")
    metadata = {name: value[name] for name in ("provision", "grade", "note") if name in value}
    if "source" in value:
        metadata["reference"] = [value["source"]]
    else:
        act = value.get("act", None if is_date else key)
        if act not in acts():
            raise ValueError(f"{where} needs `act:` (an id of legislation/acts.yaml) or `source:`.")
        if not value.get("provision"):
            raise ValueError(f"{where} needs `provision:`, the point of the act that set it.")
        metadata["act"] = act
        metadata["reference"] = [
            {"title": f"{acts()[act]['title']}, {value['provision']}", "href": acts()[act]["href"]}
        ]
    return start, {"value": value["value"], "metadata": metadata}
