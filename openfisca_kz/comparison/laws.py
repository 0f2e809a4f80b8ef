"""Laws by the names that users give them, as something that every worker can build for itself."""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.errors import UserError
from openfisca_kz.parameter_files import dated_parameters

IN_FORCE = "in_force"
BEFORE, AFTER = "before", "after"
BASE = "base"
"""Key of a reform of figures: the law in which they are changed."""


class LawError(UserError):
    """A law that nobody knows by this name, or that is named twice; the message says what there is."""


@dataclass(frozen=True)
class Law:
    """A law by the name that results show, and the reform that makes it; the law in force if there is none.

    `reform` is an amending act and a side (`order_95_2025:after`), or the text of a reform of figures (JSON).
    """

    name: str
    reform: str = ""
    title: str = "The law in force"


def laws_to_compare(reforms: Sequence[str | Path]) -> list[Law]:
    """The baseline and one law for each reform: what a comparison calculates.

    A reform is an amending act of `openfisca_kz.reforms`, or a YAML file of figures. The baseline is the law before the
    first of them: as if that act had not been adopted; for figures, the law in force. One reform alone is `after`.

    Raises:
        LawError: no reform, an unknown one, or two of the same name.
    """
    if not reforms:
        raise LawError(f"--reform: name at least one: {', '.join(amending_acts())}, or a YAML file of figures.")
    found = [law_named(reform) for reform in reforms]
    names = [law.name for law in found]
    for name in names:
        if names.count(name) > 1:
            raise LawError(f"--reform {name}: named twice. Give every reform a name of its own.")
    first = found[0].reform
    baseline = Law(BEFORE)
    if first.endswith(f":{AFTER}"):
        act = first.removesuffix(f":{AFTER}")
        baseline = Law(BEFORE, f"{act}:{BEFORE}", amending_acts()[act].BEFORE.name)
    if len(found) == 1:
        return [baseline, Law(AFTER, first, found[0].title)]
    return [baseline, *found]


def law_named(reform: str | Path) -> Law:
    """The law of one reform: of an act by its name (`order_95_2025`, `order_95_2025:before`), or of a YAML file."""
    act, _, side = str(reform).partition(":")
    if act in amending_acts() and side in ("", BEFORE, AFTER):
        side = side or AFTER
        title = getattr(amending_acts()[act], side.upper()).name
        return Law(act if side == AFTER else f"{act}_{side}", f"{act}:{side}", title)
    path = Path(reform)
    if path.suffix in (".yaml", ".yml"):
        from openfisca_kz.reforms.parametric import read_reform

        return law_of_changes(read_reform(path), path.stem, str(path))
    known = ", ".join(amending_acts())
    raise LawError(f"--reform {reform}: there is no such reform. Known: {known}, or a YAML file of figures.")


def law_of_changes(content: dict[str, Any], name: str = "", origin: str = "reform", base: str = "") -> Law:
    """The law with figures changed.

    Args:
        content: `name` and `parameters`, as a file of figures has them (`reforms.parametric`).
        name: how results call it; the `name` of the content unless given.
        origin: what messages call it.
        base: name of the law in which the figures are changed; the law in force unless given.

    Raises:
        ReformError: an unknown parameter, a day or a value of the wrong kind.
    """
    from openfisca_kz.reforms.parametric import checked

    of_figures = {key: value for key, value in content.items() if key != BASE}
    checked(of_figures, country(), origin)
    title = str(of_figures["name"])
    kept = {**of_figures, BASE: base} if base else of_figures
    return Law(name or title, json.dumps(kept, default=str, sort_keys=True, ensure_ascii=False), title)


@functools.cache
def amending_acts() -> dict[str, ModuleType]:
    """The modules of `openfisca_kz.reforms` that hold an amending act: its classes BEFORE and AFTER."""
    from openfisca_kz import reforms

    names = sorted(module.name for module in pkgutil.iter_modules(reforms.__path__))
    modules = {name: importlib.import_module(f"{reforms.__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "BEFORE")}


@functools.cache
def country() -> TaxBenefitSystem:
    """The law in force, built once in a process."""
    return CountryTaxBenefitSystem()


def system_of(law: Law) -> TaxBenefitSystem:
    """The system of a law, built once in a process while it is in use."""
    return _reformed(law.reform) if law.reform else country()


@functools.lru_cache(maxsize=64)
def _reformed(reform: str) -> TaxBenefitSystem:
    if reform.startswith("{"):
        from openfisca_kz.reforms.parametric import ParametricReform

        content = json.loads(reform)
        base = content.pop(BASE, IN_FORCE)
        return ParametricReform(country() if base == IN_FORCE else system_of(law_named(base)), content)
    act, _, side = reform.partition(":")
    return getattr(amending_acts()[act], side.upper())(country())


def fingerprint(system: TaxBenefitSystem) -> str:
    """SHA-256 of all dated values of a system: two runs with the same one rest on the same figures of the law."""
    values: dict[str, Any] = {
        parameter.name: [(value.instant_str, value.value) for value in parameter.values_list]
        for parameter in dated_parameters(system.parameters)
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
