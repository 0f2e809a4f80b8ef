"""A wheel built from this tree installs into an empty environment and works from any folder."""

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
WHEELS = Path(sys.prefix) / "wheels"
PROGRAM = """
import json, openfisca_kz
from openfisca_kz.legislation import acts
from openfisca_kz.locale import LANGUAGES, labels
from openfisca_kz.reforms.order_95_2025 import BeforeOrder95
system = BeforeOrder95(openfisca_kz.CountryTaxBenefitSystem())
print(json.dumps({
    "file": openfisca_kz.__file__,
    "variables": len(system.variables),
    "mci": system.parameters.monthly_calculation_index("2025-05-05"),
    "acts": len(acts()),
    "labels": {language: len(labels(language)["variables"]) for language in LANGUAGES},
}))
"""


def test_the_wheel_works_in_an_empty_environment(system, tmp_path):
    # The sdist, and the wheel from it; without the network once `make` has fetched the wheels of the dependencies.
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", ROOT], tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    source = ["--no-index", "--find-links", WHEELS] if WHEELS.exists() else []
    run([python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", *source, wheel], tmp_path)
    found = json.loads(run([python, "-W", "error", "-c", PROGRAM], tmp_path).stdout)
    assert Path(found["file"]).is_relative_to(tmp_path / "empty")
    assert found["variables"] == len(system.variables)
    assert found["mci"] == 3932
    assert found["acts"] > 10
    assert found["labels"] == dict.fromkeys(["kk", "ru"], len(system.variables))
    answer = subprocess.run([python.with_name("openfisca-kz")], capture_output=True, text=True, cwd=tmp_path)
    assert answer.returncode == 2
    assert "openfisca-kz[population]" in answer.stderr
    assert "Traceback" not in answer.stderr


def run(command, folder):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done
