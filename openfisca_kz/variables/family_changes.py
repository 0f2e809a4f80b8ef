"""Members who came or left inside the reference quarter, and the share of those who left: order № 181 p. 10.

What counts of the income of who came is said in `counted_income` and divided by `building_blocks.time_in_family`.
"""

import numpy

from openfisca_kz.building_blocks.answers import GivenDate
from openfisca_kz.building_blocks.family_dates import belonged, day_left, days_from, left_in_quarter, quarter
from openfisca_kz.building_blocks.terms import law_for_persons, part_of_tiyn
from openfisca_kz.entities import Family, Person
from openfisca_kz.members import sum_of_members
from openfisca_kz.money import TIYN, Money, to_tiyn


class arrival_date(GivenDate):
    """Day on which the person came to the family; not given means a member all along.

    After the application the person is not yet a member; on that very day a member. Not before the birth, nor after
    the death.
    """

    entity = Person
    label = "Day of arrival in the family"
    reference = "Order № 181 p. 10"


class departure_date(GivenDate):
    """Day on which the person left the family; from that day on no member, unless the person arrived again later.

    Who came back by the day of application is a member: no share is taken off for the absence, but no income of its
    days counts (`counted_income`).
    """

    entity = Person
    label = "Day of departure from the family"
    reference = "Order № 181 p. 10"


class death_date(GivenDate):
    """Day of death, a departure too. Faults of who has died no longer hinder the family (order № 227 p. 17)."""

    entity = Person
    label = "Day of death"
    reference = ["Order № 181 p. 10", "Order № 227 p. 17"]


class departed_share(Money):
    """What is taken off the family's income of the quarter for members who left inside it.

    «Total income is calculated from the day of departure less the per-capita income of the member who left»: per-capita
    income is a member's share a month (order № 227 p. 2 13)), so it is taken off for the months from the day of
    departure to the end of the quarter, the month of departure by days. It is the share of income before anything is
    taken off, among all who belonged to the family in the quarter: members at the application and who left; each share
    is rounded to the tiyn, a half upwards; together they are never more than that income. The other reading takes off
    the share of the whole quarter, which leaves the per-capita income as it was
    (`interpretation.departed_share_from_departure`). The Kazakh text says the same.
    """

    entity = Family
    label = "Share of members who left, reference quarter"
    reference = "Order № 181 p. 10"

    def formula_2023_07_01(family, period, parameters):
        person = family.members
        gone = left_in_quarter(person, period)
        if not gone.any():
            return numpy.zeros(family.count)

        by_days = law_for_persons(person, period, parameters, lambda law: law.interpretation.month_of_change_by_days)
        from_departure = law_for_persons(
            person, period, parameters, lambda law: law.interpretation.departed_share_from_departure
        )
        months = quarter(period)
        left = day_left(person, period)
        parts, whole = numpy.full(person.count, len(months)), numpy.ones(person.count, dtype=int)
        for number, month in enumerate(months):
            inside = from_departure & (left >= month.first) & (left <= month.last)
            months_after = len(months) - number - 1
            parts = numpy.where(inside, days_from(left, month, by_days) + months_after * month.days, parts)
            whole = numpy.where(inside, month.days, whole)
        heads = sum_of_members(family, belonged(person, period))[family.members_entity_id]
        income = to_tiyn(family("income_before_departures", period))
        shares = part_of_tiyn(income[family.members_entity_id], parts, numpy.maximum(whole * len(months) * heads, 1))
        return numpy.minimum(sum_of_members(family, numpy.where(gone, shares, 0)), income) / TIYN
