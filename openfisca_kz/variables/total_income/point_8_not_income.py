"""Order № 181 p. 8 1)–26): what is not income of a person, since 1 July 2023 unless said otherwise.

The list is closed. It is stated all the same, so that a family's money can be recorded whole and an amendment
of the list priced. One amount per person, tenge a month, as received. The kinds inside 19) have no number in
the act: «nth paragraph» counts them after its opening words.
"""

from openfisca_kz.money import Income


class tsa_received(Income):
    """Targeted social assistance received is not income."""

    label = "Targeted social assistance received"
    reference = "Order № 181 p. 8 1)"


class housing_aid(Income):
    """Housing aid is not income.

    Payments for privately rented housing are another item: `rental_housing_payment`, 26).
    """

    label = "Housing aid"
    reference = "Order № 181 p. 8 2)"


class funeral_benefit(Income):
    """One-off funeral benefits are not income."""

    label = "One-off funeral benefit"
    reference = "Order № 181 p. 8 3)"


class disability_benefit_child_under_7(Income):
    """The state social disability benefit of a child under seven is not income.

    The benefit of the parent who brings the child up counts: `disabled_child_carer_benefit`.
    """

    label = "State social disability benefit of a child under 7"
    reference = "Order № 181 p. 8 4)"


class disability_benefit_child_7_to_17(Income):
    """The state social disability benefit of a child from seven to eighteen, groups I–III, is not income.

    From the eighteenth birthday the benefit counts: `state_social_benefit`.
    """

    label = "State social disability benefit of a child from 7 to 18"
    reference = "Order № 181 p. 8 5)"


class special_benefit_child_under_7(Income):
    """The special state benefit of a child with a disability under seven is not income."""

    label = "Special state benefit of a child under 7"
    reference = "Order № 181 p. 8 6)"


class special_benefit_child_7_to_17(Income):
    """The special state benefit of a child from seven to eighteen, disability groups I–III, is not income."""

    label = "Special state benefit of a child from 7 to 18"
    reference = "Order № 181 p. 8 7)"


class decorated_mother_allowance(Income):
    """The monthly state allowance of decorated mothers of many children is not income.

    «Altyn alqa», «Kümis alqa», former «Mother Heroine», «Maternal Glory» I and II. The allowance of large
    families counts: `large_family_allowance`.
    """

    label = "Allowance of decorated mothers of many children"
    reference = "Order № 181 p. 8 8)"


class student_stipend(Income):
    """Stipends of students of higher, technical and vocational, and post-secondary education are not income.

    State and other named stipends included. Interns, master's and doctoral students, residents and other
    trainees: `postgraduate_scholarship`, which counts.
    """

    label = "Student stipend"
    reference = "Order № 181 p. 8 9)"


class emergency_damage_aid(Income):
    """Aid to a family for damage to health and property by an emergency is not income."""

    label = "Aid for damage by an emergency"
    reference = "Order № 181 p. 8 10)"


class birth_grant(Income):
    """The one-off state benefit on the birth of a child is not income."""

    label = "One-off birth benefit"
    reference = "Order № 181 p. 8 11)"


class needy_pupil_aid(Income):
    """Aid to learners from low-income families, given in organisations of education under education law.

    It is not income. The Russian text: financial and material aid; the Kazakh text: material aid only, to
    learners and students. Aid under decree № 64: `education_material_aid`, 19).
    """

    label = "Aid to learners from low-income families"
    reference = "Order № 181 p. 8 12)"


class food_price_aid(Income):
    """Aid in money or in kind to low-income citizens because of dearer food is not income.

    From the state budget and other sources, under the Model Rules of social aid (Code art. 11 17)).
    """

    label = "Aid for dearer food"
    reference = "Order № 181 p. 8 13)"


class one_off_social_aid(Income):
    """One-off money aid under the Model Rules of social aid is not income; regular aid is not named here."""

    label = "One-off social aid"
    reference = "Order № 181 p. 8 14)"


class charitable_aid(Income):
    """Charitable aid is not income, whatever its amount.

    Other money given free of charge counts: `money_received_free_of_charge`.
    """

    label = "Charitable aid"
    reference = "Order № 181 p. 8 15)"


class prosthetics_travel(Income):
    """Travel paid for free or reduced-price prosthetics is not income."""

    label = "Travel for prosthetics"
    reference = "Order № 181 p. 8 16)"


class prosthetics_upkeep(Income):
    """Upkeep of citizens during prosthetics is not income."""

    label = "Upkeep during prosthetics"
    reference = "Order № 181 p. 8 17)"


class treatment_travel(Income):
    """The value of free or reduced-price travel outside the settlement for treatment is not income."""

    label = "Travel for treatment"
    reference = "Order № 181 p. 8 18)"


class medicines_in_kind(Income):
    """Medicines given in kind are not income."""

    label = "Medicines in kind"
    reference = "Order № 181 p. 8 19), first paragraph"


class sanatorium_treatment_in_kind(Income):
    """Sanatorium and resort treatment given in kind is not income."""

    label = "Sanatorium treatment in kind"
    reference = "Order № 181 p. 8 19), second paragraph"


class prosthetic_products_in_kind(Income):
    """Prosthetic and orthopaedic products given in kind, their making and repair, are not income."""

    label = "Prosthetic and orthopaedic products in kind"
    reference = "Order № 181 p. 8 19), third paragraph"


class mobility_equipment_in_kind(Income):
    """Wheelchairs and rehabilitation equipment allotted to people with disabilities are not income."""

    label = "Mobility and rehabilitation equipment in kind"
    reference = "Order № 181 p. 8 19), fourth paragraph"


class education_material_aid(Income):
    """Aid under decree № 64 of 25 January 2008 to learners of organisations of education is not income.

    Before order № 95 of 2025: of *state* organisations only; since then: of any. See
    `education_organisation_ownership`. The Russian text says material aid, the Kazakh text financial and
    material aid. Learners: of families entitled to TSA or below the subsistence minimum, and others.
    """

    label = "Material aid to learners"
    reference = "Order № 181 p. 8 19), fifth paragraph"


class child_supplement_received(Income):
    """Aid given within the monthly additional payment for a child aged one to six inclusive is not income."""

    label = "Additional payment for children received"
    reference = "Order № 181 p. 8 19), sixth paragraph"


class adoption_grant(Income):
    """One-off payments on the adoption of an orphan or a child left without parental care are not income."""

    label = "One-off adoption payment"
    reference = "Order № 181 p. 8 20)"


class resettlement_grant(Income):
    """One-off payments for moving, for each member, in voluntary resettlement are not income.

    P. 4 13) excepts them as well; other employment measures: `employment_measures_income`.
    """

    label = "One-off resettlement payment"
    reference = "Order № 181 p. 8 21)"


class loan_debt_relief(Income):
    """Debts on unsecured consumer loans paid off once under decree № 34 of 26 June 2019 are not income."""

    label = "Relief of loan debt"
    reference = "Order № 181 p. 8 22)"


class housing_certificate(Income):
    """A housing certificate that covers part of the down payment on a loan is not income."""

    label = "Housing certificate"
    reference = "Order № 181 p. 8 23)"


class emergency_food_kit(Income):
    """Food and household kits in an emergency or restrictive measures, or the sum instead, are not income."""

    label = "Emergency food and household kit"
    reference = "Order № 181 p. 8 24)"


class emergency_income_loss_payment(Income):
    """Social payments for loss of income in an emergency or under restrictive measures are not income.

    The Kazakh text calls both payments one-off, the Russian text only the second.
    """

    label = "Payment for loss of income in an emergency"
    reference = "Order № 181 p. 8 25)"


class rental_housing_payment(Income):
    """Housing payments to certain categories of citizens for privately rented housing are not income.

    Only those under the order that 26) names: № 60 of 8 February 2022; since order № 95 of 2025, № 221 of
    17 June 2024. See `rental_housing_payment_basis`. On the letter of the text, payments under the other of
    the two orders count.
    """

    label = "Payment for privately rented housing"
    reference = "Order № 181 p. 8 26)"
