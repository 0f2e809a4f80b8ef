"""Order № 227 annex 9 p. 2 9): to which learners the aid of decree № 64 can be given, before and after order № 95."""

import numpy

from openfisca_kz.building_blocks.ability import is_one_of
from openfisca_kz.building_blocks.measures import listed, must_be_stated, stated
from openfisca_kz.dates import law_of_day
from openfisca_kz.entities import Person
from openfisca_kz.law_variable import LawVariable


class school_aid_can_be_given(LawVariable):
    """The financial and material aid of decree № 64 can be given to learners: of state organisations, later of any.

    Until order № 95 of 2025 the annex says «state organisations of education». Since then the Russian text says
    «organisations of education»; the Kazakh text keeps «state» for the learners, see
    `interpretation.private_school_aid_measure`. Where the ownership decides it must be stated.
    """

    value_type = bool
    entity = Person
    label = "Financial and material aid to learners can be given"
    reference = "Order № 227 annex 9 p. 2 9)"
    unit = "boolean"

    def formula_2023_07_01(person, period, parameters):
        of_person = person.family.members_entity_id
        families = person.family.reference_entity
        both_texts = law_of_day(
            families, period, parameters, lambda law: law.interpretation.private_school_aid_measure
        ).astype(bool)[of_person]
        state = listed(person, period, parameters, "social_adaptation.school_aid.state")
        private = listed(person, period, parameters, "social_adaptation.school_aid.private") & both_texts
        pupil = stated(person, period, "is_pupil")
        fact = "education_organisation_ownership"
        in_state = is_one_of(person, fact, period, "state")
        in_private = is_one_of(person, fact, period, "private")
        unknown = pupil & ~in_state & ~in_private
        must_be_stated(person, period, fact, unknown & (state != private), "school_aid")
        return pupil & numpy.where(in_private, private, state)
