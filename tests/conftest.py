"""Shared systems, and the lawyers' cases as tests of their own: one test for each case, compared exactly."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.casebook.cases import CaseError, read_cases
from openfisca_kz.casebook.running import run, with_reforms
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95

pytest_plugins = ["tests.table_fixtures"]

LAW = Path(__file__).parent / "law"

# The first strategy of a run reads the whole package for constants, which takes seconds on a busy machine.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def system():
    return CountryTaxBenefitSystem()


@pytest.fixture(scope="session")
def before(system):
    return BeforeOrder95(system)


@pytest.fixture(scope="session")
def after(system):
    return AfterOrder95(system)


def pytest_collect_file(parent, file_path):
    if any(type(plugin).__name__ == "OpenFiscaPlugin" for plugin in parent.config.pluginmanager.get_plugins()):
        return None  # the stock runner collects the cases itself
    if file_path.suffix == ".yaml" and file_path.is_relative_to(LAW):
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    reformed = None

    def collect(self):
        if CaseFile.reformed is None:
            CaseFile.reformed = with_reforms(CountryTaxBenefitSystem())
        for case in read_cases(self.path, CaseFile.reformed(())):
            yield CaseItem.from_parent(self, name=case.name, case=case)


class CaseItem(pytest.Item):
    def __init__(self, *, case, **keywords):
        super().__init__(**keywords)
        self.case = case

    def runtest(self):
        differences = run(self.case, CaseFile.reformed)
        if differences:
            raise CaseError("\n".join([self.case.title, *differences]))

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if isinstance(excinfo.value, CaseError) else super().repr_failure(excinfo, style)


@pytest.fixture(scope="session")
def systems(system, before, after):
    """The law by the name that the oracle gives it."""
    return {"in force": system, "before": before, "after": after}
