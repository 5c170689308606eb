"""A town with an open round of three classes, and somebody who signed in."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client, override_settings

from factories.offers import make_offering, make_session
from factories.rounds import make_round
from factories.signing import make_signed_in
from factories.towns import NOON, Town
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import SignUpRound


@pytest.fixture
def home(tmp_path: Path):
    """A laptop of its own, with a mailbox."""
    with override_settings(HOME=tmp_path, TEXT_GATEWAY="yizhan.outside.texts.FileMailbox"):
        yield tmp_path


@pytest.fixture
def classes(town: Town) -> list[Offering]:
    rows = [make_offering(town.centre, name_zh=name, name_en=name) for name in ("书法", "陶艺", "摄影")]
    for number, row in enumerate(rows):
        make_session(row, NOON + dt.timedelta(days=20 + number))
        open_seats(offering=row, by=None)
    return rows


@pytest.fixture
def evening(classes: list[Offering]) -> SignUpRound:
    return make_round(*classes, slug="evening", confirm_until=NOON + dt.timedelta(days=6), randomness="typed")


@pytest.fixture
def signed(town: Town, home: Path) -> tuple[Contact, Client]:
    return make_signed_in(town.subdistrict, home)


@pytest.fixture
def contact(signed: tuple[Contact, Client]) -> Contact:
    return signed[0]


@pytest.fixture
def resident(signed: tuple[Contact, Client]) -> Client:
    return signed[1]
