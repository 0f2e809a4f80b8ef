"""The language of an answer: the caller's, of those that there are."""

from __future__ import annotations

from openfisca_kz.locale import LANGUAGES

ENGLISH = "en"
KNOWN = (ENGLISH, *LANGUAGES)


def negotiated(accept: str) -> str:
    """The language that a header `Accept-Language` likes best; English if it names none of them.

    Of a region (`ru-KZ`) the language counts; what cannot be read is passed over.
    """
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept[:500].split(",")):
        tag, _, quality = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        weight = _weight(quality)
        if weight > 0 and language in KNOWN:
            wanted.append((-weight, position, language))
    return min(wanted)[2] if wanted else ENGLISH


def said_in(language: str) -> dict[str, str]:
    """The headers of an answer in the caller's language, by which a cache keeps it for callers of this one only."""
    return {"Content-Language": language, "Vary": "Accept-Language"}


def _weight(quality: str) -> float:
    name, _, number = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(float(number), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
