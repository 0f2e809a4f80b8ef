"""The stock OpenFisca tools keep working: `openfisca test`, `openfisca serve` with and without a reform."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.test_reforms import family_by_hand

OPENFISCA = str(Path(sys.executable).with_name("openfisca"))
BEFORE = "openfisca_kz.reforms.order_95_2025.BeforeOrder95"


@pytest.fixture(params=[None, BEFORE], ids=["law in force", "before order 95"])
def api(request):
    """A real server process on a free port; gives its address and the reform."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    reform = ["--reforms", request.param] if request.param else []
    command = [OPENFISCA, "serve", "--country-package", "openfisca_kz", *reform, "--bind", address, "--workers", "1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                get(f"http://{address}/variables")
                break
            except urllib.error.URLError:
                assert server.poll() is None, "the server stopped"
                time.sleep(0.1)
        yield f"http://{address}", request.param
    finally:
        server.terminate()
        server.wait(10)


def get(url, body=None):
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as reply:
        return json.load(reply)


def test_the_web_api_calculates_the_family_worked_by_hand(api):
    address, reform = api
    situation = family_by_hand("private", "2025-05-05")
    situation["families"]["family"] |= {
        "total_income": {"2025-05": None},
        "targeted_social_assistance": {"2025-05": None},
        "poverty_line_basis": {"2025-05": None},
    }
    family = get(f"{address}/calculate", situation)["families"]["family"]
    assert family["total_income"] == {"2025-05": 406_228 if reform else 360_000}
    assert family["targeted_social_assistance"] == {"2025-05": 10_791 if reform else 26_200}
    assert family["poverty_line_basis"] == {"2025-05": "published"}


def test_the_web_api_shows_variables_and_figures_with_their_acts(api):
    address, _ = api
    wage = get(f"{address}/variable/wage")
    assert wage["references"] == ["Order № 181 p. 16 1), first paragraph"]
    assert "documentation" in wage
    mci = get(f"{address}/parameter/monthly_calculation_index")
    assert mci["values"]["2025-01-01"] == 3932
    assert mci["metadata"]["unit"] == "currency-KZT"
    assert get(f"{address}/spec")["openapi"]


def test_a_bad_amount_is_a_bad_request_with_its_place(api):
    address, _ = api
    situation = family_by_hand("private", "2025-05-05")
    situation["persons"]["mother"]["wage"]["2025-02"] = -5
    with pytest.raises(urllib.error.HTTPError) as error:
        get(f"{address}/calculate", situation)
    assert error.value.code == 400
    assert "negative" in error.value.read().decode()


def test_the_stock_runner_applies_the_reform(tmp_path):
    case = """- name: Under the law as if order 95 had not been adopted
  period: 2025-05
  input:
    persons:
      a: {education_material_aid: {2025-02: 46228}, education_organisation_ownership: private}
    families:
      f: {applicant: a}
  output:
    total_income: 46228
"""
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    command = [OPENFISCA, "test", "--country-package", "openfisca_kz", str(tmp_path)]
    plain = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    reformed = subprocess.run([*command, "--reforms", BEFORE], capture_output=True, text=True, cwd=tmp_path)
    assert plain.returncode == 1
    assert "[0.] differs from 46228" in plain.stdout
    assert reformed.returncode == 0, reformed.stdout
