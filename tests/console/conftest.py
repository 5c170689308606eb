"""A sub-district with a study, and clients signed in as those who work there."""

from collections.abc import Callable

import pytest
from django.test import Client

from factories.people import make_subdistrict
from factories.studies import answer_all, make_planner, make_study
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.plans.models import Study


@pytest.fixture
def place(db: None) -> Subdistrict:
    return make_subdistrict(name_zh="测试街道", name_en="Testtown")


@pytest.fixture
def planner_account(place: Subdistrict) -> Account:
    return make_planner(place)


@pytest.fixture
def sign_in(place: Subdistrict) -> Callable[..., Client]:
    def signed_in(role: RoleName | None = None, *, account: Account | None = None) -> Client:
        client = Client()
        client.force_login(account or make_planner(place, role or RoleName.PLANNER))
        return client

    return signed_in


@pytest.fixture
def planner(sign_in: Callable[..., Client], planner_account: Account) -> Client:
    return sign_in(account=planner_account)


@pytest.fixture
def clerk(sign_in: Callable[..., Client]) -> Client:
    return sign_in(RoleName.CLERK)


@pytest.fixture
def study(place: Subdistrict) -> Study:
    """Three scenarios, none computed."""
    return make_study(place)


@pytest.fixture
def answered(study: Study) -> Study:
    """Three scenarios, all computed."""
    return answer_all(study)
