"""Order № 181 p. 16 2): the eighteen kinds of social payments that count.

The act does not number the kinds: «nth paragraph» counts them after the opening words of 2).
One amount per person, tenge a month, as received; arrears paid in one sum are spread (p. 18).
Kinds taken out of a paragraph by its own words are stated under p. 8, where p. 8 names them.
"""

from openfisca_kz.money import Income


class pension(Income):
    """Pension payments of every kind and the compensation payments that go with them.

    The Kazakh text says pensions of every kind.
    """

    label = "Pension"
    reference = "Order № 181 p. 16 2), first paragraph"


class state_social_benefit(Income):
    """State social benefits for disability and for loss of the breadwinner.

    Except the disability benefits of children under seven and from seven to eighteen in groups I–III
    (`disability_benefit_child_under_7`, `disability_benefit_child_7_to_17`).
    """

    label = "State social benefit"
    reference = "Order № 181 p. 16 2), second paragraph"


class special_state_benefit(Income):
    """Special state benefits («арнаулы мемлекеттік жәрдемақылар»).

    Except those of children with disabilities under seven and from seven to eighteen in groups I–III
    (`special_benefit_child_under_7`, `special_benefit_child_7_to_17`).
    """

    label = "Special state benefit"
    reference = "Order № 181 p. 16 2), third paragraph"


class state_special_benefit_hard_work(Income):
    """State special benefits («мемлекеттік арнаулы жәрдемақылар») of former miners and workers in hard work.

    Work underground or in open pits. Conditions: the Russian text has both the especially harmful and hard
    and the harmful and hard, the Kazakh text only the former.
    """

    label = "State special benefit for harmful and hard work"
    reference = "Order № 181 p. 16 2), fourth paragraph"


class social_insurance_payment(Income):
    """Social payments from the State Social Insurance Fund.

    Except payments for loss of income in a state of emergency or under restrictive measures
    (`emergency_income_loss_payment`). The Kazakh text calls both excepted payments one-off, the Russian text
    only the second.
    """

    label = "Social insurance payment"
    reference = "Order № 181 p. 16 2), fifth paragraph"


class childcare_benefit(Income):
    """State benefits for the care of a child up to one and a half years.

    The Kazakh text says until that age; the Russian text, literally, on reaching it: read here as the Kazakh
    (C). The Fund's payment for the same care is `social_insurance_payment`.
    """

    label = "Childcare benefit"
    reference = "Order № 181 p. 16 2), sixth paragraph"


class home_schooling_reimbursement(Income):
    """Reimbursed costs of teaching children with disabilities at home."""

    label = "Reimbursement of home schooling"
    reference = "Order № 181 p. 16 2), seventh paragraph"


class guardian_benefit(Income):
    """Benefit of guardians and trustees for keeping an orphan or a child left without parental care."""

    label = "Guardian's benefit"
    reference = "Order № 181 p. 16 2), eighth paragraph"


class foster_care_payment(Income):
    """Payment for keeping a child given to foster carers (patronage)."""

    label = "Foster care payment"
    reference = "Order № 181 p. 16 2), ninth paragraph"


class disabled_child_carer_benefit(Income):
    """State benefit of the parent, adopter, guardian or trustee who brings up a child with a disability.

    It counts, unlike the child's own benefits (p. 8 4)–7)). The benefit for carers of an adult of disability
    group I is named neither here nor in p. 8.
    """

    label = "Benefit for bringing up a child with a disability"
    reference = "Order № 181 p. 16 2), tenth paragraph"


class employer_social_security_benefit(Income):
    """Social security benefits at the employer's expense."""

    label = "Social security benefit from the employer"
    reference = "Order № 181 p. 16 2), eleventh paragraph"


class retired_judge_maintenance(Income):
    """Monthly maintenance for life of a judge in retirement."""

    label = "Retired judge's maintenance"
    reference = "Order № 181 p. 16 2), twelfth paragraph"


class pension_contribution_guarantee(Income):
    """State guarantee of the pension contributions paid in, with inflation, to those who receive pensions.

    Compulsory and compulsory occupational contributions to the unified accumulative pension fund.
    """

    label = "State guarantee of pension contributions"
    reference = "Order № 181 p. 16 2), thirteenth paragraph"


class large_family_allowance(Income):
    """Monthly state allowance of large families: four or more minor children living together.

    Full-time students after eighteen are among the children until they finish, not beyond twenty-three.
    It counts, unlike the allowance of decorated mothers (`decorated_mother_allowance`, p. 8 8)).
    """

    label = "Large family allowance"
    reference = "Order № 181 p. 16 2), fourteenth paragraph"


class postgraduate_scholarship(Income):
    """Scholarships of interns, master's and doctoral students, residents and other trainees, whoever pays.

    State and other named scholarships included. Students' stipends are `student_stipend`, p. 8 9).
    """

    label = "Postgraduate scholarship"
    reference = "Order № 181 p. 16 2), fifteenth paragraph"


class city_transport_aid(Income):
    """Material (social) aid for travel on public transport inside a city, from local budgets."""

    label = "Aid for city transport"
    reference = "Order № 181 p. 16 2), sixteenth paragraph"


class in_kind_aid(Income):
    """Value of aid in kind given under the law of Kazakhstan, or the sum paid instead of it.

    Except food and household kits in a state of emergency or restrictive measures (`emergency_food_kit`).
    The kinds listed in p. 8, among them 19), are stated there.
    """

    label = "Aid in kind"
    reference = "Order № 181 p. 16 2), seventeenth paragraph"


class supplements_to_payments(Income):
    """Supplements to payments of every kind, set by legislative acts, local bodies or organisations.

    In the Kazakh text the words read as payments set in legislative acts by local bodies and organisations.
    """

    label = "Supplements to payments"
    reference = "Order № 181 p. 16 2), eighteenth paragraph"
