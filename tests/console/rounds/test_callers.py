"""The desk for callers: everything a person can do online, done for them, with a note and equal odds."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.places import make_station
from factories.rounds import make_booking, make_contact, make_round, make_seats
from factories.towns import NOON
from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering
from yizhan.offers.words import SignUp
from yizhan.people.actions import tell
from yizhan.people.models import AuditEntry, Contact, Message, Subdistrict
from yizhan.people.words import Channel
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import Arrival, Booking, Entry, SignUpRound
from yizhan.rounds.words import BookingState


@pytest.fixture(autouse=True)
def noon(clock_at: Callable[[dt.datetime], None]) -> None:
    clock_at(NOON)


@pytest.fixture
def classes(place: Subdistrict) -> list[Offering]:
    station = make_station(subdistrict=place)
    rows = [make_offering(station, seats=2) for _ in range(3)]
    for number, row in enumerate(rows):
        make_session(row, NOON + dt.timedelta(days=20 + number))
        open_seats(offering=row, by=None)
    return rows


@pytest.fixture
def evening(classes: list[Offering]) -> SignUpRound:
    return make_round(*classes, slug="evening", confirm_until=NOON + dt.timedelta(days=6))


@pytest.fixture
def caller(place: Subdistrict) -> Contact:
    return make_contact(place)


def verbs() -> set[str]:
    return set(AuditEntry.objects.exclude(by=None).values_list("verb", flat=True))


def test_new_caller_is_found_by_number_then_named(clerk: Client, place: Subdistrict) -> None:
    answer = clerk.post("/console/callers/", {"phone": "021 6595 0000"})
    assert answer.status_code == 400 or "没有这个号码" in answer.content.decode()
    answer = clerk.post("/console/callers/", {"phone": "(021) 65950000", "name": "张阿姨"})
    contact = Contact.objects.get()
    assert (contact.phone, contact.name) == ("021-65950000", "张阿姨")
    assert answer.headers["Location"] == f"/console/callers/{contact.pk}/"
    assert clerk.post("/console/callers/", {"phone": "021-65950000"}).status_code == 302


def test_wrong_number_is_said(clerk: Client) -> None:
    answer = clerk.post("/console/callers/", {"phone": "12"})
    assert answer.status_code == 400
    assert "不是可用的电话号码" in answer.content.decode()


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.COUNTER, Channel.PAPER])
def test_wishes_are_entered_with_a_note_and_equal_odds(
    clerk: Client, evening: SignUpRound, classes: list[Offering], caller: Contact, channel: Channel
) -> None:
    posted = {
        "wish-1": classes[2].slug,
        "wish-3": classes[0].slug,
        "channel": channel,
        "person": caller.participants.get().pk,
    }
    clerk.post(f"/console/callers/{caller.pk}/wishes/evening/", posted)
    entry = Entry.objects.get()
    assert [wish.offering for wish in entry.wishes.all()] == [classes[2], classes[0]]
    assert (entry.channel, entry.draws) == (channel, 1)
    assert entry.entered_by is not None
    assert verbs() == {"enter_round"}


def test_refused_wishes_are_said_on_the_page(clerk: Client, evening: SignUpRound, caller: Contact) -> None:
    answer = clerk.post(f"/console/callers/{caller.pk}/wishes/evening/", {"channel": "phone"})
    assert answer.status_code == 400
    assert "请写明或勾选谁来参加" in answer.content.decode()


def test_child_joins_with_consent_noted(
    clerk: Client, evening: SignUpRound, classes: list[Offering], caller: Contact
) -> None:
    Offering.objects.update(for_children=True)
    posted = {
        "wish-1": classes[0].slug,
        "channel": "phone",
        "person": caller.participants.get().pk,
        "new_name": "小明",
        "new_child": "on",
    }
    address = f"/console/callers/{caller.pk}/wishes/evening/"
    assert clerk.post(address, posted).status_code == 400
    assert clerk.post(address, posted | {"new_consent": "on"}).status_code == 302
    assert Entry.objects.get().size == 2
    assert "record_consent" in verbs()


def test_entry_is_withdrawn_for_a_caller(
    clerk: Client, evening: SignUpRound, classes: list[Offering], caller: Contact
) -> None:
    posted = {"wish-1": classes[0].slug, "person": caller.participants.get().pk}
    clerk.post(f"/console/callers/{caller.pk}/wishes/evening/", posted)
    clerk.post(f"/console/callers/{caller.pk}/withdraw/{Entry.objects.get().pk}/")
    assert Entry.objects.get().withdrawn_at is not None


def test_seat_is_booked_confirmed_and_given_back(clerk: Client, caller: Contact, place: Subdistrict) -> None:
    tea = make_offering(make_station(subdistrict=place), sign_up=SignUp.FIRST_COME, seats=1)
    make_session(tea, NOON + dt.timedelta(days=3))
    open_seats(offering=tea, by=None)
    posted = {"person": caller.participants.get().pk, "channel": "counter"}
    clerk.post(f"/console/callers/{caller.pk}/book/{tea.slug}/", posted)
    booking = Booking.objects.get()
    assert (booking.state, booking.channel) == (BookingState.CONFIRMED, Channel.COUNTER)
    clerk.post(f"/console/callers/{caller.pk}/answer/{booking.pk}/", {"act": "give_back"})
    booking.refresh_from_db()
    assert booking.state == BookingState.GIVEN_BACK
    assert {"book_seat", "give_back_booking"} <= verbs()


def test_offer_is_confirmed_by_telephone(clerk: Client, caller: Contact, classes: list[Offering]) -> None:
    until = NOON + dt.timedelta(hours=5)
    booking = make_booking(classes[0], caller, state=BookingState.OFFERED, answer_until=until)
    booking.participants.set(caller.participants.all())
    assert "前确认" in clerk.get(f"/console/callers/{caller.pk}/").content.decode()
    clerk.post(f"/console/callers/{caller.pk}/answer/{booking.pk}/", {"act": "confirm"})
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_landlines_are_called_and_ticked_off(clerk: Client, place: Subdistrict) -> None:
    contact = make_contact(place, phone="021-65950000")
    tell(contacts=[contact], text=Phrase("改到周五", "moved to Friday"), by=None)
    assert "改到周五" in clerk.get("/console/callers/").content.decode()
    clerk.post(f"/console/callers/told/{Message.objects.get().pk}/")
    assert "没有要打的电话" in clerk.get("/console/callers/").content.decode()
    assert verbs() == {"note_call"}


def test_caller_is_corrected_and_erased_on_request(clerk: Client, caller: Contact) -> None:
    clerk.post(f"/console/callers/{caller.pk}/correct/", {"name": "新名字", "phone": "137 0000 1111"})
    caller.refresh_from_db()
    assert (caller.name, caller.phone) == ("新名字", "13700001111")
    clerk.post(f"/console/callers/{caller.pk}/correct/", {"act": "erase"})
    caller.refresh_from_db()
    assert (caller.name, caller.phone) == ("", "")
    assert clerk.get(f"/console/callers/{caller.pk}/").status_code == 404


def test_callers_of_other_places_are_not_there(clerk: Client) -> None:
    from factories.people import make_subdistrict

    stranger = make_contact(make_subdistrict())
    assert clerk.get(f"/console/callers/{stranger.pk}/").status_code == 404


def test_paper_and_tickets_print(
    clerk: Client, evening: SignUpRound, classes: list[Offering], caller: Contact
) -> None:
    assert "纸质报名表" in clerk.get("/console/rounds/evening/paper/").content.decode()
    posted = {"wish-1": classes[0].slug, "person": caller.participants.get().pk}
    clerk.post(f"/console/callers/{caller.pk}/wishes/evening/", posted)
    html = clerk.get(f"/console/tickets/entry/{Entry.objects.get().pk}/").content.decode()
    assert Entry.objects.get().ticket in html
    assert caller.phone not in html
    booking = make_booking(classes[1], caller)
    assert "<svg" in clerk.get(f"/console/tickets/seat/{booking.pk}/").content.decode()


def test_a_certificate_is_printed_at_the_counter_from_arrivals(
    clerk: Client, classes: list[Offering], caller: Contact
) -> None:
    booking = make_booking(classes[1], caller)
    assert clerk.get(f"/console/certificates/{booking.pk}/").status_code == 404
    Arrival.objects.create(session=classes[1].sessions.all()[0], booking=booking, came=1, at=NOON)
    assert (
        f"/console/certificates/{booking.pk}/" in clerk.get(f"/console/callers/{caller.pk}/").content.decode()
    )
    assert "参加证明" in clerk.get(f"/console/certificates/{booking.pk}/").content.decode()
    there = make_booking(make_seats().offering)
    Arrival.objects.create(session=make_session(there.offering, NOON), booking=there, came=1, at=NOON)
    assert clerk.get(f"/console/certificates/{there.pk}/").status_code == 404


def test_queries_do_not_grow_with_what_a_caller_holds(
    clerk: Client, evening: SignUpRound, classes: list[Offering], caller: Contact
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(f"/console/callers/{caller.pk}/").status_code == 200
        return len(seen)

    make_booking(classes[0], caller)
    few = queries()
    for one in classes[1:]:
        make_booking(one, caller, state=BookingState.WAITING)
    assert queries() == few
    assert few <= 20


def test_looking_somebody_up_is_audited(clerk: Client, caller: Contact) -> None:
    clerk.post("/console/callers/", {"phone": caller.phone})
    assert verbs() == {"look_up_contact"}
    assert caller.phone not in str(AuditEntry.objects.values())
