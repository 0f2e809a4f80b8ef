"""The options: read from the environment, wrong ones refused with the cure, documented one by one."""

import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pydantic
import pytest

from openfisca_kz.errors import UserError
from openfisca_kz.processors import processors
from openfisca_kz.service.settings import Settings, accepts, load_settings, variable

PAGE = Path(__file__).parents[3] / "docs" / "deployment.md"
COMMAND = Path(sys.executable).with_name("openfisca-kz")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in list(os.environ):
        if name.upper().startswith("OPENFISCA_KZ_"):
            monkeypatch.delenv(name)


def test_defaults():
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 5000)
    assert settings.workers == processors() >= 1
    assert (settings.largest_body, settings.largest_batch_body) == (2**20, 64 * 2**20)
    assert (settings.most_persons, settings.most_periods, settings.most_cells) == (200, 120, 5_000)
    assert (settings.cors_origins, settings.rate_limit, settings.trusted_proxies) == ((), "", ())
    assert settings.metrics


def test_the_environment_is_read_and_the_command_line_goes_before_it(monkeypatch):
    monkeypatch.setenv("OPENFISCA_KZ_PORT", "8001")
    monkeypatch.setenv("OPENFISCA_KZ_HOST", "0.0.0.0")
    monkeypatch.setenv("OPENFISCA_KZ_LARGEST_BODY", "2MiB")
    monkeypatch.setenv("OPENFISCA_KZ_HEAD_SECONDS", "0.5")
    monkeypatch.setenv("OPENFISCA_KZ_CORS_ORIGINS", "https://a.kz, http://localhost:8080")
    monkeypatch.setenv("OPENFISCA_KZ_METRICS", "off")
    monkeypatch.setenv("OPENFISCA_KZ_RATE_LIMIT", "")
    settings = load_settings(port=8002)
    assert (settings.port, settings.host, settings.largest_body) == (8002, "0.0.0.0", 2 * 2**20)
    assert (settings.head_seconds, settings.metrics) == (0.5, False)
    assert settings.cors_origins == ("https://a.kz", "http://localhost:8080")


def test_they_never_change_and_travel_to_the_workers():
    settings = Settings(port=8001)
    with pytest.raises(pydantic.ValidationError):
        settings.port = 8002
    assert pickle.loads(pickle.dumps(settings)) == settings


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("PORT", "http", "it needs a whole number from 0 to 65535."),
        ("PORT", "65536", "it needs a whole number from 0 to 65535."),
        ("WORKERS", "0", "it needs a whole number from 1 to 256."),
        ("MOST_PERSONS", "-1", "it needs a whole number from 1 to 1000000."),
        ("LARGEST_BODY", "1 megabyte", "it needs a number of bytes, or a size such as 512KiB or 1MiB, at least 1KiB."),
        ("LARGEST_BODY", "1000", "it needs a number of bytes, or a size such as 512KiB or 1MiB, at least 1KiB."),
        ("HEAD_SECONDS", "nan", "it needs seconds from 0.01 to 3600, fractions too."),
        ("BODY_SECONDS", "0", "it needs seconds from 0.01 to 3600, fractions too."),
        ("CORS_ORIGINS", "a.kz", "it needs origins such as https://example.kz, separated by commas, or *."),
        ("CORS_ORIGINS", "https://a.kz/", "it needs origins such as https://example.kz, separated by commas, or *."),
        ("CORS_ORIGINS", "https://", "it needs origins such as https://example.kz, separated by commas, or *."),
        ("CORS_ORIGINS", "https://:443", "it needs origins such as https://example.kz, separated by commas, or *."),
        ("CORS_ORIGINS", "https://*.kz", "it needs origins such as https://example.kz, separated by commas, or *."),
        ("RATE_LIMIT", "often", "it needs a rate such as 100/minute or 5/second;1000/hour."),
        ("TRUSTED_PROXIES", "nginx", "it needs addresses or networks such as 10.0.0.0/8, separated by commas."),
        ("LOG_LEVEL", "loud", "it needs debug, info, warning or error."),
        ("METRICS", "perhaps", "it needs on or off."),
    ],
)
def test_a_wrong_value_is_one_sentence_with_variable_value_and_cure(monkeypatch, name, value, cure):
    monkeypatch.setenv(f"OPENFISCA_KZ_{name}", value)
    with pytest.raises(UserError) as error:
        load_settings()
    assert str(error.value) == f"OPENFISCA_KZ_{name} is «{value}»; {cure}"


def test_every_wrong_value_is_named(monkeypatch):
    monkeypatch.setenv("OPENFISCA_KZ_PORT", "x")
    monkeypatch.setenv("OPENFISCA_KZ_METRICS", "x")
    with pytest.raises(UserError) as error:
        load_settings()
    assert len(str(error.value).splitlines()) == 2


def test_a_misspelt_name_is_not_passed_over(monkeypatch):
    monkeypatch.setenv("OPENFISCA_KZ_MOST_PERSON", "5")
    with pytest.raises(
        UserError, match=r"^OPENFISCA_KZ_MOST_PERSON is no option .* Did you mean OPENFISCA_KZ_MOST_PERSONS\?$"
    ):
        load_settings()


def test_the_command_ends_with_status_2():
    environment = {**os.environ, "OPENFISCA_KZ_PORT": "tcp://10.0.0.1:5000"}
    done = subprocess.run([COMMAND, "serve"], capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "Error: OPENFISCA_KZ_PORT is «tcp://10.0.0.1:5000»; it needs a whole number from 0 to 65535.\n"
    )


@pytest.mark.parametrize(
    ("quota", "most"), [("max 100000", 10_000), ("150000 100000", 2), ("50000 100000", 1), ("", 10_000)]
)
def test_a_container_has_no_more_processors_than_its_share(tmp_path, quota, most):
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "cpu.max").write_text(quota)
    (tmp_path / "in a unit").write_text("0::/unit\n")
    (tmp_path / "elsewhere").write_text("0::/\n")
    unlimited = processors(tmp_path / "elsewhere", tmp_path)
    assert processors(tmp_path / "in a unit", tmp_path) == min(unlimited, most)


def test_without_the_extra_the_command_says_what_to_install(tmp_path):
    program = (
        "import importlib.util, sys; find = importlib.util.find_spec; MISSING = ('uvicorn', 'starlette')\n"
        "importlib.util.find_spec = lambda name, *more: find(name, *more) if name not in MISSING else None\n"
        "sys.argv = ['openfisca-kz', 'serve']\n"
        "from openfisca_kz.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 2
    assert done.stderr == (
        "Error: serve needs starlette, uvicorn. Install it with: pip install 'openfisca-kz[service]'\n"
    )


def test_the_page_has_every_option_with_its_default_and_what_it_accepts():
    rows = re.findall(
        r"^\| `(OPENFISCA_KZ_\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [row[0] for row in rows] == [variable(name) for name in Settings.model_fields]
    for (name, default, needs, description), (field, about) in zip(rows, Settings.model_fields.items(), strict=True):
        assert default == shown_default(field), name
        assert needs == accepts(field), name
        assert description == about.description, name


def shown_default(field):
    """As the page writes it."""
    about = Settings.model_fields[field]
    if field == "workers":
        return "one for each processor"
    if isinstance(about.default, bool):
        return "on" if about.default else "off"
    if isinstance(about.default, float):
        return f"{about.default:g}"
    return str(about.default or "") and f"{about.default}"
