"""A family gets together with others what it gets alone: its result, or its refusal, is of its own records only."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_kz.casebook.cases import case_files, read_cases
from openfisca_kz.comparison.laws import country
from openfisca_kz.errors import SituationError
from openfisca_kz.situations.accepted import accepted
from openfisca_kz.situations.answering import fault_of
from openfisca_kz.situations.apart import answered
from tests.conftest import LAW
from tests.situations.test_building import FAMILY, PERIOD, RESULTS, as_situation, situation_of

BEFORE_THE_CODE = "2018-05"
MONTHS = ("2024-11", "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
DAYS = ("1955-06-01", "1985-03-01", "2004-02-29", "2020-01-01", "2024-11-10", "2025-02-10", "2025-04-10", "2025-05-03")
RULES_WITH_GATES = (
    *("measures_refusal_date", "contract_breach_date", "false_data_date", "death_date", "arrival_date"),
    *("departure_date", "has_permanent_job", "long_illness", "studies_full_time", "full_time_student_in_kazakhstan"),
    *("lives_apart_from_family", "cares_for", "disability_group", "legal_status", "business_activity", "alimony_payer"),
    *("alimony_arrears", "alimony_paid", "declared_business_months", "property_sale_income", "property_purchases"),
)
"""Inputs of a person that open a rule, or are read behind such a gate: drawn as often as all others together."""
GATES_OF_FAMILIES = (
    *("cars_owned", "dwellings_owned", "dwellings_area", "local_ground_of_need", "social_contract_not_concluded"),
    *("farm_potatoes", "farm_pigs", "farm_pigs_age", "farm_pigs_without_income", "farm_no_income_limit"),
    *("farm_barren_pigs", "farm_price_pork", "farm_price_potatoes", "given_natural_zone", "district"),
)
"""The same of a family."""


ROLES = ("applicant", "spouse", "children", "others")


def family(stated=None, **of_person):
    """A family of one person, with what it states and what the person does."""
    person = {"birth_date": {"ETERNITY": "1985-03-01"}, "wage": {"2025-02": 1}, **of_person}
    own = {"applicant": "a", "region": {PERIOD: "aktobe"}, "application_date": {PERIOD: "2025-05-05"}}
    return {"persons": {"a": person}, "families": {"f": {**own, **(stated or {})}}}


MAIN = (*RESULTS, "kind_of_help", "assigned_total")
CARS, PIGS = {"cars_owned": {PERIOD: 2}}, {"farm_pigs": {PERIOD: 1}, "farm_price_pork": {PERIOD: 900}}
FARMER = family({**PIGS, "given_natural_zone": {PERIOD: "steppe"}})
ELSEWHERE, ONCE = {"2025-02": True}, "ETERNITY"
UNBORN = {"birth_date": {ONCE: "2025-05-20"}}
LIMITED = {"farm_no_income_limit": {PERIOD: 1}, "farm_pigs_without_income": {PERIOD: True}}

PAIRS = [
    (family(has_permanent_job=ELSEWHERE), family(measures_refusal_date={ONCE: "2025-04-01"}), MAIN),
    (family(long_illness=ELSEWHERE), family(measures_refusal_date={ONCE: "2025-04-01"}), ("refusal_ground",)),
    (
        family(lives_apart_from_family=ELSEWHERE),
        family(false_data_date={ONCE: "2025-04-01"}),
        ("refused_false_data",),
    ),
    (family({"dwellings_area": {"2025-02": 30}}), family(CARS), MAIN),
    (family({"local_ground_of_need": ELSEWHERE}), family(CARS), MAIN),
    (family(studies_full_time=ELSEWHERE), family(CARS), MAIN),
    (family(**UNBORN), family(CARS), ("refusal_ground",)),
    (family(disability_group={PERIOD: "third"}, birth_date={}), family(CARS), ("refusal_ground",)),
    (family(**UNBORN), family(full_time_student_in_kazakhstan={PERIOD: True}), ("total_income", "family_size")),
    (family(birth_date={}), family({"social_contract_not_concluded": {PERIOD: True}}), ("assigned_total",)),
    (family({"farm_pigs_age": {"2025-02": 3}}), FARMER, MAIN),
    (family({"farm_price_pork": {"2025-02": 900}}), FARMER, MAIN),
    (family({"district": {PERIOD: "akmola__esil"}}), FARMER, MAIN),
    (family({"farm_pigs_without_income": ELSEWHERE}), family({**PIGS, **LIMITED}), ("farm_declaration_holds",)),
    (family(alimony_arrears={"2025-02": 9}), family(alimony_payer={PERIOD: "wanted"}), ("alimony_left_out",)),
    (
        family(declared_business_months={PERIOD: -1}),
        family(business_activity={"2025-02": "entrepreneur"}),
        ("counted_entrepreneur_income",),
    ),
    (
        family(departure_date={ONCE: "2025-02-03"}, death_date={ONCE: "2025-02-02"}),
        family(author_fee={"2025-02": 9}, author_fee_from={"2025-02": DAYS[5]}, author_fee_to={"2025-02": DAYS[5]}),
        ("counted_lump_sums",),
    ),
    (
        family(lives_apart_from_family=ELSEWHERE),
        family(property_purchases={"2025-02": 9}, property_sale_income={"2025-02": 9}),
        ("property_purchase_deduction",),
    ),
    (family(lump_sum={"2025-02": 9}), family(alimony_paid={"2025-02": 9}), ("alimony_paid_deduction",)),
    (family(lump_sum={"2025-02": 9}), family(departure_date={ONCE: DAYS[5]}), ("departed_share",)),
]
"""What no rule reads of a family alone, a family that opens the rule, and what both ask for."""


@functools.cache
def inputs(entity):
    """What a record can state, by name; nothing that a rule finds."""
    system = country()
    return {
        name: one
        for name, one in accepted(system).items()
        if system.variables[name].entity.plural == entity and not one.calculated and one.stated != "never"
    }


@functools.cache
def questions():
    """What is asked for: the main results together, or one of all that the rules find."""
    found = sorted(name for name, one in accepted(country()).items() if one.calculated)
    return (*[MAIN] * len(found), *((name,) for name in found))


@functools.cache
def cases():
    """The lawyers' situations for the month, and for one of the months before the Code."""
    system, found = country(), {PERIOD: [], BEFORE_THE_CODE: []}
    for path in case_files([LAW]):
        for case in read_cases(path, system):
            if str(case.period) in found and not case.reforms:
                found[str(case.period)].append(as_situation(case, system))
    return {period: [one for one in situations if one] for period, situations in found.items()}


@st.composite
def statements(draw, entity, gates):
    """Some inputs of one record, many of them for other months than that of the application."""
    known = inputs(entity)
    names = draw(st.lists(st.sampled_from(gates) | st.sampled_from(sorted(known)), max_size=2, unique=True))
    return {name: {draw(whens(known[name])): draw(values(known[name]))} for name in names if name != "birth_date"}


def whens(one):
    if one.stated == "once":
        return st.just("ETERNITY")
    several = st.sampled_from(["2024", "2025", "month:2025-02:3"])
    months = st.just(PERIOD) | st.sampled_from(MONTHS)
    return st.one_of(months, months, several) if one.stated == "months" else months


def values(one):
    return {
        "choice": st.sampled_from(one.choices),
        "boolean": st.sampled_from([True, True, False]),
        "date": st.sampled_from(DAYS),
        "integer": st.sampled_from([0, 1, 2, 24]),
        "number": st.sampled_from([0, 1, 900, 50_000, 123_456.78] + ([-1] if one.least < 0 else [])),
    }[one.kind]


@st.composite
def situations(draw, pieces):
    """A small family, or one of the lawyers', with one of the pieces and some statements more."""
    whole = draw(st.one_of(FAMILY.map(situation_of), FAMILY.map(situation_of), st.sampled_from(cases()[PERIOD])))
    piece = draw(st.sampled_from(pieces))
    persons = {person: {**facts} for person, facts in whole["persons"].items()}
    families = {family: {**facts} for family, facts in whole["families"].items()}
    draw(st.sampled_from(list(persons.values()))).update(piece["persons"]["a"])
    next(iter(families.values())).update(
        {name: facts for name, facts in piece["families"]["f"].items() if name not in ("applicant", "application_date")}
    )
    if draw(st.booleans()):
        draw(st.sampled_from(list(persons.values()))).update(draw(statements("persons", RULES_WITH_GATES)))
        next(iter(families.values())).update(draw(statements("families", GATES_OF_FAMILIES)))
    return {"persons": persons, "families": families}


def asking(situation, names, period=PERIOD):
    """The situation with these questions and no others."""

    def asked(entity, record):
        told = {name: one for name, one in record.items() if not isinstance(one, dict) or None not in one.values()}
        own = {name for name in names if country().variables[name].entity.plural == entity}
        return told | {name: {period: None} for name in own - told.keys()}

    return {entity: {id_: asked(entity, one) for id_, one in records.items()} for entity, records in situation.items()}


def together(asked):
    """The situations as one, whose records are numbered."""
    whole = {"persons": {}, "families": {}}
    for number, one in enumerate(asked):
        whole["persons"] |= {f"{number}-{person}": facts for person, facts in one["persons"].items()}
        for family_, facts in one["families"].items():
            roles = {role: [f"{number}-{id_}" for id_ in listed(facts[role])] for role in ROLES if role in facts}
            whole["families"][f"{number}-{family_}"] = facts | roles
    return whole


def listed(members):
    return [members] if isinstance(members, str) else members


def outcome(situation):
    """The answers of a situation, or the fault that refuses it."""
    try:
        asked, found = answered(situation, country())
    except SituationError as error:
        return fault_of(error)
    return {(one.entity, one.record, one.variable): value for one, value in zip(asked, found, strict=True)}


def hold_together(asked):
    alone = [outcome(one) for one in asked]
    right = [number for number, one in enumerate(alone) if isinstance(one, dict)]
    if len(right) < len(asked):
        fault = outcome(together(asked))
        assert not isinstance(fault, dict), "one of them is refused alone"
        assert int(fault.place[1].partition("-")[0]) not in right, fault
    if right:
        expected = {
            (entity, f"{new}-{record}", variable): value
            for new, number in enumerate(right)
            for (entity, record, variable), value in alone[number].items()
        }
        assert outcome(together([asked[number] for number in right])) == expected


@pytest.mark.parametrize(("bystander", "opener", "names"), PAIRS)
def test_a_rule_that_another_family_opens_refuses_nobody_else(bystander, opener, names):
    """What no rule reads of a family is not refused because another family opens the rule."""
    bystander, opener = asking(bystander, names), asking(opener, names)
    assert isinstance(outcome(bystander), dict)
    hold_together([bystander, opener])
    hold_together([opener, bystander])


def test_a_rule_that_another_family_opens_excuses_nobody_else():
    nobody_left = family(departure_date={ONCE: "2025-02-03"})
    foreigner = family(legal_status={PERIOD: "other"})
    hold_together([asking(one, ("members_with_right",)) for one in (nobody_left, foreigner)])


def test_results_behind_a_gate_are_found_for_those_who_ask_for_them():
    """What was asked of one family only is found, or refused, for the other when it asks itself."""
    bystander, opener = family(birth_date={}), family({"social_contract_not_concluded": {PERIOD: True}})
    hold_together([asking(one, ("assigned_total", "kind_of_help")) for one in (bystander, opener)])


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_together_as_alone(data):
    """Families of one month of application, refused ones among them."""
    pairs = data.draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=2))
    names = data.draw(st.sampled_from([names for *_, names in pairs]) | st.sampled_from(questions()))
    pieces = [piece for *pair, _ in pairs for piece in pair]
    drawn = data.draw(st.lists(situations(pieces), min_size=3, max_size=6))
    hold_together([asking(one, names) for one in drawn])


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_together_as_alone_before_the_code(data):
    drawn = data.draw(st.lists(st.sampled_from(cases()[BEFORE_THE_CODE]), min_size=2, max_size=5))
    hold_together([asking(one, ("targeted_social_assistance", "total_income"), BEFORE_THE_CODE) for one in drawn])
