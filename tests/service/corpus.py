"""Inputs that crash, hang or mislead OpenFisca's own API: body, status, and the place that must be named.

The corpus grows: whatever a fuzzer or a caller finds is added to it.
"""

import json

WAGE = "/persons/a/wage"
CORPUS = {
    # server errors of the stock API
    "a number of another type": ('{"persons": {"a": {"wage": {"2025-01": [1, 2]}}}}', 400, WAGE + "/2025-01"),
    "2 000 levels": ("[" * 2_000 + "]" * 2_000, 400, ""),
    "100 000 brackets": ("[" * 100_000, 400, ""),
    "a year of a result": ('{"families": {"f": {"total_income": {"2025": null}}}}', 400, "/families/f/total_income/2025"),
    "ETERNITY of a result": ('{"families": {"f": {"total_income": {"ETERNITY": null}}}}', 400,
                             "/families/f/total_income/ETERNITY"),
    "a week of a result": ('{"families": {"f": {"total_income": {"2025-W07": null}}}}', 400,
                           "/families/f/total_income/2025-W07"),
    "a day of a result": ('{"families": {"f": {"total_income": {"2025-05-05": null}}}}', 400,
                          "/families/f/total_income/2025-05-05"),
    "an empty id": ('{"persons": {"": {}}}', 400, "/persons/"),
    "an empty variable": ('{"persons": {"a": {"": {}}}}', 400, "/persons/a/"),
    "an empty period": ('{"persons": {"a": {"wage": {"": 1}}}}', 400, WAGE + "/"),
    "a hundred million months": ('{"persons": {"a": {"wage": {"month:2025-01:100000000": 1}}}}', 400,
                                 WAGE + "/month:2025-01:100000000"),
    "year one": ('{"persons": {"a": {"wage": {"0001-01": 1}}}}', 400, WAGE + "/0001-01"),
    "a list for a number": ('{"persons": {"a": {"wage": {"2025-01": []}}}}', 400, WAGE + "/2025-01"),
    "axes without axis": ('{"persons": {"a": {}}, "axes": [[]]}', 400, "/axes"),
    "axes as an object": ('{"persons": {"a": {}}, "axes": {}}', 400, "/axes"),
    "well-formed axes": ('{"persons": {"a": {}}, "axes": [[{"count": 3, "name": "wage", "min": 0, "max": 9, '
                         '"period": "2025-01"}]]}', 400, "/axes"),
    "a family without members at the end": ('{"persons": {"a": {}, "b": {}}, "families": {"1": {"applicant": "a"}, '
                                            '"2": {"applicant": "b"}, "3": {"region": {"2025-05": "almaty"}}}}', 422,
                                            "/families/3"),
    "a sum in words": ('{"persons": {"a": {"wage": {"2025-01": "sum(1)"}}}}', 400, WAGE + "/2025-01"),
    "a division by zero": ('{"persons": {"a": {"wage": {"2025-01": "1/0"}}}}', 400, WAGE + "/2025-01"),
    # hangs
    "a tower of powers": ('{"persons": {"a": {"wage": {"2025-01": "9**9**9"}}}}', 400, WAGE + "/2025-01"),
    "a product in words": ('{"persons": {"a": {"wage": {"2025-01": "1000*3"}}}}', 400, WAGE + "/2025-01"),
    "eight thousand years": (json.dumps({"persons": {"a": {"wage": {f"year:{1000 + n}:8000": 1 for n in range(10)}}}}),
                             400, WAGE + "/year:1000:8000"),
    # wrong answers with status 200
    "NaN": ('{"persons": {"a": {"wage": {"2025-01": NaN}}}}', 400, ""),
    "Infinity": ('{"persons": {"a": {"wage": {"2025-01": Infinity}}}}', 400, ""),
    "a number too large to be one": ('{"persons": {"a": {"wage": {"2025-01": 1e400}}}}', 400, WAGE + "/2025-01"),
    "an amount above all amounts": ('{"persons": {"a": {"wage": {"2025-01": 1e11}}}}', 400, WAGE + "/2025-01"),
    "a wage of a day": ('{"persons": {"a": {"wage": {"2025-01-15": 1}}}}', 400, WAGE + "/2025-01-15"),
    "a wage of a week": ('{"persons": {"a": {"wage": {"2025-W01": 1}}}}', 400, WAGE + "/2025-W01"),
    "a year of what holds for a month": ('{"persons": {"a": {"declared_business_months": {"2025": 12}}}}', 400,
                                         "/persons/a/declared_business_months/2025"),
    "a key twice": ('{"persons": {"a": {"wage": {"2025-01": 1, "2025-01": 2}}}}', 400, ""),
    "a date as a number": ('{"persons": {"a": {"birth_date": {"ETERNITY": 1980}}}}', 400, "/persons/a/birth_date/ETERNITY"),
    "a day that is none": ('{"persons": {"a": {"birth_date": {"ETERNITY": "2025-02-30"}}}}', 400,
                           "/persons/a/birth_date/ETERNITY"),
    "a negative wage": ('{"persons": {"a": {"wage": {"2025-01": -5}}}}', 400, WAGE + "/2025-01"),
    "true for a number": ('{"persons": {"a": {"wage": {"2025-01": true}}}}', 400, WAGE + "/2025-01"),
    "a number for true": ('{"persons": {"a": {"unemployed": {"2025-05": 1}}}}', 400, "/persons/a/unemployed/2025-05"),
    "an item of a list by its number": ('{"persons": {"a": {"sex": {"2025-05": 1}}}}', 400, "/persons/a/sex/2025-05"),
    "a person in no family": ('{"persons": {"a": {}, "b": {}}, "families": {"1": {"applicant": "a"}}}', 422, "/persons/b"),
    "no families": ('{"persons": {"a": {}}}', 400, "/families"),
    "a person in two families": ('{"persons": {"a": {}}, "families": {"1": {"applicant": "a"}, "2": {"applicant": "a"}}}',
                                 422, "/families/2/applicant"),
    "two applicants": ('{"persons": {"a": {}, "b": {}}, "families": {"1": {"applicant": ["a", "b"]}}}', 400,
                       "/families/1/applicant"),
    "a member who is not there": ('{"persons": {"a": {}}, "families": {"1": {"children": ["a", "z"]}}}', 422,
                                  "/families/1/children/1"),
    "born in the future": ('{"persons": {"a": {"birth_date": {"ETERNITY": "2090-01-01"}}}, "families": {"1": {"applicant": '
                           '"a", "child_supplement": {"2025-05": null}}}}', 422, "/persons/a/birth_date"),
    # found by schemathesis
    "ids of digits": ('{"persons": {"007": {"wage": {"2025-01": 1}}, "7": {"wage": {"2025-01": -1}}, "+7": {}}}', 400,
                      "/persons/7/wage/2025-01"),
    "an id of 101 zeros": (json.dumps({"persons": {"0" * 101: {"wage": 5}}}), 400, "/persons/" + "0" * 101 + "/wage"),
    # others
    "no body": ("", 400, ""),
    "half a body": ('{"persons": {"a": ', 400, ""),
    "a lone surrogate": ('{"persons": {"\\ud800": {}}}', 400, ""),
    "a control character": ('{"persons": {"a\\u0000b": {}}}', 400, "/persons/a\0b"),
    "a number": ("5", 400, ""),
    "null": ("null", 400, ""),
    "null for a record": ('{"persons": {"a": null}}', 400, "/persons/a"),
    "null for periods": ('{"persons": {"a": {"wage": null}}}', 400, WAGE),
    "an integer of 5 000 digits": ('{"persons": {"a": {"wage": {"2025-01": ' + "9" * 5_000 + "}}}}", 400, ""),
    "a month of no law": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a", "total_income": {"2021-05": null}}}}',
                          422, "/families/f/total_income/2021-05"),
    "what the rules find": ('{"persons": {"a": {"is_family_member": {"2025-05": true}}}}', 400,
                            "/persons/a/is_family_member/2025-05"),
    "a variable of the other entity": ('{"persons": {"a": {"total_income": {"2025-05": null}}}}', 400,
                                       "/persons/a/total_income"),
    "what holds for ever, twice": ('{"persons": {"a": {"birth_date": {"ETERNITY": "2001-01-01", "2025-01": "2002-01-01"}}}}',
                                   400, "/persons/a/birth_date"),
    "an unknown law": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}, "reform": "order_96"}', 400, "/reform"),
    "an unknown parameter": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}, "reform": {"parameters": '
                             '{"poverty_lin.minimum_share": {"2025-01-01": 0.8}}}}', 400,
                             "/reform/parameters/poverty_lin.minimum_share"),
    "a truth for a figure": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}, "reform": {"parameters": '
                             '{"poverty_line.minimum_share": {"2025-01-01": true}}}}', 400,
                             "/reform/parameters/poverty_line.minimum_share/2025-01-01"),
    "a day that the calendar lacks": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}, "reform": {"parameters":'
                                      ' {"poverty_line.minimum_share": {"2025-02-30": 0.8}}}}', 400,
                                     "/reform/parameters/poverty_line.minimum_share/2025-02-30"),
    "a reform without a name": ('{"persons": {"a": {}}, "families": {"f": {"applicant": "a"}}, "reform": {"name": "", '
                                '"parameters": {"poverty_line.minimum_share": {"2025-02-01": 0.8}}}}', 400, "/reform/name"),
    "a null for a year": ('{"persons": {"a": {"wage": {"2025": null}}}}', 400, WAGE + "/2025"),
    "a member twice in a role": ('{"persons": {"a": {}}, "families": {"1": {"applicant": "a", "children": ["b", "b"]}}}',
                                 400, "/families/1/children/1"),
    "a number for a member": ('{"persons": {"a": {}}, "families": {"1": {"children": ["b", 1]}}}', 400,
                              "/families/1/children/1"),
}  # fmt: skip
NUMBERS = [f"{'0' * n}7" for n in range(1, 90)]
GOOD_FAMILY = {"f": {"applicant": "a"}}
LARGE = {
    "60 000 periods": {"persons": {"a": {"wage": {f"x{n}": 1 for n in range(60_000)}}}},
    "40 000 variables": {"persons": {"a": {f"variable_{n}": 1 for n in range(40_000)}}},
    "50 000 persons": {"persons": {f"p{n}": {} for n in range(50_000)}},
    "50 000 keys": {f"key_{n}": 1 for n in range(50_000)},
    "100 000 members": {"families": {"f": {"children": [f"c{n}" for n in range(90_000)]}}},
    "the same member 100 000 times": {"families": {"f": {"children": ["a"] * 150_000}}},
    "30 000 parameters": {"persons": {"a": {}}, "families": GOOD_FAMILY,
                          "reform": {"parameters": {f"poverty_line.x{n}": {"2025-01-01": 1} for n in range(20_000)}}},
    "60 000 days": {"persons": {"a": {}}, "families": GOOD_FAMILY,
                    "reform": {"parameters": {"poverty_line.minimum_share": {f"2025-{n}": 1 for n in range(50_000)}}}},
    "numbers as ids and periods": {"persons": {one: {"wage": dict.fromkeys(NUMBERS, "x")} for one in NUMBERS}},
    "a long name": {"persons": {"a": {"w" * 1_000_000: 1}}},
    "a long period": {"persons": {"a": {"wage": {"2" * 1_000_000: 1}}}},
    "a long value": {"families": {"f": {"region": {"2025-05": "a" * 1_000_000}}}},
    "a long integer": {"persons": {"a": {"wage": {"2025-01": 10**4_000}}}},
}  # fmt: skip
"""Bodies near the largest size that is taken, each wrong in as many places as fit in."""
