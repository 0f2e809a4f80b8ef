"""Simulations of whole populations from arrays: entities are built once, vectorised, and shared by several systems."""

import functools
from collections.abc import Mapping, Sequence

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.model_api import Enum
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.dates import NOT_STATED
from openfisca_kz.money import GivenFigure, Income
from openfisca_kz.stated import state

Inputs = Mapping[tuple[str, str | None], numpy.ndarray]
"""Arrays by variable and month ('2025-02'; None for what holds for ever). Enums as item names or as indices; NaT is a
date that is not stated."""


def build_simulations(
    systems: Sequence[TaxBenefitSystem],
    family_of_person: numpy.ndarray,
    n_families: int,
    roles: numpy.ndarray | None = None,
    person_inputs: Inputs | None = None,
    family_inputs: Inputs | None = None,
    person_ids: Sequence[object] | None = None,
    family_ids: Sequence[object] | None = None,
    simulation_class: type[Simulation] = Simulation,
) -> list[Simulation]:
    """One simulation for each system over the same population; nothing is copied between them.

    Args:
        systems: tax and benefit systems, such as the law before and after an amending act.
        family_of_person: shape (persons,), index of each person's family, 0 to n_families − 1, any order.
        n_families: number of families; each must have a member.
        roles: shape (persons,), index of the role in the order of the entity (applicant, spouse, child, other).
        person_inputs, family_inputs: arrays of shape (persons,) and (families,). They are trusted to be checked
            (finite, not negative, whole tiyn) and are used as they are: do not change them afterwards.
        person_ids, family_ids: how messages name them; their positions unless given.
        simulation_class: of the first simulation; `sharing.RecordingSimulation` to hand its results to the others.

    Raises:
        ValueError: an index of a family or a role out of range, an array of the wrong length.
        VariableNotFoundError: an unknown variable.
    """
    family_of_person = numpy.ascontiguousarray(family_of_person, dtype=numpy.intp)
    if family_of_person.size and not 0 <= family_of_person.min() <= family_of_person.max() < n_families:
        raise ValueError(f"family_of_person must hold indices from 0 to {n_families - 1}.")
    known_roles = len(systems[0].group_entities[0].flattened_roles)
    if roles is not None and (
        roles.shape != family_of_person.shape or (roles.size and not 0 <= roles.min() <= roles.max() < known_roles)
    ):
        raise ValueError(f"roles must hold an index from 0 to {known_roles - 1} for each person.")
    simulations: list[Simulation] = []
    shared_sums: dict[tuple[int, ...], object] = {}
    members_role = None if roles is None else numpy.array(systems[0].group_entities[0].flattened_roles)[roles]
    for system in systems:
        populations = system.instantiate_entities()
        persons, families = populations["person"], populations["family"]
        persons.count, families.count = family_of_person.size, n_families
        persons.shared_sums = shared_sums
        persons.ids = range(family_of_person.size) if person_ids is None else person_ids
        families.ids = range(n_families) if family_ids is None else family_ids
        families.members_entity_id = family_of_person
        families._members_role = members_role  # noqa: SLF001 its setter loops
        simulation = (Simulation if simulations else simulation_class)(system, populations)
        given = {**(person_inputs or {}), **(family_inputs or {})}
        taken = {
            name for name in {name for name, _ in given} if simulations and _take(simulation, name, simulations[0])
        }
        for (name, month), array in given.items():
            if name not in taken:
                _set(simulation, name, month, array)
        simulations.append(simulation)
    return simulations


def _take(simulation: Simulation, name: str, first: Simulation) -> bool:
    """Takes what another simulation holds of an input, the same arrays; False if it is another variable there."""
    system = simulation.tax_benefit_system
    if system.get_variable(name, check_existence=True) is not first.tax_benefit_system.variables.get(name):
        return False
    holder, source = simulation.get_holder(name), first.get_holder(name)
    for when in source.get_known_periods():
        holder._set(when, source.get_array(when))  # noqa: SLF001
    for key in source.__dict__.keys() - holder.__dict__.keys():  # who stated it, and for when
        holder.__dict__[key] = dict(source.__dict__[key])
    return True


def _set(simulation: Simulation, name: str, month: str | None, array: numpy.ndarray) -> None:
    """Puts a checked array into the simulation without the copies and checks of the engine's `set_input`."""
    variable = simulation.tax_benefit_system.get_variable(name, check_existence=True)
    holder = simulation.get_holder(name)
    if variable.value_type == Enum and not isinstance(array, EnumArray):
        array = variable.possible_values.encode(numpy.asarray(array))
    if numpy.asarray(array).dtype.kind == "M":
        array = numpy.where(numpy.isnat(array), numpy.datetime64(NOT_STATED), array)
    when = _period(month or DateUnit.ETERNITY)
    if isinstance(variable, GivenFigure):
        state(holder, when, array, array)
    elif isinstance(variable, Income) or not variable.set_input:
        holder._set(when, array)  # noqa: SLF001
    else:
        holder.set_input(when, array)  # numbers and facts with checks of their own


_period = functools.cache(period)
"""The engine reads a month anew each time, as long as it takes to look at thousands of persons."""


def number_families(ids: numpy.ndarray) -> tuple[numpy.ndarray, int]:
    """Numbers families 0, 1, … in the order in which their ids first appear.

    Args:
        ids: shape (persons,), any sortable type; the members of a family need not stand together.

    Returns:
        The number of each person's family, shape (persons,), and how many families there are.
    """
    starts = numpy.empty(ids.size, dtype=bool)
    starts[:1] = True
    numpy.not_equal(ids[1:], ids[:-1], out=starts[1:])
    runs = numpy.cumsum(starts) - 1
    first = numpy.flatnonzero(starts)
    run_ids = ids[first]
    if (run_ids[1:] > run_ids[:-1]).all():  # sorted by family: no id can come back
        return runs, int(first.size)
    distinct, run_of_distinct, number = numpy.unique(run_ids, return_index=True, return_inverse=True)
    if distinct.size == first.size:  # every family stands together: runs are families
        return runs, int(first.size)
    rank = numpy.empty(distinct.size, dtype=numpy.intp)
    rank[numpy.argsort(run_of_distinct)] = numpy.arange(distinct.size)
    return rank[number][runs], int(distinct.size)
