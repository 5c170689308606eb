"""A round is frozen, drawn once with what it announced, and written whole."""

import datetime as dt
import json

import pytest

from factories.offers import make_offering, make_session
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_round
from yizhan.foundation import clock
from yizhan.outside.drand import Beacon, time_of_round
from yizhan.people.models import Message, Participant
from yizhan.people.words import Channel
from yizhan.places.models import Claim
from yizhan.planning.sharing.published import mismatches
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.rounds.actions.absences import mark_attendance
from yizhan.rounds.actions.bookings import confirm
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.holding import hold_people
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import Absence, Booking, Draw, Entry, Seats, SignUpRound
from yizhan.rounds.queries.absences import digest_of
from yizhan.rounds.words import BookingState, Randomness

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
ROUND = 1000
# drand quicknet, round 1000.
BEACON = Beacon(
    ROUND,
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
)
NOON = time_of_round(ROUND).astimezone(clock.SHANGHAI) - 5 * HOUR


@pytest.fixture
def around(clock_at):
    """A round of two offerings of two seats, open from an hour ago; drand's round 1000 will decide."""
    clock_at(NOON)
    station = make_offering().station
    offerings = [make_offering(station, seats=2) for _ in range(2)]
    for day, offering in enumerate(offerings, start=30):
        make_session(offering, NOON + dt.timedelta(days=day))
        open_seats(offering=offering, by=None)
    return make_round(
        *offerings,
        closes_at=NOON + HOUR,
        draw_at=time_of_round(ROUND) - dt.timedelta(seconds=1),
        confirm_until=NOON + 48 * HOUR,
    )


def go(around, size=1, wishes=None, contact=None):
    contact = contact or make_contact(around.subdistrict)
    for _ in range(size - 1):
        Participant.objects.create(contact=contact)
    offerings = [row.offering for row in around.round_offerings.order_by("position")]
    return enter(
        sign_up_round=around,
        contact=contact,
        participants=list(contact.participants.all()),
        wishes=wishes or offerings,
        channel=Channel.WEB,
        by=None,
    )


def frozen(around, clock_at):
    clock_at(around.closes_at + HOUR)
    return freeze_round(sign_up_round=around, by=None)


def drawn(around, clock_at, **randomness):
    frozen(around, clock_at)
    clock_at(around.draw_at + HOUR)
    return draw_round(sign_up_round=around, by=None, **randomness or {"beacon": BEACON})


def test_a_list_is_published_with_its_hash_and_the_round_that_will_decide(around, clock_at):
    entry = go(around)
    refused("round_still_open", freeze_round, sign_up_round=around, by=None)
    draw = frozen(around, clock_at)
    assert f"randomness drand-quicknet {ROUND}" in draw.list_text
    assert f"entry {entry.ticket} 1 2 0 1 " in draw.list_text
    assert entry.contact.phone not in draw.list_text
    assert SignUpRound.objects.get().randomness_round == ROUND
    refused("round_is_frozen", freeze_round, sign_up_round=around, by=None)
    refused("round_not_open", go, around=around)


def test_a_list_is_not_frozen_once_its_randomness_is_known(around, clock_at):
    clock_at(around.draw_at)
    refused("draw_is_due", freeze_round, sign_up_round=around, by=None)


def test_a_list_is_public_long_enough_to_be_read(around, clock_at):
    clock_at(around.draw_at - dt.timedelta(minutes=9))
    refused("draw_is_due", freeze_round, sign_up_round=around, by=None)
    clock_at(around.draw_at - dt.timedelta(minutes=10))
    assert freeze_round(sign_up_round=around, by=None).list_hash


def test_a_draw_is_refused_too_early_without_its_beacon_and_twice(around, clock_at):
    go(around)
    refused("round_not_frozen", draw_round, sign_up_round=around, by=None, beacon=BEACON)
    frozen(around, clock_at)
    refused("draw_too_early", draw_round, sign_up_round=around, by=None, beacon=BEACON)
    clock_at(around.draw_at + HOUR)
    refused("beacon_needed", draw_round, sign_up_round=around, by=None, typed="ab" * 32)
    other = Beacon(999, BEACON.signature, BEACON.randomness)
    refused("beacon_round", draw_round, sign_up_round=around, by=None, beacon=other)
    assert Booking.objects.count() == 0
    draw_round(sign_up_round=around, by=None, beacon=BEACON)
    before = Draw.objects.get().published
    refused("round_is_drawn", draw_round, sign_up_round=around, by=None, beacon=BEACON)
    assert (Draw.objects.get().published, Booking.objects.count()) == (before, 1)


def test_what_is_published_is_what_is_written(around, clock_at):
    for _ in range(7):
        go(around)
    draw = drawn(around, clock_at)
    stated = json.loads(draw.published)
    assert mismatches(stated, file="draw.json") == []
    places = dict(Entry.objects.values_list("ticket", "place"))
    assert [places[ticket] for ticket, *_ in stated["drawn"]] == list(range(1, 8))
    for row in around.round_offerings.select_related("offering"):
        bookings = Booking.objects.filter(offering=row.offering)
        seated = bookings.filter(state=BookingState.OFFERED)
        waiting = bookings.filter(state=BookingState.WAITING).values_list("entry__ticket", flat=True)
        assert (seated.count(), Seats.objects.get(offering=row.offering).taken) == (2, 2)
        assert list(waiting) == stated["waiting"][row.offering.slug]
        assert {each.answer_until for each in seated} == {around.confirm_until}
    assert Claim.objects.count() == 4


def test_everybody_is_told_place_deadline_and_waiting_list(around, clock_at):
    around.round_offerings.update(given_back_before=9, seats_before=30)
    for _ in range(4):
        go(around)
    go(around, size=2)
    drawn(around, clock_at)
    texts = Message.objects.values_list("text_zh", flat=True)
    assert (len(texts), all("票号" in text for text in texts)) == (5, True)
    assert any("上期 30 个名额中有 9 个退还" in text for text in texts)


def test_a_family_is_seated_whole_or_waits(around, clock_at):
    families = [go(around, size=2) for _ in range(3)]
    drawn(around, clock_at)
    seated = Booking.objects.filter(state=BookingState.OFFERED)
    assert sorted(seated.values_list("size", flat=True)) == [2, 2]
    assert Booking.objects.filter(entry__in=families, state=BookingState.WAITING).count() >= 2


def test_who_stayed_away_has_one_slip_once(around, clock_at):
    station = make_offering().station
    station.subdistrict = around.subdistrict
    contact = make_contact(around.subdistrict)
    past = make_offering(station, seats=5)
    make_session(past, NOON - 48 * HOUR)
    open_seats(offering=past, by=None)
    booking = make_booking(past, contact)
    mark_attendance(booking=booking, came=False, by=None)
    entry = go(around, contact=contact)
    go(around)
    assert (entry.draws, Absence.objects.get().digest) == (2, digest_of(contact.phone))
    text = frozen(around, clock_at).list_text
    assert f"entry {entry.ticket} 1 1 0 1 " in text
    assert Absence.objects.count() == 0


def test_a_seat_that_meets_another_is_kept_but_not_confirmed(around, clock_at):
    contact = make_contact(around.subdistrict)
    wish = around.round_offerings.first().offering
    other = make_offering(wish.station)
    open_seats(offering=other, by=None)
    make_session(other, wish.sessions.get().starts_at)
    held = make_booking(other, contact)
    held.participants.set(contact.participants.all())
    hold_people(booking=held, by=None)
    go(around, contact=contact, wishes=[wish])
    drawn(around, clock_at)
    booking = Booking.objects.get(entry__contact=contact)
    refused("person_is_busy", confirm, booking=booking, by=None)
    assert confirm(booking=booking, by=None, instead_of=held).state == BookingState.CONFIRMED
    assert Booking.objects.get(pk=held.pk).state == BookingState.GIVEN_BACK


def test_seats_a_draw_left_go_to_whoever_comes(around, clock_at):
    go(around)
    drawn(around, clock_at)
    late = make_contact(around.subdistrict)
    offering = around.round_offerings.order_by("position").last().offering
    who = {"contact": late, "participants": list(late.participants.all()), "channel": Channel.WEB, "by": None}
    assert book_first_come(offering=offering, **who).state == BookingState.CONFIRMED


@pytest.mark.parametrize(
    ("kind", "given", "line"),
    [
        (Randomness.TYPED, {"typed": "03 08 15 22 27 31 + 09"}, "randomness announced lottery-27020"),
        (Randomness.RFC3797, {"seeds": ["9319", "2 5 12 8 10"]}, "randomness announced lottery-27020"),
    ],
)
def test_other_sources_are_named_beforehand_and_recounted(around, clock_at, kind, given, line):
    SignUpRound.objects.update(randomness=kind)
    go(around)
    clock_at(around.closes_at + HOUR)
    draw = freeze_round(sign_up_round=around, by=None, source_name="lottery-27020")
    assert line in draw.list_text
    clock_at(around.draw_at + HOUR)
    refused(
        "value_needed" if kind == Randomness.TYPED else "seeds_needed",
        draw_round,
        sign_up_round=around,
        by=None,
    )
    draw = draw_round(sign_up_round=around, by=None, **given)
    assert mismatches(json.loads(draw.published), file="draw.json") == []
    assert draw.randomness_proof
