"""The plain statements of a rush: they tell what Django would, and there are few of them."""

import datetime as dt
import json

import pytest
from django.contrib.sessions.models import Session as StoredSession
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.rounds import make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.models import Participant
from yizhan.rounds.models import Entry
from yizhan.rounds.queries.asking import caller, public_by_slug, public_round
from yizhan.rounds.words import RoundState

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    made = make_offering(sign_up=SignUp.FIRST_COME)
    make_seats(made)
    make_session(made, clock.now() + dt.timedelta(days=9))
    return made


def same(told, stored):
    """Whether every value is what Django reads."""
    stored.refresh_from_db()
    return told == stored and model_to_dict(told) == model_to_dict(stored)


def test_a_caller_is_what_django_would_read(offering):
    contact = make_contact(offering.subdistrict)
    child = Participant.objects.create(
        contact=contact, name="示例", is_child=True, guardian_consented_at=clock.now()
    )
    told = caller(contact.pk)
    assert same(told.contact, contact)
    assert same(told.contact.subdistrict, offering.subdistrict)
    assert [person.pk for person in told.people] == list(contact.participants.values_list("pk", flat=True))
    assert same(told.people[-1], child)
    assert told.people[-1].is_child is True


def test_nobody_calls_who_was_erased_or_never_was(offering):
    contact = make_contact(offering.subdistrict, phone="", name="", erased_at=clock.now())
    assert caller(contact.pk) is None
    assert caller(contact.pk + 1) is None


def test_somebody_without_participants_calls_too(offering):
    contact = make_contact(offering.subdistrict)
    contact.participants.all().delete()
    assert caller(contact.pk).people == ()


def test_only_what_is_public_is_found_by_its_slug(offering):
    here = offering.subdistrict
    offering.is_public = False
    offering.save()
    assert public_by_slug(here, [offering.slug]) == {}
    offering.is_public = True
    offering.save()
    assert same(public_by_slug(here, [offering.slug, "none"])[offering.slug], offering)
    draft = make_round(offering, state=RoundState.DRAFT)
    assert public_round(here, draft.slug) is None
    draft.state = RoundState.ANNOUNCED
    draft.save()
    assert same(public_round(here, draft.slug), draft)


def as_somebody(contact, cookies_of):
    client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": "t" * 32})
    client.cookies.load(cookies_of(contact))
    return client


def test_an_expired_session_is_nobody(offering, cookies_of):
    client = as_somebody(make_contact(offering.subdistrict), cookies_of)
    assert client.get("/api/me/bookings").status_code == 200
    StoredSession.objects.update(expire_date=clock.now() - dt.timedelta(seconds=1))
    assert client.get("/api/me/bookings").status_code == 401


def test_a_rush_costs_few_statements(offering, cookies_of):
    wishes = [make_offering(offering.station) for _ in range(5)]
    around = make_round(*wishes)
    client = as_somebody(make_contact(offering.subdistrict), cookies_of)
    body = json.dumps({"wishes": [each.slug for each in wishes]})
    with CaptureQueriesContext(connection) as seen:
        answer = client.put(f"/api/rounds/{around.slug}/entry", body, content_type="application/json")
    assert (answer.status_code, Entry.objects.get().wishes.count()) == (200, 5)
    # Savepoints stand for the transaction, since the test is one itself.
    assert len(seen) <= 12
