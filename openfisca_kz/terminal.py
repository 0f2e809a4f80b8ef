"""What the commands of all floors share: plain output, one clear message for an error, a clean end when stopped."""

import io
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer
from openfisca_core.errors import SituationParsingError
from rich.console import Console

from openfisca_kz.errors import UserError


def plain_console() -> Console:
    """A console for readable output: no colour codes and 80 columns when piped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without «№» shows a question mark
    return Console(highlight=False)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what the user can put right into one message and exit status 2; let a SIGTERM clean up before it ends."""
    in_main_thread = threading.current_thread() is threading.main_thread()
    previous = signal.signal(signal.SIGTERM, _terminate) if in_main_thread else None
    try:
        yield
    except UserError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(2) from None
    except SituationParsingError as error:
        typer.echo(f"Error: {in_one_line(error.error)}", err=True)
        raise typer.Exit(2) from None
    finally:
        if in_main_thread and signal.getsignal(signal.SIGTERM) is _terminate:  # else the command has chosen its own
            signal.signal(signal.SIGTERM, previous)


def in_one_line(error: object) -> str:
    """OpenFisca nests its errors, a dict or a list for each part of the place: «persons, 3, wage: …»."""
    path = []
    while isinstance(error, dict | list):
        places = error.items() if isinstance(error, dict) else enumerate(error)
        key, error = next((key, inner) for key, inner in places if inner is not None)
        path.append(str(key))
    return f"{', '.join(path)}: {error}"


def _terminate(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
