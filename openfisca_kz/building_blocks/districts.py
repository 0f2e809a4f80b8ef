"""The districts and cities of order № 181 annex 1, read from the table of their natural zones: one list, one place."""

from pathlib import Path

from openfisca_core.model_api import Enum

from openfisca_kz.legislation import read_yaml

ANNEX_1 = Path(__file__).parent.parent / "parameters" / "personal_subsidiary_farm" / "natural_zone.yaml"
CITY = "_city"


def names() -> list[str]:
    """Every `region__district` that a redaction of annex 1 names, sorted; a city ends in `_city`."""
    tables = read_yaml(ANNEX_1)["tables"].values()
    found = {
        f"{region}__{district}"
        for table in tables
        for region, districts in table["rows"].items()
        for district in districts
    }
    return sorted(found)


def region_of(name: str) -> str:
    """Region of a `region__district`; a city of republican significance is its own region."""
    return name.partition("__")[0]


def label(name: str) -> str:
    """English label: `akmola__esil` is «Esil district, Akmola», `akmola__kokshetau_city` «Kokshetau city, Akmola»."""
    region, _, district = (part.replace("_", " ").title() for part in name.partition("__"))
    place = district if name.endswith(CITY) else f"{district} district"
    return f"{place.replace(' City', ' city')}, {region}"


District = Enum("District", {"not_stated": "Not stated", **{name: label(name) for name in names()}})
"""Districts and cities of annex 1; the first one is «not stated»."""
