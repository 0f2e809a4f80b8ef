"""Order № 227 p. 2 12), Social Code art. 155: disability and ability to work."""

from openfisca_core.model_api import Enum

from openfisca_kz.entities import Person
from openfisca_kz.facts import Fact, as_stated
from openfisca_kz.law_variable import LawVariable


class DisabilityGroup(Enum):
    """Disability as the medical and social expertise established it."""

    not_stated = "Not stated"
    none = "No disability"
    first = "Disability group I"
    second = "Disability group II"
    third = "Disability group III"
    child_without_group = "Child with a disability, without a group"


class disability_group(Fact):
    """Group of disability; a child from seven to eighteen has a group too, one under seven has none."""

    possible_values = DisabilityGroup
    default_value = DisabilityGroup.not_stated
    entity = Person
    label = "Disability"
    reference = "Social Code art. 155 p. 7 1)"
    formula = as_stated("disability_group")


class able_bodied(LawVariable):
    """Able-bodied: of age to work, without disability of group I or II or an illness that can take over two months.

    The Russian text begins with eighteen years, the Kazakh text of order № 227 with sixteen. Stated as the career
    centre found it.
    """

    value_type = bool
    entity = Person
    label = "Able-bodied"
    reference = "Order № 227 p. 2 12)"
    unit = "boolean"
