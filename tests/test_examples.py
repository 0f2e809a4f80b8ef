"""The examples run as they stand, on a table that the package makes."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    make = ["-m", "openfisca_kz.cli", "synthesize", "--families", "20000", "--out", str(folder / "families.parquet")]
    subprocess.run([sys.executable, *make], check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_an_example_runs(script, folder):
    done = subprocess.run([sys.executable, str(script)], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "cost_of_month" in done.stdout
    assert "p. 8 26)" in done.stdout
