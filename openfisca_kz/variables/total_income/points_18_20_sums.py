"""Order № 181 p. 16 1), 18–20: sums received for several months, and the months that they are for.

A sum stands in the month of receipt, with the first and the last day that it is for beside it (any day of the first
and of the last month will do). One sum of a kind for a person and month. Nothing of it is stated a second time as
`wage`, `alimony_received` or another kind, and nothing is stated for a longer time than one month, whose months would
each get a part.
"""

import datetime

from openfisca_kz.building_blocks.statements import Beside, SumReceived
from openfisca_kz.dates import NOT_STATED


class lump_sum(SumReceived):
    """Income received at once for a time longer than the reference quarter, arrears of pay or benefits among it.

    The Russian text names arrears of wages, *social* payments and alimony; the Kazakh text wages, payments and
    alimony. Arrears of alimony: `alimony_arrears`. What p. 8 takes out is not stated here.
    """

    label = "Sum received at once for several months"
    reference = "Order № 181 p. 18"


class lump_sum_from(Beside):
    """First day of the time for which `lump_sum` was received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "First day that the sum is for"
    reference = "Order № 181 p. 18"
    unit = "date"


class lump_sum_to(Beside):
    """Last day of the time for which `lump_sum` was received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day that the sum is for"
    reference = "Order № 181 p. 18"
    unit = "date"


class alimony_arrears(SumReceived):
    """Arrears of alimony received at once for a time longer than the reference quarter.

    Arrears for a shorter time count whole in the month of receipt, as `alimony_received` does. For arrears of more
    than three months p. 25 asks for the bailiff's decision.
    """

    label = "Arrears of alimony"
    reference = "Order № 181 p. 18"


class alimony_arrears_from(Beside):
    """First day of the time for which `alimony_arrears` were received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "First day that the arrears of alimony are for"
    reference = "Order № 181 p. 18"
    unit = "date"


class alimony_arrears_to(Beside):
    """Last day of the time for which `alimony_arrears` were received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day that the arrears of alimony are for"
    reference = "Order № 181 p. 18"
    unit = "date"


class employer_loan_repayment(SumReceived):
    """Credit paid off by the employer in one sum: it is spread over the term set for repaying the credit.

    Or state the month's share as `employer_paid_loan`.
    """

    label = "Loan paid off by the employer in one sum"
    reference = "Order № 181 p. 16 1), seventh paragraph"


class employer_loan_repayment_from(Beside):
    """First day of the term set for repaying the credit behind `employer_loan_repayment`."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "First day of the term of the loan"
    reference = "Order № 181 p. 16 1), seventh paragraph"
    unit = "date"


class employer_loan_repayment_to(Beside):
    """Last day of the term set for repaying the credit behind `employer_loan_repayment`."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day of the term of the loan"
    reference = "Order № 181 p. 16 1), seventh paragraph"
    unit = "date"


class civil_contract_income(SumReceived):
    """Sum of a whole civil-law contract for work or services, stated once, in any month of the contract.

    It is summed over the whole contract, whatever was paid when; an advance is part of it. P. 27: shown by the
    contract and the customer's certificate. Work without a contract is stated as `independent_worker_income`, what
    was paid for it in kind at market prices.
    """

    label = "Sum of a civil-law contract"
    reference = ["Order № 181 p. 18", "Order № 181 p. 27"]


class civil_contract_income_from(Beside):
    """First day that the contract behind `civil_contract_income` sets for the work."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "First day of the civil-law contract"
    reference = "Order № 181 p. 18"
    unit = "date"


class civil_contract_income_to(Beside):
    """Last day that the contract behind `civil_contract_income` sets for the work."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day of the civil-law contract"
    reference = "Order № 181 p. 18"
    unit = "date"


class civil_contract_advance(SumReceived):
    """The part of `civil_contract_income` paid in advance; stated in the same month as the sum of the contract.

    The Russian text names works of science, literature, art and culture, the Kazakh text those of science,
    literature, art and other activities, their use included; both only as examples of contracts.
    """

    label = "Advance on a civil-law contract"
    reference = "Order № 181 p. 19"


class civil_contract_advance_to(Beside):
    """Last day of the time that the advance is paid for; it begins with the contract."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day that the advance is for"
    reference = "Order № 181 p. 19"
    unit = "date"


class author_fee(SumReceived):
    """Author's fee without a contract, or a reward for a discovery, an invention or a rationalisation proposal."""

    label = "Author's fee or inventor's reward"
    reference = "Order № 181 p. 20"


class author_fee_from(Beside):
    """First day of the time for which `author_fee` was received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "First day that the fee is for"
    reference = "Order № 181 p. 20"
    unit = "date"


class author_fee_to(Beside):
    """Last day of the time for which `author_fee` was received."""

    value_type = datetime.date
    default_value = NOT_STATED
    label = "Last day that the fee is for"
    reference = "Order № 181 p. 20"
    unit = "date"
