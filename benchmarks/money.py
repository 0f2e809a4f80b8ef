"""10 000 random families against the exact decimal calculation of the tests: prints how many results differ."""

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.reforms.order_95_2025 import AfterOrder95, BeforeOrder95
from tests.test_money_is_exact import MONTHS, RUNS, differences


def main() -> None:
    """Prints the number of families and laws whose results are not the exact ones."""
    country = CountryTaxBenefitSystem()
    systems = {"in force": country, "before": BeforeOrder95(country), "after": AfterOrder95(country)}
    print(sum(len(list(differences(systems, run, MONTHS[run % len(MONTHS)]))) for run in range(RUNS)))


if __name__ == "__main__":
    main()
