"""A town with an open round of three classes, and somebody who signed in."""

from pathlib import Path

import pytest
from django.test import Client

from factories.evenings import make_classes, make_evening
from factories.signing import make_signed_in
from factories.towns import Town
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.rounds.models import SignUpRound


@pytest.fixture
def classes(town: Town) -> list[Offering]:
    return make_classes(town)


@pytest.fixture
def evening(classes: list[Offering]) -> SignUpRound:
    return make_evening(classes)


@pytest.fixture
def signed(town: Town, home: Path) -> tuple[Contact, Client]:
    return make_signed_in(town.subdistrict, home)


@pytest.fixture
def contact(signed: tuple[Contact, Client]) -> Contact:
    return signed[0]


@pytest.fixture
def resident(signed: tuple[Contact, Client]) -> Client:
    return signed[1]
