"""The application without a server: its addresses called in this process, one calculation after the other."""

import copy

import pytest
from starlette.testclient import TestClient

from openfisca_kz.service.app import create_app
from openfisca_kz.service.openapi import EXAMPLE
from openfisca_kz.service.settings import Settings


async def at_once(function, *arguments, **_):
    return function(*arguments)


def called_in_process(**settings):
    """A client of the application; an error of its own is an answer 500, as it would be for a caller."""
    return TestClient(create_app(Settings(**settings), at_once), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def api():
    return called_in_process()


@pytest.fixture
def situation():
    """The family of the README with a small child, which asks for four results; may be changed."""
    return copy.deepcopy(EXAMPLE)
