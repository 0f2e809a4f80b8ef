"""Order № 181 p. 8 19), 26): the facts that decide whether school aid and rent payments are income."""

from openfisca_core.model_api import Enum

from openfisca_kz.entities import Person
from openfisca_kz.facts import Fact, as_stated


class EducationOrganisationOwnership(Enum):
    """Who owns the organisation of education that gives the aid of p. 8 19)."""

    not_stated = "Not stated"
    state = "State"
    private = "Private"


class education_organisation_ownership(Fact):
    """Whether the organisation of education behind `education_material_aid` is state or private.

    It decides whether that aid counts while the text says «state organisations», until order № 95 of 2025.
    """

    possible_values = EducationOrganisationOwnership
    default_value = EducationOrganisationOwnership.not_stated
    entity = Person
    label = "Ownership of the organisation of education"
    reference = "Order № 181 p. 8 19), fifth paragraph"
    formula = as_stated("education_organisation_ownership")


class RentalHousingPaymentBasis(Enum):
    """The order under which the payment of p. 8 26) is made."""

    not_stated = "Not stated"
    order_60_2022 = "Order № 60 of 8 February 2022"
    order_221_2024 = "Order № 221 of 17 June 2024"
    order_152_2025 = "Order № 152 of 30 April 2025"


class rental_housing_payment_basis(Fact):
    """The order under which `rental_housing_payment` is made: № 60 of 2022, № 221 of 2024 or № 152 of 2025.

    It decides whether that payment counts: 26) names one order, № 60 until order № 95 of 2025, then № 221. Order № 152
    replaced № 221 from 24 May 2025 and is not named: `interpretation.order_152_continues_order_221`.
    """

    possible_values = RentalHousingPaymentBasis
    default_value = RentalHousingPaymentBasis.not_stated
    entity = Person
    label = "Order behind the rental housing payment"
    reference = "Order № 181 p. 8 26)"
    formula = as_stated("rental_housing_payment_basis")
