"""The connections of a process together: how many there may be, and how much memory their answers may take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openfisca_kz.service.operation.connection import GuardedProtocol

MOST_REFUSED = 64
"""Connections above the most that are told so; any more are closed without a word."""


def keep_to_the_most(newcomer: GuardedProtocol, connections: Sequence[GuardedProtocol], most: int) -> None:
    """Above the most, the connection that has been idle longest makes room; if none is idle, the newcomer is refused.

    Args:
        newcomer: the connection that has just been made.
        connections: all of them, with the newcomer.
        most: how many there may be, those not counted that only wait for their client to finish.
    """
    ending = sum(each.out.is_closing() for each in connections)
    if len(connections) - ending <= most:
        return
    idle = [each for each in connections if each.idle and each is not newcomer]
    if idle:
        min(idle, key=lambda each: each.since).cut("made room")
    elif ending < MOST_REFUSED:
        newcomer.refuse_as_busy()
    else:
        newcomer.cut("refused")


def keep_memory(connections: Sequence[GuardedProtocol], most: int) -> None:
    """Cut off the client that has left most of its answer, if the answers that wait for clients take too much memory.

    Args:
        connections: all of them.
        most: bytes of answers that may wait.
    """
    slow = [each for each in connections if each.flow.write_paused]
    if sum(each.out.waiting for each in slow) > most:
        max(slow, key=lambda each: each.out.waiting).cut("memory")
