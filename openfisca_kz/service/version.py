"""What runs here: versions, a hash of the figures of the law, and the laws on call."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.comparison.laws import fingerprint
from openfisca_kz.service.language import KNOWN
from openfisca_kz.service.schemas import law_names

PACKAGE = "openfisca-kz"


def about(system: TaxBenefitSystem) -> dict[str, Any]:
    """Names and versions, as `/version` answers them."""
    return {
        "package": PACKAGE,
        "version": version(PACKAGE),
        "openfisca_core": version("openfisca-core"),
        "parameters_sha256": fingerprint(system),
        "laws": law_names(),
        "languages": list(KNOWN),
    }
