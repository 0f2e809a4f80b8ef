"""Steps side by side give what one after the other would give."""

import time

import pytest

from openfisca_kz.population.statistics.at_once import at_once


def test_results_come_in_the_order_of_the_steps_whichever_ends_first():
    assert at_once(lambda: time.sleep(0.05) or 1, lambda: 2, lambda: 3) == [1, 2, 3]


def test_of_two_errors_the_first_in_the_order_of_the_steps_is_raised():
    def fail(after, words):
        time.sleep(after)
        raise ValueError(words)

    with pytest.raises(ValueError, match="first"):
        at_once(lambda: 1, lambda: fail(0.05, "first"), lambda: fail(0, "second"))
