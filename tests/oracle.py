"""An independent calculation of one family in exact decimals, written from the text of the acts, not from the formulas.

Order № 181 p. 4, 8, 12, 16, 17; order № 95 p. 2; Social Code art. 120, 126, 127. Figures are typed here again.
"""

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

POINT_4 = """alimony_received business_income personal_subsidiary_farm_income property_rent_income property_sale_income
securities_income gifts_and_inheritance money_received_free_of_charge deposit_interest money_transfers winnings
employment_measures_income""".split()
POINT_16_PAY = """wage retained_average_earnings termination_compensation insurance_commission other_employer_payments
service_pay employer_paid_loan service_housing_payment work_injury_compensation""".split()
POINT_16_SOCIAL = """pension state_social_benefit special_state_benefit state_special_benefit_hard_work
social_insurance_payment childcare_benefit home_schooling_reimbursement guardian_benefit foster_care_payment
disabled_child_carer_benefit employer_social_security_benefit retired_judge_maintenance pension_contribution_guarantee
large_family_allowance postgraduate_scholarship city_transport_aid in_kind_aid supplements_to_payments""".split()
POINT_8 = """tsa_received housing_aid funeral_benefit disability_benefit_child_under_7 disability_benefit_child_7_to_17
special_benefit_child_under_7 special_benefit_child_7_to_17 decorated_mother_allowance student_stipend
emergency_damage_aid birth_grant needy_pupil_aid food_price_aid one_off_social_aid charitable_aid prosthetics_travel
prosthetics_upkeep treatment_travel medicines_in_kind sanatorium_treatment_in_kind prosthetic_products_in_kind
mobility_equipment_in_kind child_supplement_received adoption_grant resettlement_grant loan_debt_relief
housing_certificate emergency_food_kit emergency_income_loss_payment""".split()
ALWAYS_COUNT = {*POINT_4, *POINT_16_PAY, *POINT_16_SOCIAL}
UNTIL_ORDER_141 = "business_credit_or_grant_income"
SCHOOL_AID, RENT_PAYMENT = "education_material_aid", "rental_housing_payment"
KINDS = [*sorted(ALWAYS_COUNT), *POINT_8, UNTIL_ORDER_141, SCHOOL_AID, RENT_PAYMENT]

ORDER_95 = datetime.date(2025, 4, 11)
ORDER_141 = datetime.date(2024, 5, 24)
MCI = {2023: 3450, 2024: 3692, 2025: 3932, 2026: 4325}


@dataclass
class Member:
    born: datetime.date
    school: str = "state"
    rent_order: str = "order_60_2022"
    incomes: list[tuple[str, int, Decimal]] = field(default_factory=list)  # kind, month of the quarter 0–2, tenge


@dataclass
class Household:
    application: datetime.date
    line: Decimal
    members: list[Member]


@dataclass
class Outcome:
    total: Decimal
    per_capita: Fraction
    entitled: bool
    assistance: Decimal
    supplement: Decimal


def counts(kind: str, member: Member, day: datetime.date, order_95: bool) -> bool:
    """Whether the kind is part of total income by the text in force on the day, with or without order № 95."""
    if kind in ALWAYS_COUNT:
        return True
    if kind == UNTIL_ORDER_141:
        return day < ORDER_141
    if kind == SCHOOL_AID:
        return member.school == "private" and not order_95
    if kind == RENT_PAYMENT:
        return member.rent_order != ("order_221_2024" if order_95 else "order_60_2022")
    assert kind in POINT_8
    return False


def judge(household: Household, law: str = "in force") -> Outcome:
    """What the family gets: law is «in force», «before» or «after» order № 95."""
    day = household.application
    order_95 = {"in force": day >= ORDER_95, "before": False, "after": True}[law]
    total = sum(
        (
            amount
            for member in household.members
            for kind, _, amount in member.incomes
            if counts(kind, member, day, order_95)
        ),
        Decimal(0),
    )
    people = len(household.members)
    per_capita = Fraction(total) / people / 3
    entitled = per_capita <= Fraction(household.line)
    difference = (Fraction(household.line) - per_capita) * people
    assistance = whole_tenge(difference) if entitled else Decimal(0)
    young = sum(1 <= age(member.born, day) <= 6 for member in household.members)
    supplement = whole_tenge(Fraction(3, 2) * MCI[day.year] * young) if difference > 0 else Decimal(0)
    return Outcome(total, per_capita, entitled, assistance, supplement)


def whole_tenge(amount: Fraction) -> Decimal:
    """Half up, from an exact fraction: decided on the fraction, not on a cut decimal."""
    whole, rest = divmod(amount.numerator, amount.denominator)
    half_up = whole + (1 if 2 * rest >= amount.denominator else 0)
    return Decimal(half_up).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def age(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
