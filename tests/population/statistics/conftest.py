"""The families worked by hand."""

import numpy
import pytest

from openfisca_kz.population.statistics import family_types
from tests.population.statistics.frames import frame_of


@pytest.fixture
def example():
    """The families worked by hand in docs/statistics.md."""
    rows = [
        # weight members children income  before: entitled tsa supplement state   after: … cause
        ("A", 1, 4, 2, 40, True, (True, 240, 0, "entitled"), (True, 240, 0, "entitled"), ""),
        ("B", 2, 2, 1, 90, True, (False, 0, 0, "above_line"), (True, 20, 0, "entitled"), "p. 8 19) e)"),
        ("C", 1, 3, 1, 120, True, (True, 60, 30, "entitled"), (False, 0, 0, "above_line"), "p. 8 26)"),
        ("D", 1, 1, 0, 60, False, (True, 40, 0, "entitled"), (True, 40, 0, "entitled"), ""),
        ("E", 2, 2, 0, 300, True, (False, 0, 0, "above_line"), (False, 0, 0, "no_need"), ""),
    ]
    families = []
    for family, weight, members, children, income, takes_up, before, after, cause in rows:
        families.append(
            {
                "family_id": family, "weight": weight, "members": members, "children": children,
                "region": "abai" if family in "AB" else "aktobe", "residence": "rural" if family in "ABC" else "urban",
                "takes_up": takes_up, "income": income, "subsistence_minimum": 140,
                "family_type": family_types(*(numpy.array([n]) for n in (members, children, 0)))[0],
            }
        )  # fmt: skip
        for name, (entitled, tsa, supplement, state) in (("before", before), ("after", after)):
            families[-1] |= {
                f"poverty_line@{name}": 100, f"entitled@{name}": entitled, f"tsa@{name}": tsa,
                f"child_supplement@{name}": supplement, f"refusal@{name}": state,
            }  # fmt: skip
        families[-1]["cause@after"] = cause
    return frame_of(families)
