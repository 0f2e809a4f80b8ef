"""Files that are cut off or damaged: whatever a library raises over one becomes a sentence of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
import pyarrow as pa

from openfisca_kz.errors import UserError
from openfisca_kz.tables.errors import refused

CURE = "It is cut off or damaged: export it, or copy it, again."


@contextmanager
def reading(
    path: object, fault: str = "this Parquet file cannot be read", cure: str = CURE, column: str | None = None
) -> Iterator[None]:
    """Refuse the file, whatever a library raises while it is read; to be put around calls of libraries alone.

    What the library says is of use to the one who has the file: it is kept apart from the sentence (`Problem.said`).
    """
    try:
        yield
    except (UserError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except FileNotFoundError:
        raise refused(path, "the file has gone", "Check the name and the folder.") from None
    except BaseException as error:  # noqa: BLE001 a panic of Rust is no Exception, and damage finds any other error
        raise refused(path, fault, cure, column=column, said=first_line(error)) from None


@contextmanager
def converting(path: object) -> Iterator[None]:
    """Refuse the file where the cells are such that a library gives up; an error of our own stays what it is."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, pl.exceptions.PolarsError | pa.ArrowException) and not _is_panic(error):
            raise
        raise refused(path, "the cells of this file cannot be read", CURE, said=first_line(error)) from None


def first_line(error: BaseException) -> str:
    """The first line of what an error says, or its name."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _is_panic(error: BaseException) -> bool:
    """Every library in Rust has a class of this name of its own."""
    return type(error).__name__ == "PanicException"
