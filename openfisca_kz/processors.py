"""How many processors this process may use."""

import math
import os
from pathlib import Path

OWN_GROUP = Path("/proc/self/cgroup")
"""Where this process stands in the tree of control groups (version 2): a line such as 0::/system.slice/x.service."""
GROUPS = Path("/sys/fs/cgroup")
"""The tree; `cpu.max` of a group has microseconds of processor time and those of a period, or «max» for no limit."""


def processors(own_group: Path = OWN_GROUP, groups: Path = GROUPS) -> int:
    """The processors that this process may run on, and no more than the share of its container or unit, rounded up."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        group = own_group.read_text().rpartition("0::/")[2].strip()
        share, period = (groups / group / "cpu.max").read_text().split()
        return max(1, min(usable, math.ceil(int(share) / int(period))))
    except (OSError, ValueError):
        return usable
