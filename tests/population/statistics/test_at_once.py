"""Steps side by side give what one after the other would give."""

import sys
import threading
import time

import pytest

from openfisca_kz.population.statistics.at_once import at_once


def test_two_steps_run_at_the_same_time_and_results_come_in_their_order():
    meeting = threading.Barrier(2, timeout=10)
    assert at_once(lambda: meeting.wait() + 10, lambda: meeting.wait() + 10, lambda: 3)[2] == 3
    assert at_once(lambda: time.sleep(0.05) or 1, lambda: 2, lambda: 3) == [1, 2, 3]


def test_of_two_errors_the_first_in_the_order_of_the_steps_is_raised():
    def fail(after, words):
        time.sleep(after)
        raise ValueError(words)

    with pytest.raises(ValueError, match="first"):
        at_once(lambda: 1, lambda: fail(0.05, "first"), lambda: fail(0, "second"))


def test_an_error_waits_for_no_step_that_has_not_begun(monkeypatch):
    monkeypatch.setattr(sys.modules[at_once.__module__], "THREADS", 1)
    begun = []

    def fail():
        time.sleep(0.05)
        raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        at_once(fail, *[lambda: (begun.append(1), time.sleep(0.2))] * 20)
    assert len(begun) <= 1
