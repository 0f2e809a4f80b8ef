"""Families in words, as the web API of OpenFisca takes them: what may be said, a simulation of it, the answers.

A situation is a dictionary of records by their ids:

    {"persons": {"mother": {"wage": {"2025-01": 120000}}},
     "families": {"family": {"applicant": "mother", "total_income": {"2025-05": None}}}}

None asks for a value. Situations are trusted to be checked (`service.reading` does); many are calculated at once.
"""
