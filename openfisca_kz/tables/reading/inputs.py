"""Which files make up the table, and of which format each is, by what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openfisca_kz.tables.errors import cut, refused
from openfisca_kz.tables.reading.parquet import ParquetFiles, open_parquet
from openfisca_kz.tables.reading.raw import Raw

FORMATS = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".dta", ".sav", ".zsav", ".xlsx", ".xlsm", ".xlsb")
STATA = (b"<stata_dta>", b"\x6e", b"\x6f", b"\x71", b"\x72", b"\x73")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
NAMED = {".parquet": "Parquet", ".pq": "Parquet", ".dta": "Stata", ".sav": "SPSS", ".zsav": "SPSS"} | dict.fromkeys(
    (".xlsx", ".xlsm", ".xlsb"), "Excel"
)


@dataclass(frozen=True)
class Inputs:
    """The file of persons, and the file of families if it stands apart; sheets where they are workbooks."""

    persons: Path
    families: Path | None = None
    persons_sheet: str | None = None
    families_sheet: str | None = None


def find_inputs(
    path: Path, families: Path | None = None, sheet: str | None = None, families_sheet: str | None = None
) -> Inputs:
    """The files of a table: one file or a folder of Parquet files; a folder with `persons.…` and `families.…`; a
    workbook with the sheets `persons` and `families`; or a file of families named apart.

    Raises:
        TableError: no such file, or one that cannot be read.
    """
    _check_readable(path)
    if families is not None:
        _check_readable(families)
    elif path.is_dir():
        both = {name: _only(path, name) for name in ("persons", "families")}
        if both["persons"]:
            return Inputs(both["persons"], both["families"], sheet, families_sheet)
    elif format_of(path) == "Excel":
        from openfisca_kz.tables.reading.excel import sheet_names

        names = sheet_names(path)
        if families_sheet or {"persons", "families"} <= set(names):
            return Inputs(path, path, sheet, families_sheet or "families")
    return Inputs(path, families, sheet, families_sheet or ("families" if families == path else None))


def _only(folder: Path, name: str) -> Path | None:
    found = [path for path in sorted(folder.iterdir()) if path.stem == name and (path.is_dir() or _is_table(path))]
    if len(found) > 1:
        fault = f"two tables of {name}: {', '.join(cut(path.name) for path in found)}"
        raise refused(folder, fault, "Keep one of them.")
    return found[0] if found else None


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in FORMATS


def _check_readable(path: Path) -> None:
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                file.read(1)
    except FileNotFoundError:
        raise refused(path, "there is no such file", "Check the name and the folder.") from None
    except OSError as error:
        said = error.strerror or ""
        raise refused(path, "the file cannot be read", "Check its permissions.", said=said) from None


def format_of(path: Path) -> str:
    """`Parquet`, `Stata`, `SPSS`, `Excel` or `CSV`; refuses a name that promises another format than the contents."""
    if path.is_dir():
        return "Parquet"
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(OLD_OFFICE):
        cure = "Remove the password, or save it as .xlsx."
        raise refused(path, "this workbook is protected by a password, or in the old format .xls", cure)
    named, found = NAMED.get(path.suffix.lower()), "CSV"
    if head.startswith(b"PAR1"):
        found = "Parquet"
    elif head.startswith(b"PK\x03\x04"):
        found = "Excel"
    elif head.startswith((b"$FL2", b"$FL3")):
        found = "SPSS"
    elif named == "Stata" and head.startswith(STATA):
        found = "Stata"
    elif head.startswith(b"ENCRYPTEDSAV"):
        raise refused(path, "this SPSS file is protected by a password", "Save it without the password.")
    elif head.startswith(b"\x1f\x8b"):
        raise refused(path, "this file is compressed (gzip)", "Unpack it.")
    if not head:
        raise refused(path, "the file is empty", "Give a table of persons.")
    if named and named != found:
        fault = f"the name says {named}, the contents do not"
        raise refused(path, fault, "Export it again, or give the file its true name.")
    return found


def open_input(path: Path, sheet: str | None = None) -> Raw | ParquetFiles:
    """Open a file by its format; the libraries of each are loaded when it comes up."""
    found = format_of(path)
    if found == "Parquet":
        return open_parquet(path)
    if found == "Excel":
        from openfisca_kz.tables.reading.excel import open_excel

        return open_excel(path, sheet)
    if found in ("Stata", "SPSS"):
        from openfisca_kz.tables.reading.surveys import open_spss, open_stata

        return open_stata(path) if found == "Stata" else open_spss(path)
    from openfisca_kz.tables.reading.csv_text import open_csv

    return open_csv(path)
