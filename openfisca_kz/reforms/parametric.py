"""A reform of figures: dated values put in place of those of the law, from a short YAML file or a dictionary.

```yaml
name: Line of 80 percent
parameters:
  poverty_line.national_share:
    2025-04-01: 0.8
```

A value holds from its day on, up to the next value given here, for good if there is none; `null` ends the parameter.
Lists work the same way: `total_income.point_8.housing_aid: {2025-01-01: true}`.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_core.parameters import Parameter, ParameterAtInstant
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.errors import UserError
from openfisca_kz.legislation import read_yaml
from openfisca_kz.parameter_files import dated_parameters, with_values

KEYS = {"name", "parameters"}


class ReformError(UserError):
    """A reform of figures that cannot be applied: names the reform, the parameter or day, and the cure."""


class ParametricReform(Reform):  # type: ignore[misc]
    """The law of `baseline` with some dated values replaced; the baseline stays as it is.

    Args:
        baseline: any system, reformed or not.
        content: `name` and `parameters`, as in a file.
        origin: what messages call it, such as the name of the file.

    Raises:
        ReformError: an unknown key or parameter, a day or a value of the wrong kind; nothing is changed then.
    """

    def __init__(self, baseline: TaxBenefitSystem, content: Mapping[str, Any], origin: str = "reform") -> None:
        self.changes = checked(content, baseline, origin)
        self.name = str(content["name"])
        super().__init__(baseline)

    def apply(self) -> None:
        baseline = {parameter.name: parameter for parameter in dated_parameters(self.baseline.parameters)}
        values = {name: _changed(baseline[name], new) for name, new in self.changes.items()}
        self.parameters = with_values(self.baseline.parameters, values)


def read_reform(path: Path) -> dict[str, Any]:
    """The content of a file; raises `ReformError` if it is no YAML mapping."""
    try:
        content = read_yaml(path)
    except FileNotFoundError:
        raise ReformError(f"{path}: there is no such file. Check the name and the folder.") from None
    except (ValueError, OSError) as error:
        raise ReformError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(content, dict):
        raise ReformError(f"{path}: holds no reform; it needs «name:» and «parameters:».")
    return content


def checked(content: Mapping[str, Any], system: TaxBenefitSystem, origin: str) -> dict[str, dict[str, Any]]:
    """The changes by parameter and day (ISO date), all of them checked against the system."""
    for key in content:
        if key not in KEYS:
            raise ReformError(f"{origin}: unknown key «{key}»; known: {', '.join(sorted(KEYS))}.")
    if not content.get("name") or not isinstance(content.get("parameters"), dict) or not content["parameters"]:
        raise ReformError(f"{origin}: needs «name:» and, below «parameters:», at least one parameter.")
    known = {parameter.name: parameter for parameter in dated_parameters(system.parameters)}
    return {name: _checked(origin, str(name), values, known) for name, values in content["parameters"].items()}


def _checked(origin: str, name: str, values: Any, known: dict[str, Parameter]) -> dict[str, Any]:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise ReformError(f"{origin}: unknown parameter «{name}»" + (f"; did you mean «{near[0]}»?" if near else "."))
    if not isinstance(values, dict) or not values:
        raise ReformError(f"{origin}: {name} needs days and values, such as «2025-04-01: 40000».")
    present = next(value.value for value in known[name].values_list if value.value is not None)
    kind = "true or false" if isinstance(present, bool) else "a number"
    found = {}
    for day, value in values.items():
        try:
            start = str(datetime.date.fromisoformat(str(day)))
        except ValueError:
            raise ReformError(f"{origin}: {name}: «{day}» is not a day; write it like 2025-04-01.") from None
        is_right = isinstance(value, bool) if isinstance(present, bool) else _is_number(value)
        if value is not None and not is_right:
            raise ReformError(f"{origin}: {name} from {start}: «{value}» is not {kind}, nor null.")
        found[start] = value
    return found


def _is_number(value: Any) -> bool:
    finite = isinstance(value, int) or (isinstance(value, float) and value - value == 0)
    return finite and not isinstance(value, bool)


def _changed(parameter: Parameter, new: dict[str, Any]) -> list[ParameterAtInstant]:
    """The values of a parameter, newest first, with those by day from the first of these days on."""
    first = min(new)
    kept = [value for value in parameter.values_list if value.instant_str < first]
    added = sorted(new.items(), reverse=True)
    return [ParameterAtInstant(f"{parameter.name}.{day}", day, data={"value": value}) for day, value in added] + kept
