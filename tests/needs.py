"""What a test needs besides Python: without it the test is skipped, or fails where everything is required."""

import os

import pytest


def require(there: object, reason: str) -> None:
    """Go on where `there` is something; else skip, or fail under YIZHAN_REQUIRE_ALL=1."""
    if there:
        return
    if os.environ.get("YIZHAN_REQUIRE_ALL") == "1":
        pytest.fail(f"needed and missing: {reason}")
    pytest.skip(reason)
