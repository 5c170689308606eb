"""Kernels are compiled before any test looks at a clock."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    from yizhan.planning.siting import warm_up as warm_up_siting
    from yizhan.planning.timetabling import warm_up as warm_up_timetabling

    warm_up_siting()
    warm_up_timetabling()
