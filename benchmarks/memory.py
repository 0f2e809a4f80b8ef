"""Peak memory of a process."""

import resource
import sys
from pathlib import Path


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
