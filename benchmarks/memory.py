"""Peak memory of a process, and of a process with its workers."""

import itertools
import resource
import sys
import threading
from pathlib import Path
from types import TracebackType

SECONDS_BETWEEN_LOOKS, LOOKS_BETWEEN_TREES = 0.05, 10
"""Rare enough that the looking takes none of the time that is measured; which processes there are takes longest."""
PAGE_MB = resource.getpagesize() / 2**20


def peak_mb() -> float:
    """Most memory that this process has held at once, MB.

    On Linux the kernel's own mark of the process; `ru_maxrss` there also counts the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


class TreePeak:
    """Looks at a process and all that it started while the block runs: the largest sum of resident memory, MB.

    Resident memory of each process, so pages that several share count for each of them. It looks twenty times a
    second, and twice a second for new processes: a shorter peak can be missed.
    Linux only, elsewhere 0.
    """

    def __init__(self, process: int) -> None:
        self.mb = 0.0
        self._process, self._ended = process, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "TreePeak":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        tree: list[int] = []
        for look in itertools.count():
            if self._ended.wait(SECONDS_BETWEEN_LOOKS):
                return
            if look % LOOKS_BETWEEN_TREES == 0:
                tree = _tree(self._process)
            self.mb = max(self.mb, sum(map(_resident_mb, tree)))


def tree_mb(process: int) -> float:
    """Resident memory of a process and all that it started, MB; Linux only, elsewhere 0."""
    return sum(map(_resident_mb, _tree(process)))


def _tree(process: int) -> list[int]:
    found = [process]
    for one in found:  # grows while it is run over
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue  # it has ended
    return found


def _resident_mb(process: int) -> float:
    try:
        with open(f"/proc/{process}/statm") as file:
            return int(file.read().split()[1]) * PAGE_MB
    except (OSError, IndexError):
        return 0.0  # it has ended
