"""Runs a case and compares every expected value exactly: money to the tiyn, all else by equality."""

import importlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.casebook.cases import Case, CaseError
from openfisca_kz.money import TIYN


def with_reforms(system: TaxBenefitSystem) -> Callable[[tuple[str, ...]], TaxBenefitSystem]:
    """A function that applies reforms (dotted names of classes) to the system, each combination built once."""
    built: dict[tuple[str, ...], TaxBenefitSystem] = {(): system}

    def reformed(reforms: tuple[str, ...]) -> TaxBenefitSystem:
        if reforms not in built:
            module, _, name = reforms[-1].rpartition(".")
            reform = getattr(importlib.import_module(module), name)
            built[reforms] = reform(reformed(reforms[:-1]))
        return built[reforms]

    return reformed


def run(case: Case, reformed: Callable[[tuple[str, ...]], TaxBenefitSystem]) -> list[str]:
    """All differences between what the case expects and what comes out, one sentence each; empty if it holds.

    Raises:
        CaseError: the situation of the case cannot be built or calculated; names file, case and reason.
    """
    try:
        system = reformed(case.reforms)
        builder = SimulationBuilder()
        builder.set_default_period(case.period)
        simulation = builder.build_from_dict(system, case.input)
        if simulation is None:
            raise CaseError("the input holds neither entities nor variables.")
        if not list(_expectations(case, simulation)):
            raise CaseError("output expects nothing: name a variable and its value.")
        return list(_differences(case, simulation))
    except Exception as error:  # whatever the engine raises, the lawyer is told which case it was
        raise CaseError(f"{case.title}: {error}") from error


def _differences(case: Case, simulation: Simulation) -> Iterator[str]:
    for name, period, index, expected in _expectations(case, simulation):
        values = simulation.calculate(name, period)
        got = list(values.decode_to_str()) if isinstance(values, EnumArray) else list(values)
        wanted = expected if isinstance(expected, list) else [expected]
        shown = got if index is None else [got[index]]
        if len(wanted) == 1 and len(shown) > 1:
            wanted *= len(shown)
        if len(wanted) != len(shown) or not all(map(same, shown, wanted)):
            place = "" if index is None else f" of {simulation.get_variable_population(name).ids[index]}"
            yield f"{name}{place} in {period}: expected {_text(wanted)}, got {_text(shown)}"


def _expectations(case: Case, simulation: Simulation) -> Iterator[tuple[str, str, int | None, Any]]:
    """Variable, period, position of the record (None: all) and expected value of each line of `output:`."""
    entities = simulation.tax_benefit_system.entities
    plurals = {entity.plural: entity.key for entity in entities}
    for key, value in case.output.items():
        if key in plurals:
            ids = list(simulation.populations[plurals[key]].ids)
            for record, lines in value.items():
                if record not in ids:
                    raise CaseError(f"output names {record}, which the input does not have.")
                for name, expected in lines.items():
                    yield from _by_period(case, name, ids.index(record), expected)
        elif key in plurals.values():
            for name, expected in value.items():
                yield from _by_period(case, name, None, expected)
        else:
            yield from _by_period(case, key, None, value)


def _by_period(case: Case, name: str, index: int | None, expected: Any) -> Iterator[tuple[str, str, int | None, Any]]:
    for period, value in expected.items() if isinstance(expected, dict) else [(case.period, expected)]:
        yield name, str(period), index, value


def same(got: Any, expected: Any) -> bool:
    """Whether a calculated value is the expected one: floats to the tiyn, all else equal and of the same kind."""
    if isinstance(got, bool | numpy.bool_) or isinstance(expected, bool):
        return isinstance(got, bool | numpy.bool_) and isinstance(expected, bool) and bool(got) == expected
    if isinstance(got, float | numpy.floating):
        if not isinstance(expected, int | float):
            return False
        tiyn = Decimal(str(expected)) * TIYN
        return bool(numpy.isfinite(got)) and tiyn == int(tiyn) and int(numpy.rint(got * TIYN)) == int(tiyn)
    return str(got) == str(expected)


def _text(values: list[Any]) -> str:
    texts = [f"{value:.2f}" if isinstance(value, float | numpy.floating) else str(value) for value in values]
    return texts[0] if len(texts) == 1 else ", ".join(texts)
