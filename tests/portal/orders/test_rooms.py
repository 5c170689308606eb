"""Anybody sees when a room is free; who signed in books it by the hour and gives it back."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.orders import House, in_days, make_house
from factories.places import make_room
from factories.rounds import make_contact
from yizhan.foundation import clock
from yizhan.people.models import Contact
from yizhan.places.words import Access
from yizhan.portal.seats.visitor import UNTIL, WHO
from yizhan.rounds.actions.room_bookings import book_room
from yizhan.rounds.models import RoomBooking

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db) -> House:
    return make_house()


def signed_in(contact: Contact) -> Client:
    client = Client()
    client.cookies.clear()
    session = client.session
    session[WHO] = contact.pk
    session[UNTIL] = (clock.now() + dt.timedelta(hours=1)).isoformat()
    session.save()
    return client


@pytest.fixture
def visitor(house) -> Client:
    return signed_in(make_contact(house.place))


def taken_by_another(house):
    contact, starts_at = make_contact(house.place), in_days(2).starts_at
    return book_room(room=house.room, contact=contact, starts_at=starts_at, hours=1, people=1, by=None)


def asked(day=2, **changed):
    return {"starts_at": f"{in_days(day).starts_at:%Y-%m-%dT%H:%M}", "hours": "2", "people": "1"} | changed


def test_free_hours_are_read_without_signing_in(client, house):
    tomorrow = in_days(1).starts_at.date()
    page = client.get(f"/rooms/?day={tomorrow}")
    assert ("08:00–21:00" in page.content.decode(), bool(client.cookies)) == (True, False)
    assert "Rooms by the hour" in client.get("/en/rooms/?day=nonsense").content.decode()
    assert "可以预约的房间" in client.get(f"/stations/{house.station.slug}/").content.decode()


def test_a_person_books_sees_and_gives_back_a_room(visitor, house):
    page = f"/rooms/{house.room.pk}/book/"
    assert visitor.get(page).status_code == 200
    assert visitor.post(page, asked()).headers["Location"] == "/rooms/mine/"
    booking = RoomBooking.objects.get()
    assert (booking.channel, booking.people) == ("web", 1)
    assert house.room.name_zh in visitor.get("/rooms/mine/").content.decode()
    assert "08:00–14:00，" in visitor.get(page).content.decode().replace("</span>", "").replace(
        '<span class="span">', ""
    )
    cancel = f"/rooms/mine/{booking.pk}/cancel/"
    assert "确认取消" in visitor.get(cancel).content.decode()
    visitor.post(cancel)
    assert RoomBooking.objects.get().cancelled_at is not None
    assert visitor.post(cancel).status_code == 404


def test_what_cannot_be_booked_is_said_on_the_form(visitor, house):
    page = f"/rooms/{house.room.pk}/book/"
    for changed, said in (
        ({"starts_at": f"{in_days(2, 6).starts_at:%Y-%m-%dT%H:%M}"}, "那时不开放预约"),
        ({"people": "99"}, "最多 40 人"),
        ({"hours": "9"}, "几个小时"),
    ):
        answer = visitor.post(page, asked(**changed))
        assert (answer.status_code, said in answer.content.decode()) == (400, True)
    book_room(
        room=house.room,
        contact=make_contact(house.place),
        starts_at=in_days(2).starts_at,
        hours=1,
        people=1,
        by=None,
    )
    assert "已被占用" in visitor.post(page, asked()).content.decode()


def test_others_bookings_and_other_rooms_are_not_there(visitor, house):
    theirs = book_room(
        room=house.room,
        contact=make_contact(house.place),
        starts_at=in_days(2).starts_at,
        hours=1,
        people=1,
        by=None,
    )
    assert visitor.post(f"/rooms/mine/{theirs.pk}/cancel/").status_code == 404
    hall = make_room(house.station, access=Access.WALK_IN)
    assert visitor.get(f"/rooms/{hall.pk}/book/").status_code == 404
    assert Client().get(f"/rooms/{house.room.pk}/book/").status_code == 302


def test_staff_book_for_a_caller_and_cancel(house):
    client = Client()
    client.force_login(house.head)
    entered = asked(channel="phone", room=house.room.pk, name="示例来电人", phone="021-65950000")
    assert client.post("/console/orders/rooms/", entered).status_code == 302
    assert client.post("/console/orders/rooms/", entered).status_code == 400
    booking = RoomBooking.objects.get()
    assert (booking.channel, booking.booked_by) == ("phone", house.head)
    assert "示例来电人" in client.get("/console/orders/rooms/").content.decode()
    client.post(f"/console/orders/rooms/{booking.pk}/cancel/", {"reason": "停电"})
    assert RoomBooking.objects.get().reason == "停电"


def test_queries_do_not_grow_with_rooms(client, house):
    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/rooms/").status_code == 200
        return len(seen)

    few = queries()
    for _ in range(3):
        make_room(house.station, access=Access.BOOKABLE)
    assert queries() == few
    assert few <= 14
