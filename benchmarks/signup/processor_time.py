"""Processor time of a tree of processes: tells the cost of a request whatever else the machine does."""

import os
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """Return the parent and the seconds a process has used, those of its ended children with it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(int(value) for value in fields[11:15]) * TICK_S


def used_by(root):
    """Return the seconds used by a process and everything below it."""
    parents, seconds = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                pid = int(folder.name)
                parents[pid], seconds[pid] = _stat(pid)
            except OSError:  # ended meanwhile
                parents.pop(int(folder.name), None)
    tree, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in tree} - tree
        grown = bool(more)
        tree |= more
    return sum(seconds.get(pid, 0.0) for pid in tree)


def postmaster(address):
    """Return the process of the server behind this address."""
    port = address.rsplit(":", 1)[1].split("/")[0]
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"-p" in words and port.encode() in words and words[0].endswith(b"postgres"):
                return int(folder.name)
    raise SystemExit("the server's process was not found")
