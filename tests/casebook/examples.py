"""A good case, to be broken in one place by each test."""

GOOD = """- name: One wage
  description: 3 × 60 000.
  period: 2025-05
  input:
    persons:
      a: {wage: {2025-01: 60000, 2025-02: 60000, 2025-03: 60000.01}}
    families:
      f: {applicant: a, given_poverty_line: 70000}
  output:
    total_income: 180000.01
    poverty_line_basis: given
    families:
      f: {tsa_entitled: true, family_size: 1}
"""
