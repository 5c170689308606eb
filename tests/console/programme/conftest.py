"""A clerk who drafts, a head who checks, and what they work on."""

import pytest
from django.test import Client

from factories.menus import make_menu
from factories.offers import make_provider, make_version
from factories.people import make_account
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName


@pytest.fixture
def clerk_account(place: Subdistrict) -> Account:
    return make_account(place, RoleName.CLERK)


@pytest.fixture
def clerk(sign_in, clerk_account) -> Client:
    return sign_in(account=clerk_account)


@pytest.fixture
def head_account(place: Subdistrict) -> Account:
    return make_account(place, RoleName.HEAD)


@pytest.fixture
def head(sign_in, head_account) -> Client:
    return sign_in(account=head_account)


@pytest.fixture
def provider(place):
    return make_provider(place, name_zh="社区党校", name_en="Party School")


@pytest.fixture
def versions(place, provider):
    return [make_version(place, provider=provider, title_zh=name) for name in ("甲课", "乙课", "丙课")]


@pytest.fixture
def menu(place, versions, clerk_account):
    return make_menu(place, *versions, drafted_by=clerk_account)
