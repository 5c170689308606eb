"""Where the published instances and real maps lie, outside the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(path: str) -> Path:
    """Return a file of the shared folder beside the project; skip the test where it is not there."""
    folder = Path(os.environ.get("YIZHAN_SHARED", ROOT.parent / "shared"))
    found = folder / path
    if not found.exists():
        pytest.skip(f"{path} is not in the shared folder beside the project")
    return found
