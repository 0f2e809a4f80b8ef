"""Changes the law one bit at a time, and counts how many changes the lawyers' cases alone notice.

`python -m benchmarks.mutants` runs every mutant, prints the share that is caught as JSON, and names on standard error
those that are not. Mutants are: every boolean item of the law turned round, every norm and threshold one unit of its
last digit higher, and every comparison of the rules with its boundary moved (`<=` for `<`, `!=` for `==`). Each is run
against the cases that read what was changed, and nothing else: neither the oracle nor the other tests.
"""

from __future__ import annotations

import ast
import json
import multiprocessing
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "law"
LAW = ROOT / "openfisca_kz"
RULES = ("variables", "building_blocks", "dates.py", "facts.py", "income_lists.py", "members.py", "money.py")
"""Where the rules stand; the rest of the package reads, shows and checks."""
REFUSALS = ("check", "refuse")
"""How functions begin that only refuse bad input: a case says what comes out, it cannot expect an error."""
OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclass(frozen=True)
class Figure:
    """One dated value of a parameter, and the positions of the cases that read it."""

    name: str
    start: str
    cases: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.name} from {self.start}"


@dataclass(frozen=True)
class Comparison:
    """One comparison of a rule (the `number`-th of its file), and the positions of the cases that calculate it."""

    path: Path
    number: int
    line: int
    cases: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def changed(value: bool | int | float) -> bool | int | float:
    """A boolean turned round; a number one unit of its last digit higher: 70 → 71, 0.35 → 0.36."""
    if isinstance(value, bool):
        return not value
    exact = Decimal(str(value))
    return type(value)(exact + Decimal((0, (1,), int(exact.as_tuple().exponent))))


# ---- What each case reads


@dataclass
class Reads:
    """Of one case: the parameters that it read, with the days, and the variables that it calculated."""

    figures: set[tuple[str, str]]
    variables: set[str]
    reformed: bool


def all_cases() -> list[Any]:
    """The lawyers' cases, in the order of their files."""
    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.casebook.cases import case_files, read_cases

    system = CountryTaxBenefitSystem()
    return [case for path in case_files([CASES]) for case in read_cases(path, system)]


def reads(cases: Iterable[Any]) -> list[Reads]:
    """What each case reads, by the engine's own tracer. A case that does not hold unchanged ends the run."""
    from openfisca_core.simulations import SimulationBuilder

    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.casebook.running import run, with_reforms

    traced: list[Any] = []
    build = SimulationBuilder.build_from_dict

    def build_traced(*arguments: Any) -> Any:
        simulation = build(*arguments)
        simulation.trace = True
        traced.append(simulation)
        return simulation

    SimulationBuilder.build_from_dict = build_traced
    found, reformed = [], with_reforms(CountryTaxBenefitSystem())
    for case in cases:
        if run(case, reformed):
            raise SystemExit(f"{case.title} does not hold: mutants need cases that do.")
        nodes = list(_nodes(traced.pop().tracer.trees))
        figures = {(read.name.lstrip("."), str(read.period)) for node in nodes for read in node.parameters}
        found.append(Reads(figures, {node.name for node in nodes}, bool(case.reforms)))
    SimulationBuilder.build_from_dict = build
    return found


def _nodes(trees: Iterable[Any]) -> Iterator[Any]:
    for tree in trees:
        yield tree
        yield from _nodes(tree.children)


# ---- The mutants


def figures(of_cases: list[Reads]) -> list[Figure]:
    """Every boolean and number of the parameters that is in force on some day that the program covers."""
    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.building_blocks.covered_law import covered_months
    from openfisca_kz.parameter_files import dated_parameters

    readers: dict[str, list[tuple[str, int]]] = {}
    for number, case in enumerate(of_cases):
        for name, day in case.figures:
            readers.setdefault(name, []).append(("" if case.reformed else day, number))
    found = []
    for parameter in dated_parameters(CountryTaxBenefitSystem().parameters):
        end = "9999"
        for value in parameter.values_list:  # newest first
            start = value.instant_str
            covered = any(start[:7] <= last and first < end[:7] for first, last in covered_months())
            if value.value is not None and covered:
                read = {case for day, case in readers.get(parameter.name, ()) if not day or start <= day < end}
                found.append(Figure(parameter.name, start, tuple(sorted(read))))
            end = start
    return found


def comparisons(of_cases: list[Reads]) -> list[Comparison]:
    """Every comparison of the rules, but for those that only refuse bad input."""
    found = []
    for place in RULES:
        for path in sorted((LAW / place).rglob("*.py")) if (LAW / place).is_dir() else [LAW / place]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
            calculated = [number for number, case in enumerate(of_cases) if names & case.variables]
            cases = tuple(calculated if place == "variables" and calculated else range(len(of_cases)))
            found += [Comparison(path, number, node.lineno, cases) for number, node in enumerate(_compared(tree))]
    return found


def _compared(tree: ast.AST) -> Iterator[ast.Compare]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and _refuses(node):
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
            yield node
        yield from _compared(node)


def _refuses(function: ast.FunctionDef) -> bool:
    """Whether a function only refuses bad input: by its name, or because it raises an error itself."""
    named = function.name.lstrip("_").startswith(REFUSALS)
    return named or any(isinstance(node, ast.Raise) for node in ast.walk(function))


# ---- Running them


def _run_figures(mutants: list[Figure], cases: list[Any]) -> Iterator[bool]:
    from openfisca_kz import CountryTaxBenefitSystem
    from openfisca_kz.parameter_files import dated_parameters

    system = CountryTaxBenefitSystem()
    by_name = {parameter.name: parameter for parameter in dated_parameters(system.parameters)}
    for mutant in mutants:
        dated = next(value for value in by_name[mutant.name].values_list if value.instant_str == mutant.start)
        value, dated.value = dated.value, changed(dated.value)
        type(system).get_parameters_at_instant.cache_clear()
        yield _noticed(mutant.cases, cases, system)
        dated.value = value


def _run_comparison(mutant: Comparison, cases: list[Any]) -> bool:
    """In a process of its own that has not imported the law yet: it imports the changed file instead."""

    def get_code(loader: SourceFileLoader, name: str, original: Any = SourceFileLoader.get_code) -> CodeType:
        if Path(loader.path) != mutant.path:
            return original(loader, name)  # type: ignore[no-any-return]
        tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
        compared = list(_compared(tree))[mutant.number]
        compared.ops[0] = OTHER[type(compared.ops[0])]()
        return compile(tree, str(mutant.path), "exec")

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    try:
        from openfisca_kz import CountryTaxBenefitSystem

        system = CountryTaxBenefitSystem()
    except Exception:  # noqa: BLE001 a law that cannot even be loaded is noticed
        return True
    return _noticed(mutant.cases, cases, system)


def _noticed(positions: Iterable[int], cases: list[Any], system: Any) -> bool:
    from openfisca_kz.casebook.cases import CaseError
    from openfisca_kz.casebook.running import run, with_reforms

    reformed = with_reforms(system)
    for position in positions:
        try:
            if run(cases[position], reformed):
                return True
        except CaseError:
            return True
    return False


def _in_processes(task: Callable[..., list[bool]], parts: list[tuple[Any, ...]]) -> list[bool]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(maxtasksperchild=1) as pool:
        return [caught for part in pool.starmap(task, parts, chunksize=1) for caught in part]


def _figures_task(mutants: list[Figure], file: str) -> list[bool]:
    return list(_run_figures(mutants, pickle.loads(Path(file).read_bytes())))


def _comparison_task(mutant: Comparison, file: str) -> list[bool]:
    import openfisca_core.model_api  # noqa: F401 before the loader is changed

    data = Path(file).read_bytes()
    return [_run_comparison(mutant, _Later(data))]


class _Later(list[Any]):
    """Cases that are unpickled when the first of them is asked for: their class belongs to the law's package."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def __getitem__(self, position: Any) -> Any:
        if not self:
            self.extend(pickle.loads(self.data))
        return super().__getitem__(position)


def main() -> None:
    """Runs all mutants and prints the share that was caught, with the names of the others on standard error."""
    cases = all_cases()
    of_cases = reads(cases)
    numbers, signs = figures(of_cases), comparisons(of_cases)
    step = 40
    with tempfile.NamedTemporaryFile() as file:
        file.write(pickle.dumps(cases))
        file.flush()
        parts = [(numbers[start : start + step], file.name) for start in range(0, len(numbers), step)]
        caught = _in_processes(_figures_task, parts)
        caught += _in_processes(_comparison_task, [(sign, file.name) for sign in signs])
    for mutant, noticed in zip([*numbers, *signs], caught, strict=True):
        if not noticed:
            print(f"not caught: {mutant}", file=sys.stderr)
    counts = {"mutants_of_figures": len(numbers), "mutants_of_comparisons": len(signs)}
    print(json.dumps({"mutants_caught": sum(caught) / len(caught), **counts}))


if __name__ == "__main__":
    main()
