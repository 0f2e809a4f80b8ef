"""The door that older tools expect; the metadata is in pyproject.toml."""

from setuptools import setup

setup()
