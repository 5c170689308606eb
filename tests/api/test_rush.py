"""Promise 2 with real requests: 64 at once never oversell, and a person is never in two places."""

import datetime as dt
import importlib
from collections import Counter

import pytest
from django.db import connection

from factories.offers import make_offering, make_session
from factories.rounds import make_contact, make_seats
from serving import at_once, served
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.models import Participant
from yizhan.places.models import Claim
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.queries.bookings import waiting_list

pytestmark = pytest.mark.django_db(transaction=True)
guards = importlib.import_module("yizhan.rounds.migrations.0002_never_oversold")
WIDE = 64
AHEAD = dt.timedelta(days=9)


@pytest.fixture
def port(transactional_db):
    with served() as number:
        yield number


def make_class(total, station=None, *, starts_at=None, sessions=1):
    offering = make_offering(station, sign_up=SignUp.FIRST_COME, seats=total)
    make_seats(offering, total=total)
    for week in range(sessions):
        make_session(offering, (starts_at or clock.now() + AHEAD) + week * dt.timedelta(days=7))
    return offering


def booking(offering, cookies):
    return "/api/bookings", {"offering": offering.slug}, cookies


def statuses(answers):
    return Counter((status, said["state"] if status == 201 else said["code"]) for status, said in answers)


def test_of_sixty_four_requests_at_once_twenty_are_confirmed(port, cookies_of):
    offering = make_class(20)
    contacts = [make_contact(offering.subdistrict) for _ in range(WIDE)]
    answers = at_once(port, [booking(offering, cookies_of(contact)) for contact in contacts])
    assert statuses(answers) == {(201, "confirmed"): 20, (201, "waiting"): 44}
    assert Booking.objects.values("contact").distinct().count() == Booking.objects.count() == WIDE
    assert Seats.objects.get().taken == 20
    assert Claim.objects.filter(released_at=None).count() == 20
    line = list(waiting_list(offering))
    assert line == sorted(line, key=lambda one: one.pk)


def test_the_same_contact_sixteen_times_has_one_booking(port, cookies_of):
    offering = make_class(20)
    cookies = cookies_of(make_contact(offering.subdistrict))
    answers = at_once(port, [booking(offering, cookies)] * 16)
    assert statuses(answers) == {(201, "confirmed"): 1, (409, "booked_already"): 15}
    assert Seats.objects.get().taken == 1


def test_one_person_books_two_classes_at_the_same_time_once(port, cookies_of):
    starts_at = clock.now() + AHEAD
    one = make_class(20, starts_at=starts_at)
    other = make_class(20, one.station, starts_at=starts_at + dt.timedelta(minutes=30))
    cookies = [cookies_of(make_contact(one.subdistrict)) for _ in range(8)]
    asked = [booking(offering, each) for each in cookies for offering in (one, other)]
    answers = at_once(port, asked)
    assert statuses(answers) == {(201, "confirmed"): 8, (409, "person_is_busy"): 8}
    assert sum(Seats.objects.values_list("taken", flat=True)) == 8


def test_a_course_of_several_sessions_for_a_family_is_held_whole_or_not_at_all(port, cookies_of):
    course = make_class(20, sessions=3)
    contact = make_contact(course.subdistrict)
    Participant.objects.create(contact=contact, name="示例家人")
    people = list(contact.participants.values_list("pk", flat=True))
    last = course.sessions.last().starts_at
    other = make_class(20, course.station, starts_at=last)
    cookies = cookies_of(contact)
    whole = "/api/bookings", {"offering": course.slug, "participants": people}, cookies
    single = "/api/bookings", {"offering": other.slug, "participants": people[1:]}, cookies
    answers = at_once(port, [whole, single] * 8)
    confirmed = [said for status, said in answers if status == 201]
    assert len(confirmed) == 1
    held = Claim.objects.filter(released_at=None).count()
    assert held == (6 if confirmed[0]["offering"] == course.slug else 1)
    assert sum(Seats.objects.values_list("taken", flat=True)) == confirmed[0]["size"]


def test_without_the_guard_the_same_requests_oversell(port, cookies_of):
    """The negative control: the first test fails when the database does not count."""
    offering = make_class(1)
    with connection.schema_editor() as editor:
        guards.unguard(None, editor)
    try:
        contacts = [make_contact(offering.subdistrict) for _ in range(8)]
        answers = at_once(port, [booking(offering, cookies_of(contact)) for contact in contacts])
        assert statuses(answers) == {(201, "confirmed"): 8}
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            guards.guard(None, editor)
