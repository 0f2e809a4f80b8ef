"""Order № 227 annex 9 p. 2 1)–8), 10)–14): to whom the measures of social adaptation can be given.

Where the annex leaves the conditions to other acts, the measure can be given to every member of the family: those acts
decide whether it is. 9) is `annex_9_2_school_aid.py`. Both languages say the same, unless a rule says otherwise.
"""

from openfisca_kz.building_blocks.ability import is_one_of
from openfisca_kz.building_blocks.answers import told
from openfisca_kz.building_blocks.measures import listed, stated
from openfisca_kz.building_blocks.terms import law_for_persons
from openfisca_kz.entities import Person
from openfisca_kz.law_variable import LawVariable


class disability_rehabilitation_can_be_given(LawVariable):
    """Social habilitation and rehabilitation can be given to persons with disabilities, children included.

    What exactly is said by the person's individual programme.
    """

    value_type = bool
    entity = Person
    label = "Habilitation and rehabilitation of persons with disabilities can be given"
    reference = ["Order № 227 annex 9 p. 2 1)", "Social Code art. 161 p. 1"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        disabled = is_one_of(person, "disability_group", period, "first", "second", "third", "child_without_group")
        return listed(person, period, parameters, "social_adaptation.disability_rehabilitation") & disabled


class special_social_services_can_be_given(LawVariable):
    """Special social services can be given to persons recognised as in need of them.

    The Russian text cites chapter 13 of the Code, the Kazakh text «section 13»; the grounds stand in art. 133.
    """

    value_type = bool
    entity = Person
    label = "Special social services can be given"
    reference = ["Order № 227 annex 9 p. 2 2)", "Social Code art. 1 p. 1 6)"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        in_need = stated(person, period, "needs_special_social_services")
        return listed(person, period, parameters, "social_adaptation.special_social_services") & in_need


class housing_aid_can_be_given(LawVariable):
    """Housing aid can be given to every member: the Law on Housing Relations decides."""

    value_type = bool
    entity = Person
    label = "Housing aid can be given"
    reference = "Order № 227 annex 9 p. 2 3)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.housing_aid")


class local_social_aid_can_be_given(LawVariable):
    """Social aid of the local representative body can be given to every member: its decision names whom.

    Order № 257 of 2026 changed only the order in which the annex names capital and cities.
    """

    value_type = bool
    entity = Person
    label = "Social aid of the local representative body can be given"
    reference = "Order № 227 annex 9 p. 2 4)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.local_social_aid")


class legal_aid_can_be_given(LawVariable):
    """State-guaranteed legal aid can be given to every member: the law on legal aid decides."""

    value_type = bool
    entity = Person
    label = "State-guaranteed legal aid can be given"
    reference = "Order № 227 annex 9 p. 2 5)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.legal_aid")


class clinic_attachment_can_be_given(LawVariable):
    """Attachment to an organisation of primary health care can be given to every member."""

    value_type = bool
    entity = Person
    label = "Attachment to an organisation of primary health care can be given"
    reference = "Order № 227 annex 9 p. 2 6)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.clinic_attachment")


class screening_can_be_given(LawVariable):
    """Screening examinations can be given to every member: the two orders of the Minister of Health name the groups."""

    value_type = bool
    entity = Person
    label = "Screening examinations can be given"
    reference = "Order № 227 annex 9 p. 2 7)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.screening")


class antenatal_care_can_be_given(LawVariable):
    """Antenatal registration and observation can be given to a pregnant person in every week of the pregnancy.

    The observation lasts throughout; whether the registration can still be early says `antenatal_registration_in_time`.
    """

    value_type = bool
    entity = Person
    label = "Antenatal registration and observation can be given"
    reference = "Order № 227 annex 9 p. 2 8)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        expecting = stated(person, period, "pregnant") | (told(person, "weeks_of_pregnancy", period) >= 0)
        return listed(person, period, parameters, "social_adaptation.antenatal_care") & expecting


class antenatal_registration_in_time(LawVariable):
    """Whether a pregnant person can still be registered before twelve weeks: completed weeks below the limit (<).

    Eleven weeks and six days are in time, twelve weeks are not; a week that is not known is not.
    """

    value_type = bool
    entity = Person
    label = "Antenatal registration before twelve weeks is still possible"
    reference = "Order № 227 annex 9 p. 2 8)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        weeks = told(person, "weeks_of_pregnancy", period)
        limit = law_for_persons(
            person, period, parameters, lambda law: law.measures.limits.antenatal_registration_weeks
        )
        early = (weeks >= 0) & (weeks < limit)
        return person("antenatal_care_can_be_given", period) & early


class kindergarten_queue_can_be_given(LawVariable):
    """A child under seven who neither stands in the queue nor is a learner can be put into the queue for kindergarten.

    The place ends on the seventh birthday (<). A date of birth that is not given is of no age.
    """

    value_type = bool
    entity = Person
    label = "Queueing for kindergarten can be given"
    reference = "Order № 227 annex 9 p. 2 10)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        age = person("age", period)
        limit = law_for_persons(person, period, parameters, lambda law: law.measures.limits.kindergarten_queue_age)
        pre_school = (age >= 0) & (age < limit)
        served = stated(person, period, "in_kindergarten_queue") | stated(person, period, "is_pupil")
        return listed(person, period, parameters, "social_adaptation.kindergarten_queue") & pre_school & ~served


class additional_education_can_be_given(LawVariable):
    """Additional education can be given to children: until the eighteenth birthday (<).

    The annex names no age; the Code's child with a disability is a person under eighteen.
    """

    value_type = bool
    entity = Person
    label = "Additional education can be given"
    reference = ["Order № 227 annex 9 p. 2 11)", "Social Code art. 1 p. 1 110)"]
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        age = person("age", period)
        limit = law_for_persons(person, period, parameters, lambda law: law.measures.limits.child_age)
        child = (age >= 0) & (age < limit)
        return listed(person, period, parameters, "social_adaptation.additional_education") & child


class limited_abilities_advice_can_be_given(LawVariable):
    """Examination and psychological, medical and pedagogical advice can be given to children with limited abilities."""

    value_type = bool
    entity = Person
    label = "Psychological, medical and pedagogical examination and advice can be given"
    reference = "Order № 227 annex 9 p. 2 12)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        limited = stated(person, period, "child_with_limited_abilities")
        return listed(person, period, parameters, "social_adaptation.limited_abilities_advice") & limited


class housing_queue_can_be_given(LawVariable):
    """Registration and a place in the queue for housing can be given to citizens in need of it.

    Both texts say citizens (граждане, азаматтар); kandas become it first.
    """

    value_type = bool
    entity = Person
    label = "Registration and queue for housing can be given"
    reference = "Order № 227 annex 9 p. 2 13)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        citizen = is_one_of(person, "legal_status", period, "citizen")
        in_need = stated(person, period, "needs_housing")
        return listed(person, period, parameters, "social_adaptation.housing_queue") & citizen & in_need


class other_support_can_be_given(LawVariable):
    """Other measures of social protection and state support can be given to every member: the list is open here."""

    value_type = bool
    entity = Person
    label = "Other social protection and state support can be given"
    reference = "Order № 227 annex 9 p. 2 14)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        return listed(person, period, parameters, "social_adaptation.other_support")
