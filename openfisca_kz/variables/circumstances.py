"""Facts of a person on work, study, health and care: Social Code art. 121, 122; order № 227 p. 2 12), 28."""

from openfisca_core.model_api import Enum

from openfisca_kz.building_blocks.answers import GivenDate, YesNo
from openfisca_kz.entities import Person
from openfisca_kz.facts import Fact, as_stated


class Sex(Enum):
    not_stated = "Not stated"
    female = "Female"
    male = "Male"


class sex(Fact):
    """Sex, on which the retirement age depends; needed only between the ages of women and of men."""

    possible_values = Sex
    default_value = Sex.not_stated
    entity = Person
    label = "Sex"
    reference = "Social Code art. 207 p. 1"
    unit = "sex"
    formula = as_stated("sex")


class DisabilityGroup(Enum):
    not_stated = "Not stated"
    none = "No disability"
    first = "First group"
    second = "Second group"
    third = "Third group"
    child_without_group = "Child with a disability, without a group"


class disability_group(Fact):
    """Disability and its group; not stated means none. A child under seven has a disability without a group."""

    possible_values = DisabilityGroup
    default_value = DisabilityGroup.not_stated
    entity = Person
    label = "Group of disability"
    reference = ["Social Code art. 122 p. 4 1)", "Social Code art. 1 p. 1 110)"]
    unit = "group"
    formula = as_stated("disability_group")


class long_illness(YesNo):
    """Whether the person has an illness by which temporary incapacity of over two months may be established."""

    entity = Person
    label = "Illness with possible incapacity of over two months"
    reference = ["Social Code art. 121 1)", "Social Code art. 122 p. 4 3)"]


class studies_full_time(YesNo):
    """Whether the person is a pupil, student, trainee, cadet or master's student in full-time study, wherever it is."""

    entity = Person
    label = "Pupil or student in full-time study"
    reference = ["Social Code art. 122 p. 4 2)", "Order № 227 p. 28"]


class has_permanent_job(YesNo):
    """Whether the person has a permanent job, which exempts from employment measures."""

    entity = Person
    label = "Has a permanent job"
    reference = ["Social Code art. 122 p. 4 5)", "Order № 227 p. 28"]


class CaresFor(Enum):
    not_stated = "Not stated"
    nobody = "Nobody"
    own_child_under_three = "Own child under three"
    other_child_under_three = "Child under three who is not one's own"
    child_with_disability = "Child with a disability"
    person_of_first_or_second_group = "Person with a disability of the first or second group"
    elderly_person = "Elderly person who needs care and help"


class cares_for(Fact):
    """Whom the person cares for; not stated means nobody.

    Of a child under three art. 121 names any carer, art. 122 p. 4 4) one of the parents; of an elderly person art. 121
    names no age, art. 122 p. 4 4) over eighty.
    """

    possible_values = CaresFor
    default_value = CaresFor.not_stated
    entity = Person
    label = "Whom the person cares for"
    reference = ["Social Code art. 121 2)", "Social Code art. 122 p. 4 4)"]
    unit = "care"
    formula = as_stated("cares_for")


class cared_for_birth_date(GivenDate):
    """Date of birth of the one cared for, who need not be a member of the family.

    Given, it decides whether a child is under three, or with a disability under eighteen, on the day of application;
    it must be given for an elderly person to be over eighty.
    """

    entity = Person
    label = "Date of birth of the one cared for"
    reference = ["Social Code art. 121 2)", "Social Code art. 122 p. 4 4)"]
