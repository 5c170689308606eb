"""Kernels are compiled before any test looks at a clock."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    from yizhan.planning.siting import warm_up

    warm_up()
