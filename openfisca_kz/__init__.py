"""Kazakhstan's targeted social assistance (атаулы әлеуметтік көмек, адресная социальная помощь) as code."""

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.entities import entities
from openfisca_kz.parameter_files import load_parameters

PACKAGE = Path(__file__).parent


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc]
    """The law in force on each date, from 1 July 2023 on."""

    def __init__(self) -> None:
        super().__init__(entities)
        self.add_variables_from_directory(str(PACKAGE / "variables"))
        self.parameters = load_parameters(PACKAGE / "parameters")
