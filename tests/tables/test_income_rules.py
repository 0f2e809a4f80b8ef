"""The inputs of the income rules from a table: dates, months and declared sums stated once for a person."""

from openfisca_kz.comparison.laws import Law
from openfisca_kz.tables.calculating.partition import run_partition

TABLE = """\
family_id,business_activity,declared_business_income,declared_business_months,lump_sum@2025-02,lump_sum_from,lump_sum_to,\
income_in_foreign_currency@2025-03,exchange_rate
A,entrepreneur,1800000,12,0,,,0,
A,,,,300000,2024-09-01,2025-02-28,0,
B,,,,0,,,100,520.50
C,independent_worker,,,0,,,0,
D,,,,0,,,0,
"""


def test_rules_run_over_a_table_with_blanks(population):
    families = run_partition([Law("in_force")], population(TABLE), "2025-05")
    # A: 1 800 000 ÷ 12 × 3 + 300 000 ÷ 6 × 2; B: 52 050; C: 75 × 3 932
    assert families["total_income@in_force"].to_list() == [550_000, 52_050, 294_900, 0]
