"""Members who came or left inside the reference quarter, and what that does to its income: order № 181 p. 10."""

import numpy
from openfisca_core.errors import SituationParsingError

from openfisca_kz.building_blocks.answers import GivenDate, given_days
from openfisca_kz.building_blocks.family_dates import day_left, days_before, days_from, left_in_quarter, quarter
from openfisca_kz.building_blocks.terms import law_for_persons, part_of_tiyn
from openfisca_kz.dates import law_of_day, reference_months
from openfisca_kz.entities import Family, Person
from openfisca_kz.income_lists import counted, received
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Money, to_tiyn

LISTS = ("point_4", "point_8", "point_16_1", "point_16_2", "point_17", "point_31")


class arrival_date(GivenDate):
    """Day on which the person came to the family; not given means a member all along.

    After the application the person is not yet a member; on that very day a member.
    """

    entity = Person
    label = "Day of arrival in the family"
    reference = "Order № 181 p. 10"


class departure_date(GivenDate):
    """Day on which the person left the family; from that day on no member, unless the person arrived again later."""

    entity = Person
    label = "Day of departure from the family"
    reference = "Order № 181 p. 10"


class death_date(GivenDate):
    """Day of death, a departure too. Faults of who has died no longer hinder the family (order № 227 p. 17)."""

    entity = Person
    label = "Day of death"
    reference = ["Order № 181 p. 10", "Order № 227 p. 17"]


class income_outside_membership(Money):
    """Counted income of the quarter that is left out, as the person was not yet, or no longer, in the family.

    Income of a member who arrived inside the quarter counts from the day of arrival. A monthly amount does not say on
    which days it was received, so the month of arrival is divided by days, to the tiyn, a half upwards
    (`interpretation.month_of_change_by_days`). Who arrived after the quarter, before the application, changed nothing
    inside it: the whole quarter counts (`interpretation.arrival_after_quarter_counts_in_full`). What a member who left
    received afterwards is left out only in the other reading (`interpretation.income_after_departure_counts`).

    What a rule makes of the quarter as a whole (`UNDIVIDED`) has no months to divide: of a member who arrived inside
    the quarter it is refused; state instead, as an amount of its month, what was received since the arrival.
    """

    entity = Person
    label = "Income of the quarter outside membership"
    reference = "Order № 181 p. 10"

    def formula_2023_07_01(person, period, parameters):
        def figure(read):
            return law_for_persons(person, period, parameters, read)

        by_days = figure(lambda law: law.interpretation.month_of_change_by_days)
        late_in_full = figure(lambda law: law.interpretation.arrival_after_quarter_counts_in_full)
        afterwards = figure(lambda law: law.interpretation.income_after_departure_counts)
        months = quarter(period)
        arrived, left = given_days(person, "arrival_date", period), day_left(person, period)
        refuse_undivided(person, period, (arrived > months[0].first) & (arrived <= months[-1].last))
        arrival_counts = ~((arrived > months[-1].last) & late_in_full)
        outside = numpy.zeros(person.count)
        for month in months:
            before = numpy.where(arrival_counts, days_before(arrived, month, by_days), 0)
            after = numpy.where(afterwards, 0, days_from(left, month, by_days))
            days = numpy.minimum(before + after, month.days)
            if days.any():
                income = to_tiyn(counted(person, period, parameters, *LISTS, months=[month.period]))
                outside += part_of_tiyn(income, days, month.days)
        return outside / TIYN


class departed_share(Money):
    """What is taken off the family's income of the quarter for members who left inside it.

    «Total income is calculated from the day of departure less the per-capita income of the member who left»: per-capita
    income is a member's share a month (order № 227 p. 2 13)), so it is taken off for the months from the day of
    departure to the end of the quarter, the month of departure by days. It is the share of income before anything is
    taken off, among all who belonged to the family in the quarter: members at the application and who left; each share
    is rounded to the tiyn, a half upwards. The other reading takes off the share of the whole quarter, which leaves the
    per-capita income as it was (`interpretation.departed_share_from_departure`). The Kazakh text says the same.
    """

    entity = Family
    label = "Share of members who left, reference quarter"
    reference = "Order № 181 p. 10"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        gone = left_in_quarter(person, period)
        if not gone.any():
            return numpy.zeros(family.count)

        def figure(read):
            return law_of_day(family, period, parameters, read)[family.members_entity_id]

        by_days = figure(lambda law: law.interpretation.month_of_change_by_days)
        from_departure = figure(lambda law: law.interpretation.departed_share_from_departure)
        months = quarter(period)
        left = day_left(person, period)
        parts, whole = numpy.full(person.count, len(months)), numpy.ones(person.count, dtype=int)
        for number, month in enumerate(months):
            inside = from_departure & (left >= month.first) & (left <= month.last)
            months_after = len(months) - number - 1
            parts = numpy.where(inside, days_from(left, month, by_days) + months_after * month.days, parts)
            whole = numpy.where(inside, month.days, whole)
        belonged = sum_of_members(family, person("is_family_member", period) | gone)[family.members_entity_id]
        income = to_tiyn(family("income_before_departures", period))[family.members_entity_id]
        shares = part_of_tiyn(income, parts, numpy.maximum(whole * len(months) * belonged, 1))
        return sum_of_members(family, numpy.where(gone, shares, 0)) / TIYN


UNDIVIDED = (
    "counted_rent_without_contract",
    "counted_foreign_currency_income",
    "counted_lump_sums",
    "counted_contract_income",
    "counted_employer_loan",
    "counted_divorced_spouse_income",
    "counted_entrepreneur_income",
    "counted_independent_worker_income",
    "counted_farm_enterprise_income",
    "alimony_left_out",
    "credit_or_grant_income_left_out",
    "wage_withheld_left_out",
    "alimony_paid_deduction",
)
"""What the rules of order № 181 make of the whole quarter, and not of a month."""


def refuse_undivided(person, period, arrived):
    """Refuses amounts of the whole quarter of who arrived inside it: names the person, the amount and the cure."""
    if not arrived.any():
        return
    months = reference_months(period)
    bought = [person("property_purchases", month) for month in months if received(person, "property_purchases", month)]
    amounts = {name: person(name, period) for name in UNDIVIDED} | {"property_purchases": sum(bought)}
    for name, amount in amounts.items():
        found = numpy.flatnonzero(arrived & (amount > 0))
        if found.size:
            raise SituationParsingError(
                [person.entity.plural, str(person.ids[found[0]]), name, str(period)],
                f"{name} is of the whole quarter, but this member arrived inside it: state what was received since the "
                "arrival as an amount of its month, and leave this out.",
            )
