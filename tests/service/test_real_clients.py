"""Clients made for OpenFisca's own web API run unchanged against ours: two real servers asked the same."""

import importlib
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from openfisca_kz.client import Client
from openfisca_kz.service.openapi import EXAMPLE
from tests.service.operation.server_process import server
from tests.service.test_calculate import values_of

PERIOD = "2025-05"
OPENFISCA = str(Path(sys.executable).with_name("openfisca"))
APPLICATION = "openfisca_kz.service.app:create_app"


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The address of our server."""
    with server(tmp_path_factory.mktemp("ours"), APPLICATION) as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture(scope="module")
def stock():
    """The address of `openfisca serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [OPENFISCA, "serve", "--country-package", "openfisca_kz", "--bind", address, "--workers", "1"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                call(f"http://{address}", "/entities")
                break
            except urllib.error.URLError:
                assert running.poll() is None, "the stock server stopped"
                time.sleep(0.1)
        yield f"http://{address}"
    finally:
        running.terminate()
        running.wait(10)


def call(address, path, body=None):
    """What the documentation of OpenFisca does with curl."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address + path, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def test_calculate(ours, stock):
    answered = call(ours, "/calculate", EXAMPLE)
    assert answered == call(stock, "/calculate", EXAMPLE)
    assert answered["families"]["family"]["targeted_social_assistance"] == {PERIOD: 26_200}


def test_trace(ours, stock):
    mine, theirs = (call(address, "/trace", EXAMPLE) for address in (ours, stock))
    assert mine.keys() == theirs.keys()
    assert mine["entitiesDescription"] == theirs["entitiesDescription"]
    assert set(mine["requestedCalculations"]) == set(theirs["requestedCalculations"])
    assert values_of(mine) == values_of(theirs)


def test_variables(ours, stock):
    mine, theirs = (call(address, "/variables") for address in (ours, stock))
    assert {name: shown["description"] for name, shown in mine.items()} == {
        name: shown["description"] for name, shown in theirs.items()
    }
    for name in ("wage", "total_income", "poverty_line_basis", "birth_date", "region"):
        assert mine[name]["href"] == f"{ours}/variable/{name}"
        one, other = (call(address, f"/variable/{name}") for address in (ours, stock))
        assert {key: one[key] for key in other if key not in ("source", "formulas")} == {
            key: other[key] for key in other if key not in ("source", "formulas")
        }
        assert one.get("formulas", {}).keys() == other.get("formulas", {}).keys()


def test_parameters(ours, stock):
    mine, theirs = (call(address, "/parameters") for address in (ours, stock))
    assert mine.keys() == theirs.keys()
    for path in (
        "poverty_line/minimum_share",
        "poverty_line.minimum_share",
        "total_income/point_8",
        "total_income.point_8",
    ):
        one, other = (call(address, f"/parameter/{path}") for address in (ours, stock))
        del other["source"]
        assert {key: one[key] for key in other} == other


def test_entities(ours, stock):
    assert call(ours, "/entities") == call(stock, "/entities")


@pytest.fixture(scope="module")
def generated(stock, ours, tmp_path_factory):
    """Clients generated from the descriptions of both servers, as packages: `stock_client`, `our_client`."""
    folder = tmp_path_factory.mktemp("generated")
    for name, address in (("stock_client", stock), ("our_client", ours)):
        (folder / f"{name}.json").write_text(json.dumps(call(address, "/spec")), encoding="utf-8")
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(folder / f"{name}.json"),
                   "--output-path", str(folder / name), "--meta", "none"]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    sys.path.insert(0, str(folder))
    yield ("stock_client", "SituationInput"), ("our_client", "Situation")
    sys.path.remove(str(folder))


def test_generated_clients(generated, ours, stock):
    """The one generated from the stock description, unchanged against ours; and the one from ours."""
    answers = {}
    for package, situation in generated:
        model = getattr(importlib.import_module(f"{package}.models"), situation)
        calculate = importlib.import_module(f"{package}.api.calculations.calculate")
        for address in (ours, stock):
            client = importlib.import_module(f"{package}.client").Client(base_url=address)
            answered = calculate.sync(client=client, body=model.from_dict(EXAMPLE))
            answers[package, address] = answered.to_dict()["families"]["family"]["targeted_social_assistance"]
    assert set(map(json.dumps, answers.values())) == {json.dumps({PERIOD: 26_200.0})}


def test_the_client_of_the_package(ours):
    with Client(ours) as api:
        assert api.health()
        assert api.calculate(EXAMPLE)["families"]["family"]["tsa_entitled"] == {PERIOD: True}
        assert [one.error for one in api.batch([EXAMPLE] * 3)] == [None] * 3
