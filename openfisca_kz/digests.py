"""SHA-256 of files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def of_file(path: Path) -> str:
    """The SHA-256 of one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_files(named: Iterable[tuple[str, Path]]) -> str:
    """The SHA-256 of the list of some files: their names and SHA-256, in the order given."""
    lines = (f"{name} {of_file(path)}\n" for name, path in named)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
