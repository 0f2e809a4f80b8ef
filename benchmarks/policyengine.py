"""A small model of assistance on policyengine-core and on ours: one million persons, arrays to results of both laws.

Run alone it makes an environment for policyengine-core (the newest 3.x, under `build/`), runs `policyengine_model`
in it and here by turns, and prints one JSON line. Seconds are medians. Importing and making the systems is timed on
neither side; NaN is refused on both.

`vs_policyengine` is the same small model on both engines, each used as its users do: there every law builds its
entities. In `vs_policyengine_entities_once` they are built once there too, by hand. `vs_policyengine_whole_law` is our
whole law before and after order № 95, to the tiyn, against their small model.
"""

import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

from benchmarks import policyengine_model
from benchmarks.policyengine_model import APPLICATION, KINDS, MONTHS, RESULTS, population, serve, systems
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine import Inputs, build_simulations, number_families
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95
from openfisca_kz.sharing import RecordingSimulation, differences, hand_over

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ROOT / "build" / "policyengine"
REQUIREMENT = "policyengine-core>=3,<4"
VERSIONS = (
    "import policyengine_core, numpy; from importlib.metadata import version;"
    " print(version('policyengine-core'), numpy.__version__)"
)
ROUNDS = 25
LAW_KINDS = (
    "education_material_aid",
    "rental_housing_payment",
    "wage",
    "employer_paid_loan",
    "pension",
    "childcare_benefit",
    "large_family_allowance",
    "state_social_benefit",
)
"""The kinds of the law in place of the model's: order № 95 takes out the first two, as the model's reform does."""
LAW_RESULTS = ("tsa_entitled", "targeted_social_assistance")


def by_engine(laws: Sequence[Any], ids: numpy.ndarray, persons: Inputs, names: Sequence[str]) -> list[numpy.ndarray]:
    """From arrays to the results of both laws; what the reform cannot touch is calculated once."""
    for (name, month), values in persons.items():
        if values.dtype.kind == "f" and numpy.isnan(values).any():
            raise ValueError(f"{name} of {month} is not a number for some person.")
    family_of_person, n_families = number_families(ids)
    first, second = build_simulations(
        laws, family_of_person, n_families, person_inputs=persons, simulation_class=RecordingSimulation
    )
    results = [first.calculate(name, APPLICATION) for name in names]
    hand_over(first, [second], [differences(*laws)])
    return [*results, *(second.calculate(name, APPLICATION) for name in names)]


def small_model() -> Callable[[], list[numpy.ndarray]]:
    """A run of the small model on our engine."""
    laws, data = systems("openfisca_core"), population()
    return lambda: by_engine(laws, data.family_of_person, data.amounts, RESULTS)


def whole_law() -> Callable[[], list[numpy.ndarray]]:
    """A run of our law on the same families, in float64: private schools, and rent that order № 221 pays."""
    country, data = CountryTaxBenefitSystem(), population()
    laws = [BeforeOrder95(country), AfterOrder95(country)]
    of_the_law = dict(zip(KINDS, LAW_KINDS, strict=True))
    persons = {
        (of_the_law[kind], month): amounts.astype(numpy.float64) for (kind, month), amounts in data.amounts.items()
    }
    for fact in ("education_organisation_ownership", "rental_housing_payment_basis"):
        persons[fact, MONTHS[0]] = numpy.full(data.family_of_person.size, 2, dtype=numpy.int16)
    return lambda: by_engine(laws, data.family_of_person, persons, LAW_RESULTS)


RUNS = {"small_model": small_model, "whole_law": whole_law}


def environment() -> Path:
    """The Python of policyengine-core's own environment, which is made if it is not there or not whole."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if python.exists() and not subprocess.run([python, "-c", VERSIONS], capture_output=True, check=False).returncode:
        return python
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", REQUIREMENT]
    for command in ([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], [str(python), *pip]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return python


@contextlib.contextmanager
def server(*command: str) -> Iterator[Callable[[], dict[str, Any]]]:
    """A process that makes one run each time it is called: seconds and sums."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def run() -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise SystemExit(f"{' '.join(command)} cannot be spoken to.")
        print(file=process.stdin, flush=True)
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"{' '.join(command)} ended with status {process.wait()}.")
        return json.loads(line)

    with process:
        yield run


def check(sums: Mapping[str, Sequence[float]]) -> None:
    """Refuses sums that differ: families with a right, and tenge, before and after.

    Numbers of families must be equal, and tenge of the same model up to float32. The law rounds the help of each
    family to a whole tenge: by half a tenge at most.
    """
    expected = sums["policyengine"]
    for name, found in sums.items():
        for side in (0, 2):
            (families, tenge), (our_families, our_tenge) = expected[side : side + 2], found[side : side + 2]
            tolerance = families / 2 if name == "whole_law" else tenge * 1e-6
            if families != our_families or abs(tenge - our_tenge) > tolerance:
                raise SystemExit(f"policyengine-core and {name} differ: {expected} and {found}")


def main() -> None:
    """Prints the ratios."""
    theirs = environment()
    commands = {
        "policyengine": (str(theirs), "-m", policyengine_model.__name__, "each"),
        "entities_once": (str(theirs), "-m", policyengine_model.__name__, "once"),
        **{name: (sys.executable, "-m", "benchmarks.policyengine", name) for name in RUNS},
    }
    with contextlib.ExitStack() as stack:
        runs = {name: stack.enter_context(server(*command)) for name, command in commands.items()}
        check({name: run()["sums"] for name, run in runs.items()})
        rounds = [{name: run()["seconds"] for name, run in runs.items()} for _ in range(ROUNDS)]
    seconds = {name: statistics.median(times[name] for times in rounds) for name in runs}
    ran = subprocess.run([theirs, "-c", VERSIONS], capture_output=True, text=True, check=True).stdout.split()
    print("policyengine-core {}, numpy {}".format(*ran), file=sys.stderr)
    measures = {
        "vs_policyengine": seconds["small_model"] / seconds["policyengine"],
        "policyengine_seconds": seconds["policyengine"],
        "ours_seconds": seconds["small_model"],
        "vs_policyengine_entities_once": seconds["small_model"] / seconds["entities_once"],
        "vs_policyengine_whole_law": seconds["whole_law"] / seconds["policyengine"],
    }
    print(json.dumps(measures))


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(RUNS[sys.argv[1]]())
    else:
        main()
