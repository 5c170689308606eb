"""Three evening classes in a town, and the round in which people wish for them."""

import datetime as dt

from factories.offers import make_offering, make_session
from factories.rounds import make_contact, make_round
from factories.towns import NOON, Town
from yizhan.offers.models import Offering
from yizhan.people.words import Channel
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import SignUpRound


def make_classes(town: Town, *, seats: int = 20) -> list[Offering]:
    rows = [
        make_offering(town.centre, name_zh=chinese, name_en=english, seats=seats)
        for chinese, english in (("书法", "Calligraphy"), ("陶艺", "Pottery"), ("摄影", "Photography"))
    ]
    for number, row in enumerate(rows):
        make_session(row, NOON + dt.timedelta(days=20 + number))
        open_seats(offering=row, by=None)
    return rows


def make_evening(classes: list[Offering]) -> SignUpRound:
    """An open round, to be drawn with a typed value."""
    until = NOON + dt.timedelta(days=6)
    names = {"name_zh": "春季夜校", "name_en": "Spring night school"}
    return make_round(*classes, slug="evening", confirm_until=until, randomness="typed", **names)


def enter_many(row: SignUpRound, classes: list[Offering], count: int) -> None:
    """So many people wish for all classes, each beginning with another."""
    for number in range(count):
        contact = make_contact(row.subdistrict)
        wishes = [classes[(number + step) % len(classes)] for step in range(len(classes))]
        named = {"participants": list(contact.participants.all()), "wishes": wishes, "channel": Channel.WEB}
        enter(sign_up_round=row, contact=contact, by=None, **named)
