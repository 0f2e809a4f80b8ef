"""Runs every measure, writes `benchmarks/results.json` and prints a table; exit status 1 if a bound is missed."""

import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
LOADING = """
import json, time
started = time.perf_counter()
import openfisca_kz
openfisca_kz.CountryTaxBenefitSystem()
seconds = time.perf_counter() - started
from benchmarks.memory import peak_mb
print(json.dumps({"load_seconds": seconds, "load_mb": peak_mb()}))
"""
REGISTER = """
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.legislation.encoding import encodings
from openfisca_kz.legislation.provisions import provisions
found, listed = encodings(CountryTaxBenefitSystem()), provisions().values()
print(sum(map(found.accounted_for, listed)) / len(listed))
"""
CASES = """
import itertools, time
from pathlib import Path
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.casebook.cases import case_files, read_cases
from openfisca_kz.casebook.running import run, with_reforms
started = time.perf_counter()
system = CountryTaxBenefitSystem()
reformed = with_reforms(system)
cases = (case for path in case_files([Path("tests/law")]) for case in read_cases(path, system))
done = [run(case, reformed) for case in itertools.islice(cases, 500)]
assert len(done) == 500 and not any(done)
print(time.perf_counter() - started)
"""


class Bound(NamedTuple):
    """What a measure may be at most (or, where more is better, must be at least), and what it is."""

    bound: float
    what: str
    at_least: bool = False

    def missed(self, value: float) -> bool:
        """Whether a value is on the wrong side of the bound."""
        return value < self.bound if self.at_least else value > self.bound


BOUNDS = {
    "engine_ratio": Bound(2, "engine ÷ plain numpy, 1 M persons, 40 columns, 3 months, both laws"),
    "engine_peak_gb": Bound(2, "peak memory of that run with its data, GB"),
    "load_seconds": Bound(1, "import of openfisca_kz and building the system, s"),
    "load_mb": Bound(100, "memory of the same process, Python itself included, MB"),
    "money_differences": Bound(0, "of 10 000 random families, results that differ from exact decimals"),
    "compare_seconds": Bound(30, "make compare when installed, population made anew, s"),
    "register_coverage": Bound(1, "provisions of the acts that rules or a reason account for, share", at_least=True),
    "cases_500_seconds": Bound(15, "500 lawyers' cases read and run, s"),
    "tables_seconds": Bound(1, "all ten tables of one million families, s"),
    "reform_overhead": Bound(1.25, "compare ÷ simulate, one million persons, order № 95"),
    "vs_policyengine": Bound(0.7, "one small model, arrays to result: this engine ÷ policyengine-core"),
    "country_ratio": Bound(1.5, "compare of 20.5 million persons ÷ the same job by hand (numpy, pyarrow)"),
    "country_peak_gib": Bound(3, "peak memory of it with its workers, GiB"),
    "scaling": Bound(1.1, "time a person at 20.5 million ÷ at one million"),
    "dask_speedup": Bound(1.7, "one Dask worker ÷ two", at_least=True),
    "calculate_median_ms": Bound(15, "/calculate of a family of five, 100 requests a second, two workers, ms"),
    "calculate_p99_ms": Bound(60, "99th percentile of the same, ms"),
    "service_growth": Bound(1.05, "memory of the service after that ÷ before"),
    "batch_10000_seconds": Bound(2, "/batch of 10 000 families of five, s"),
    "refusal_slowest_ms": Bound(100, "slowest refusal of the corpus of wrong requests, ms"),
    "fuzz_wrong": Bound(0, "of 100 000 mutated requests, answers 5xx, hangs, connections cut off"),
    "schemathesis_failures": Bound(0, "what half an hour of schemathesis finds against /spec"),
    "mutants_caught": Bound(0.95, "changes of one figure or comparison that the cases notice, share", at_least=True),
}


def python(*arguments: str, progress: bool = False) -> str:
    """What a Python process of its own prints; its progress goes to the terminal if asked for."""
    errors = None if progress else subprocess.PIPE
    command = [sys.executable, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=HERE.parent, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)[:80]} failed:\n{done.stdout}{done.stderr or ''}")
    return done.stdout


def compare_seconds() -> float:
    """The main job as `make compare` runs it: make the population, compare, write the results."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = f"{folder}/population.parquet", f"{folder}/out"
        start = time.perf_counter()
        python("-m", "openfisca_kz.cli", "synthesize", "--families", "20000", "--seed", "1", "--out", data)
        compare = ("compare", data, "--reform", "order_95_2025", "--period", "2025-05", "--out", out)
        python("-m", "openfisca_kz.cli", *compare)
        return time.perf_counter() - start


def engine() -> dict[str, float]:
    """Time against numpy, and memory."""
    ratio = json.loads(python("-m", "benchmarks.engine", "ratio"))
    peak = json.loads(python("-m", "benchmarks.engine", "peak"))["peak_gb"]
    seconds = {name: ratio[name] for name in ("engine_seconds", "numpy_seconds")}
    return {"engine_ratio": ratio["ratio"], **seconds, "engine_peak_gb": peak}


def load() -> dict[str, float]:
    """Time and memory of building the system."""
    loads = [json.loads(python("-c", LOADING)) for _ in range(3)]
    return {name: pick(load[name] for load in loads) for name, pick in (("load_seconds", min), ("load_mb", max))}


def printed(*arguments: str, progress: bool = False) -> dict[str, float]:
    """The measures that a Python process prints as JSON."""
    found: dict[str, float] = json.loads(python(*arguments, progress=progress))
    return found


MEASURES: dict[str, Callable[[], dict[str, float]]] = {
    "engine": engine,
    "load": load,
    "money": lambda: {"money_differences": float(python("-m", "benchmarks.money"))},
    "compare": lambda: {"compare_seconds": compare_seconds()},
    "register": lambda: {"register_coverage": float(python("-c", REGISTER))},
    "cases": lambda: {"cases_500_seconds": float(python("-c", CASES))},
    "tables": lambda: printed("-m", "benchmarks.tables"),
    "policyengine": lambda: printed("-m", "benchmarks.policyengine"),
    "reform_overhead": lambda: printed("-m", "benchmarks.country", "reform_overhead"),
    "country": lambda: printed("-m", "benchmarks.country", "country_ratio"),
    "scaling": lambda: printed("-m", "benchmarks.country", "scaling"),
    "dask": lambda: printed("-m", "benchmarks.country", "dask_speedup"),
    "service_load": lambda: printed("-m", "benchmarks.service", "load"),
    "service_batch": lambda: printed("-m", "benchmarks.service", "batch"),
    "service_capacity": lambda: printed("-m", "benchmarks.service", "capacity"),
    "service_refusals": lambda: printed("-m", "benchmarks.service", "refusals"),
    "mutants": lambda: printed("-m", "benchmarks.mutants"),
}
"""What can be measured by itself: `python -m benchmarks register cases`; all of it without names."""
LONG: dict[str, Callable[[], dict[str, float]]] = {
    "service_fuzz": lambda: printed("-m", "benchmarks.service_fuzz", "fuzz", progress=True),
    "service_schemathesis": lambda: printed("-m", "benchmarks.service_fuzz", "schemathesis", progress=True),
}
"""What is measured only by name: `make fuzz`, some fifty minutes."""


def main() -> None:
    """Measures what is named, or all; writes it beside what was measured earlier, and prints."""
    measures = MEASURES | LONG
    unknown = [name for name in sys.argv[1:] if name not in measures]
    if unknown:
        sys.exit(f"There is no measure {', '.join(unknown)}. Known: {', '.join(measures)}.")
    earlier = sys.argv[1:] and RESULTS.exists()
    values: dict[str, float] = json.loads(RESULTS.read_text(encoding="utf-8")) if earlier else {}
    fresh: set[str] = set()
    for name in sys.argv[1:] or MEASURES:
        found = measures[name]()
        fresh |= found.keys()
        values |= found
        RESULTS.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    print(f"{'measure':<20}{'bound':>8}{'value':>10}   what")
    missed = False
    for name, bound in BOUNDS.items():
        if name in fresh:
            verdict = "   MISSED" if bound.missed(values[name]) else ""
            missed |= bound.missed(values[name])
            side = "≥" if bound.at_least else "≤"
            print(f"{name:<20}{side + f'{bound.bound:g}':>8}{values[name]:>10.3f}   {bound.what}{verdict}")
    system = f"{platform.system()} {platform.machine()}, {numpy.__name__} {numpy.__version__}"
    print(f"Python {platform.python_version()} on {system}; written to benchmarks/results.json")
    sys.exit(missed)


if __name__ == "__main__":
    main()
