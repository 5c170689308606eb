"""My bookings: words for every state, confirm, give back, swap, ticket, first come, my data."""

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact
from factories.towns import NOON, Town
from yizhan.offers.models import Offering
from yizhan.offers.words import SignUp
from yizhan.people.models import Contact, Message, Participant
from yizhan.rounds.models import Arrival, Booking, RoundOffering, Seats, SignUpRound
from yizhan.rounds.words import BookingState


def book(offering: Offering, contact: Contact, state: BookingState, **fields: object) -> Booking:
    booking = make_booking(offering, contact, state=state, **fields)
    booking.participants.set(contact.participants.all())
    return booking


def offered(offering: Offering, contact: Contact) -> Booking:
    return book(offering, contact, BookingState.OFFERED, answer_until=NOON + dt.timedelta(days=1))


def test_place_in_line_is_explained(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering], town: Town
) -> None:
    RoundOffering.objects.filter(offering=classes[0]).update(given_back_before=9, seats_before=30)
    for place in range(1, 31):
        if place != 7:
            book(classes[0], make_contact(town.subdistrict), BookingState.WAITING, place=place)
    book(classes[0], contact, BookingState.WAITING, place=7)
    book(classes[0], make_contact(town.subdistrict), BookingState.WAITING, place=31)
    html = resident.get("/seats/").content.decode()
    assert "候补第 7 位，共 31 位。" in html
    assert "上期 30 个名额中有 9 个退还。" in html
    assert "Place 7 of 31" in resident.get("/en/seats/").content.decode()


def test_queries_do_not_grow_with_bookings(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert resident.get("/seats/").status_code == 200
        return len(seen)

    book(classes[0], contact, BookingState.WAITING, place=1)
    few = queries()
    book(classes[1], contact, BookingState.WAITING, place=1)
    offered(classes[2], contact)
    assert queries() == few
    assert few <= 20


def test_offered_seat_is_confirmed(resident: Client, contact: Contact, classes: list[Offering]) -> None:
    booking = offered(classes[0], contact)
    html = resident.get("/seats/").content.decode()
    assert "确认名额" in html
    assert "前确认" in html
    assert "名额是您的了" in resident.post(f"/seats/{booking.pk}/confirm/", follow=True).content.decode()
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED


def test_second_seat_is_swapped_in_one_step(
    resident: Client, contact: Contact, evening: SignUpRound, classes: list[Offering]
) -> None:
    held = book(classes[0], contact, BookingState.CONFIRMED)
    wanted = offered(classes[1], contact)
    answer = resident.post(f"/seats/{wanted.pk}/confirm/")
    assert answer.status_code == 400
    assert "换成这一个" in answer.content.decode()
    resident.post(f"/seats/{wanted.pk}/confirm/", {"instead_of": held.pk})
    states = dict(Booking.objects.values_list("pk", "state"))
    assert states == {held.pk: BookingState.GIVEN_BACK, wanted.pk: BookingState.CONFIRMED}


def test_given_back_seat_goes_to_the_next(
    resident: Client, contact: Contact, classes: list[Offering], town: Town
) -> None:
    Seats.objects.filter(offering=classes[0]).update(total=1)
    mine = book(classes[0], contact, BookingState.CONFIRMED)
    next_one = book(classes[0], make_contact(town.subdistrict), BookingState.WAITING, place=1)
    assert "确认退还" in resident.get(f"/seats/{mine.pk}/give-back/").content.decode()
    mine.refresh_from_db()
    assert mine.state == BookingState.CONFIRMED
    resident.post(f"/seats/{mine.pk}/give-back/")
    next_one.refresh_from_db()
    assert next_one.state == BookingState.OFFERED
    assert Message.objects.get().phone == next_one.contact.phone


def test_seats_of_others_are_not_there(resident: Client, classes: list[Offering], town: Town) -> None:
    theirs = offered(classes[0], make_contact(town.subdistrict))
    for address in ("give-back", "ticket"):
        assert resident.get(f"/seats/{theirs.pk}/{address}/").status_code == 404
    assert resident.post(f"/seats/{theirs.pk}/confirm/").status_code == 404
    mine = offered(classes[1], resident_contact(resident))
    assert resident.post(f"/seats/{mine.pk}/confirm/", {"instead_of": theirs.pk}).status_code == 404


def resident_contact(resident: Client) -> Contact:
    return Contact.objects.get(pk=resident.session["contact"])


def test_ticket_has_a_square_code_and_no_number(
    resident: Client, contact: Contact, classes: list[Offering]
) -> None:
    booking = book(classes[0], contact, BookingState.CONFIRMED)
    html = resident.get(f"/seats/{booking.pk}/ticket/").content.decode()
    assert "<svg" in html
    assert contact.phone not in html
    waiting = book(classes[1], contact, BookingState.WAITING)
    assert resident.get(f"/seats/{waiting.pk}/ticket/").status_code == 404


def test_first_come_books_then_waits(resident: Client, contact: Contact, town: Town) -> None:
    tea = make_offering(town.centre, sign_up=SignUp.FIRST_COME, seats=1)
    make_session(tea, NOON + dt.timedelta(days=5))
    Seats.objects.create(offering=tea, total=1)
    person = contact.participants.get().pk
    address = f"/seats/book/{tea.slug}/"
    assert "还有 1 个，共 1 个" in resident.get(address).content.decode()
    answer = resident.post(address, {"person": person, "act": "send"}, follow=True)
    assert "报名成功" in answer.content.decode()
    again = resident.post(address, {"person": person, "act": "send"})
    assert again.status_code == 400
    assert "已满，可以候补" in again.content.decode()


def test_names_are_corrected_and_copied(resident: Client, contact: Contact) -> None:
    resident.post("/seats/my-data/", {"name": "改好的名字"})
    person = contact.participants.get()
    resident.post("/seats/my-data/", {"name": "家人新名", "person": person.pk})
    copy = resident.get("/seats/my-data.json").json()
    assert (copy["name"], copy["participants"][0]["name"]) == ("改好的名字", "家人新名")
    assert resident.post("/seats/my-data/", {"name": "310109199001011234"}).status_code == 400


def test_name_of_a_family_member_is_erased_alone(resident: Client, contact: Contact) -> None:
    child = Participant.objects.create(contact=contact, name="小明", is_child=True)
    resident.post("/seats/my-data/", {"person": child.pk, "act": "forget"})
    assert set(Participant.objects.values_list("name", flat=True)) == {contact.name, ""}
    assert "小明" not in resident.get("/seats/my-data/").content.decode()


def test_erasing_asks_then_erases_and_gives_back(
    resident: Client, contact: Contact, classes: list[Offering], clock_at: Callable[[dt.datetime], None]
) -> None:
    booking = book(classes[0], contact, BookingState.CONFIRMED, secret="s3cret")
    assert classes[0].name_zh in resident.get("/seats/my-data/erase/").content.decode()
    answer = resident.post("/seats/my-data/erase/")
    assert "已经删除" in answer.content.decode()
    booking.refresh_from_db()
    contact.refresh_from_db()
    assert (booking.state, booking.secret) == (BookingState.GIVEN_BACK, "")
    assert (contact.phone, contact.name) == ("", "")
    assert set(Participant.objects.values_list("name", flat=True)) == {""}
    assert resident.get("/seats/").status_code == 302


def test_a_certificate_says_only_what_the_door_recorded(
    resident: Client, contact: Contact, classes: list[Offering], town: Town
) -> None:
    booking = book(classes[0], contact, BookingState.CONFIRMED)
    address = f"/seats/{booking.pk}/certificate/"
    assert resident.get(address).status_code == 404
    first = classes[0].sessions.get()
    make_session(classes[0], first.starts_at + dt.timedelta(days=7))
    Arrival.objects.create(session=first, booking=booking, came=1, at=NOON)
    assert address in resident.get("/seats/").content.decode()
    page = resident.get(address).content.decode()
    assert "共 1 场" in page
    assert page.split('class="times"')[1].split("</ul>")[0].count("<li>") == 1
    assert "Certificate of attendance" in resident.get(f"/en{address}").content.decode()
    stranger = book(classes[0], make_contact(town.subdistrict), BookingState.CONFIRMED)
    Arrival.objects.create(session=first, booking=stranger, came=1, at=NOON)
    assert resident.get(f"/seats/{stranger.pk}/certificate/").status_code == 404
