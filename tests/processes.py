"""Processes of this machine by the process that started them."""

import subprocess
from collections import defaultdict
from pathlib import Path


def children() -> dict[int, list[int]]:
    """Processes by the process that started them."""
    found = defaultdict(list)
    for line in _process_table():
        pid, parent = line.split()
        found[int(parent)].append(int(pid))
    return found


def _process_table() -> list[str]:
    if not Path("/proc/self/stat").exists():  # macOS
        command = ["ps", "-A", "-o", "pid=,ppid="]
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    lines = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        lines.append(f"{before.split()[0]} {after.split()[1]}")
    return lines
