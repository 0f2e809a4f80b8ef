"""The annexes of order № 181 added up again: totals and columns typed from the Kazakh text against the parameters.

The parameters were typed from the Russian text; the two texts have the same figures.
"""

from fractions import Fraction

import pytest
import yaml
from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.districts import District, region_of
from openfisca_kz.building_blocks.farming import PRODUCTIVE_AGE, PRODUCTS
from openfisca_kz.legislation import acts

CROPS = "potatoes vegetables melons pome_fruit stone_fruit berries grapes".split()
NORMS = {
    # zone: crops (kg), their costs, animals (product, meat/wool), their costs; «—» has no row in the annex
    "steppe": (
        "80 100 — 35 25 33 —",
        "1796 6422 — 802 762 2832 —",
        "2200 165 71 20/2.5 124 — 137 1.8",
        "43960 36749 18429 5300 21125 — 1233 351",
    ),
    "dry_steppe": (
        "70 80 100 35 22 30 25",
        "1777 6264 2600 741 681 2815 1348",
        "1900 159 66 19/2.5 124 126 152 1.9",
        "40721 34130 16896 5130 22753 14805 1500 373.2",
    ),
    "semi_desert": (
        "74 80 86 22 20 15 20",
        "1974 7241 2920 884 778 2820 963",
        "1100 162 68 20 162 228 156 1.5",
        "27300 37854 17649 5493 19975 14109 1540 304.2",
    ),
    "desert": (
        "90 100 110 20 28 15 20",
        "2079 7410 2980 714 700 2818 1027",
        "880 138 60 19 140 218 125 1.3",
        "22645 34439 15432 5103 19651 13684 986 253.2",
    ),
    "foothill_desert_steppe": (
        "108 125 120 40 35 40 43",
        "2294 6585 2655 905 735 2797 1342",
        "2500 178 66 19 180 126 169 1.3",
        "39815 41855 16736 5255 24339 13650 1675 253.2",
    ),
    "south_siberian_mountain": (
        "90 90 130 30 15 63 55",
        "2358 6648 2684 952 762 2822 1412",
        "1900 171 69 20 173 — 172 1.3",
        "46248 40463 17782 5274 24209 — 1697 246.2",
    ),
}
TOTALS = {
    # zone: kg of crops, cost of crops, product of animals without wool, cost of animals; added up on paper
    "steppe": (273, 12614, "2718.8", 127147),
    "dry_steppe": (362, 16226, "2547.9", "136308.2"),
    "semi_desert": (317, 17580, "1897.5", "124224.2"),
    "desert": (383, 17728, "1581.3", "112193.2"),
    "foothill_desert_steppe": (511, 17313, "3239.3", "143578.2"),
    "south_siberian_mountain": (473, 17638, "2506.3", "135919.2"),
}
DISTRICTS = {
    # zone of annex 1: the last number in each cell of the annex, redaction of 2024
    1: {"north_kazakhstan": 14, "akmola": 10, "kostanay": 13, "pavlodar": 3},
    2: {
        "west_kazakhstan": 7,
        "aktobe": 6,
        "kostanay": 4,
        "akmola": 9,
        "astana": 1,
        "karaganda": 9,
        "pavlodar": 10,
        "abai": 3,
        "east_kazakhstan": 2,
    },
    3: {
        "almaty_region": 1,
        "west_kazakhstan": 6,
        "kostanay": 3,
        "aktobe": 5,
        "karaganda": 4,
        "ulytau": 5,
        "abai": 5,
    },
    4: {
        "atyrau": 8,
        "kyzylorda": 8,
        "aktobe": 2,
        "mangystau": 7,
        "turkistan": 2,
        "zhambyl": 3,
        "almaty_region": 1,
    },
    5: {
        "almaty_region": 9,
        "zhetisu": 10,
        "almaty": 1,
        "zhambyl": 8,
        "turkistan": 15,
        "abai": 1,
        "east_kazakhstan": 1,
        "shymkent": 1,
    },
    6: {"east_kazakhstan": 8, "abai": 1},
}
BEFORE_ORDER_141 = {(2, "east_kazakhstan"): 1, (5, "almaty_region"): 8}
"""Cells that the first redaction words otherwise."""
AGES = {
    "livestock": {"cattle": 25, "sheep_and_goats": 12, "pigs": 10, "horses": 16, "camels": 18},
    "poultry": {"egg_poultry": 195, "meat_poultry": 125},
}


@pytest.fixture(params=["2023-07-01", "2025-05-01", "2026-12-01"])
def farm(system, request):
    return system.parameters(request.param).personal_subsidiary_farm


def cells(text):
    return [None if cell == "—" else cell for cell in text.split()]


def columns_of(norms, kinds):
    """Product, wool and cost of each kind as the parameters have them."""
    for kind in kinds:
        if kind not in norms:
            yield None, None, None
            continue
        row = norms[kind]
        first, *rest = PRODUCTS[kind]
        yield row[first], (row[rest[0]] if rest and rest[0] in row else None), row.cost


@pytest.mark.parametrize("zone", NORMS)
def test_every_norm_is_that_of_the_annex(farm, zone):
    assert set(farm.norms) == set(NORMS)
    animals = [kind for kind in PRODUCTS if kind not in CROPS]
    assert set(farm.norms[zone]) <= set(PRODUCTS)
    for kinds, products, costs in ((CROPS, *NORMS[zone][:2]), (animals, *NORMS[zone][2:])):
        table = zip(kinds, columns_of(farm.norms[zone], kinds), cells(products), cells(costs), strict=True)
        for kind, (product, wool, cost), expected, expected_cost in table:
            if expected is None:
                assert (product, expected_cost) == (None, None), kind
                continue
            first, _, second = expected.partition("/")
            assert (product, cost) == (float(first), float(expected_cost)), kind
            assert wool == (float(second) if second else None), kind


@pytest.mark.parametrize("zone", TOTALS)
def test_every_annex_adds_up(farm, zone):
    animals = [kind for kind in PRODUCTS if kind not in CROPS]
    sums = []
    for kinds in (CROPS, animals):
        rows = [row for row in columns_of(farm.norms[zone], kinds) if row[0] is not None]
        sums += [sum(Fraction(str(row[0])) for row in rows), sum(Fraction(str(row[2])) for row in rows)]
    assert sums == [Fraction(total) for total in TOTALS[zone]]


def test_annex_1_has_as_many_districts_of_each_region_in_each_zone_as_the_act(farm, system):
    table = farm.natural_zone
    counted = {}
    for region in table:
        for district in table[region]:
            cell = (table[region][district], region)
            counted[cell] = counted.get(cell, 0) + 1
    expected = {(zone, region): number for zone, row in DISTRICTS.items() for region, number in row.items()}
    if table._instant_str < acts()["order_141_2024"]["in_force"]:
        expected |= BEFORE_ORDER_141
    assert counted == expected
    assert sum(expected.values()) in (204, 206)


def test_the_list_of_districts_is_annex_1(system):
    names = list(District.names)
    assert names[0] == "not_stated"
    assert len(names) == 1 + 206
    regions = {item.name for item in system.get_variable("region").possible_values}
    assert {region_of(name) for name in names[1:]} == regions - {"not_stated"}
    assert issubclass(District, Enum)
    assert District["akmola__esil"].value == "Esil district, Akmola"
    assert District["akmola__kokshetau_city"].value == "Kokshetau city, Akmola"


def test_zones_have_the_numbers_of_annex_1_and_the_names_of_the_norms(system, farm):
    zones = list(system.get_variable("natural_zone").possible_values)
    assert [zone.name for zone in zones] == ["not_stated", *NORMS]
    assert [zone.index for zone in zones] == [0, *DISTRICTS]


def test_annex_8(farm):
    found = {group: {kind: farm.productive_age[group][kind] for kind in farm.productive_age[group]} for group in AGES}
    assert found == AGES
    assert {path.partition(".")[2] for path in PRODUCTIVE_AGE.values()} == {k for kinds in AGES.values() for k in kinds}


def test_every_district_has_its_label_in_kazakh_and_russian():
    from openfisca_kz import PACKAGE

    for language in ("kk", "ru"):
        text = (PACKAGE / "locale" / language / "farming_districts.yaml").read_text(encoding="utf-8")
        labels = yaml.safe_load(text)["values"]["district"]
        assert set(labels) == set(District.names)
        assert len(set(labels.values())) == len(labels)
