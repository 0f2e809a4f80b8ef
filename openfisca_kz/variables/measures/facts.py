"""Order № 227 annex 9: the facts of a person that the measures of the model list name.

Yes or no, for the month of application; what is not stated is no and opens no measure. The ownership of a learner's
school is `education_organisation_ownership`; status, disability and ability to work are facts of the right to help.
"""

from openfisca_kz.building_blocks.answers import Number, YesNo
from openfisca_kz.entities import Person


class unemployed(YesNo):
    """Registered as unemployed by the career centre.

    Nobody under sixteen, of retirement age or in work is registered so; that is the centre's to check.
    """

    entity = Person
    label = "Registered as unemployed"
    reference = "Social Code art. 99 p. 1"


class job_seeker(YesNo):
    """Registered by the career centre as a person looking for work; an unemployed person is one without this fact."""

    entity = Person
    label = "Registered as looking for work"
    reference = "Social Code art. 98 p. 1"


class student_or_senior_pupil(YesNo):
    """Student, or pupil of the senior grades of a school of general education, for work in time free from study."""

    entity = Person
    label = "Student or pupil of the senior grades"
    reference = "Social Code art. 111 p. 1"


class vocational_training_used(YesNo):
    """Has already been given vocational training once within the two years, so that another has to wait."""

    entity = Person
    label = "Has used the vocational training of the two years"
    reference = "Social Code art. 109 p. 1"


class meets_youth_practice_requirements(YesNo):
    """Meets the Government's requirements for persons placed in youth practice, its age limits among them.

    Annex 9 names no age and cites no act for it; the Code leaves the requirements to the Government. So the career
    centre's finding is stated.
    """

    entity = Person
    label = "Meets the requirements for youth practice"
    reference = "Social Code art. 111 p. 9"


class needs_special_social_services(YesNo):
    """Recognised as a person in need of special social services."""

    entity = Person
    label = "Recognised as in need of special social services"
    reference = "Social Code art. 1 p. 1 6)"


class pregnant(YesNo):
    """Pregnant, whether or not the week is known (`weeks_of_pregnancy`)."""

    entity = Person
    label = "Pregnant"
    reference = "Order № 227 annex 9 p. 2 8)"


class weeks_of_pregnancy(Number):
    """Completed weeks of pregnancy on the day of application; −1 if not pregnant or not known."""

    default_value = -1
    entity = Person
    label = "Completed weeks of pregnancy"
    reference = "Order № 227 annex 9 p. 2 8)"
    unit = "weeks"


class is_pupil(YesNo):
    """Learner of an organisation of education, a pre-school child brought up in a kindergarten included.

    The acts say «обучающиеся и воспитанники», «білім алушылар мен тәрбиеленушілер».
    """

    entity = Person
    label = "Learner of an organisation of education"
    reference = "Order № 227 annex 9 p. 2 9)"


class in_kindergarten_queue(YesNo):
    """Already stands in the queue for a place in a pre-school organisation."""

    entity = Person
    label = "In the queue for kindergarten"
    reference = "Order № 227 annex 9 p. 2 10)"


class child_with_limited_abilities(YesNo):
    """Child with limited abilities, whom a psychological, medical and pedagogical consultation can examine."""

    entity = Person
    label = "Child with limited abilities"
    reference = "Order № 227 annex 9 p. 2 12)"


class needs_housing(YesNo):
    """In need of housing from the state housing stock, or of housing that the local executive body rents."""

    entity = Person
    label = "In need of housing"
    reference = "Order № 227 annex 9 p. 2 13)"
