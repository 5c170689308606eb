"""
Classes: a course of a menu, opened at a station for so many people.

The seats are counted on the floor above (rounds), when sign-up opens.
"""

from django.db import transaction
from django.db.models import ProtectedError

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Lecturer, MenuItem, Offering
from yizhan.offers.models.validity import save_checked
from yizhan.offers.rules.classes import (
    refuse_drop,
    refuse_lecturer,
    refuse_place,
    refuse_seats,
    refuse_sign_up,
)
from yizhan.offers.rules.naming import address_for
from yizhan.offers.words import MenuState, OfferingKind, SignUp
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.models import Room, Station


@transaction.atomic
def open_class(
    *,
    item: MenuItem,
    station: Station,
    seats: int,
    by: Account | None,
    room: Room | None = None,
    lecturer: Lecturer | None = None,
    **fields: object,
) -> Offering:
    """
    Open a class of a menu's course; it is public when the menu is.

    `fields` are columns of `Offering`: slug, name_zh, name_en, sign_up, for_children, is_example.

    Raises
    ------
    Refusal
        More seats than the version was reviewed for or the room holds; room, station or lecturer of others.
    """
    menu, version = item.menu, item.version
    require_runner(by=by, subdistrict=menu.subdistrict)
    _refuse_parts(item, station, room, lecturer)
    called = None if room is None else _named(room)
    room_capacity = 0 if room is None else room.capacity
    refuse_seats(seats=seats, version=version.capacity, room=called, room_capacity=room_capacity)
    refuse_sign_up(str(fields.get("sign_up", SignUp.DRAW)))
    names = {"name_zh": version.title_zh[:80], "name_en": version.title_en[:120]}
    filled = names | {name: value for name, value in fields.items() if value != ""}
    taken = menu.subdistrict.offerings.values_list("slug", flat=True)
    filled.setdefault("slug", address_for(str(filled["name_zh"]), taken))
    offering = Offering(
        subdistrict=menu.subdistrict,
        kind=OfferingKind.CLASS,
        version=version,
        menu_item=item,
        station=station,
        room=room,
        lecturer=lecturer,
        seats=seats,
        is_public=menu.state == MenuState.PUBLISHED,
        **filled,
    )
    save_checked(offering)
    record(verb="open_class", subject=offering, by=by, subdistrict=menu.subdistrict, seats=seats)
    return offering


@transaction.atomic
def drop_class(*, offering: Offering, by: Account | None) -> None:
    """Delete a class nothing stands on yet: no sessions, seats, bookings, rounds or orders."""
    require_runner(by=by, subdistrict=offering.subdistrict)
    record(verb="drop_class", subject=offering, by=by, subdistrict=offering.subdistrict)
    try:
        deleted, _ = offering.delete()
    except ProtectedError:
        deleted = 2
    # Rows of floors above, unknown here, would go with it: then the whole transaction is undone.
    refuse_drop(in_use=deleted > 1)


def _refuse_parts(item: MenuItem, station: Station, room: Room | None, lecturer: Lecturer | None) -> None:
    refuse_place(
        room=None if room is None else _named(room),
        station=_named(station),
        room_is_there=room is None or room.station_id == station.pk,
        station_is_here=station.subdistrict_id == item.menu.subdistrict_id,
    )
    if lecturer is not None:
        ours = lecturer.provider_id == item.version.course.provider_id
        refuse_lecturer(_named(lecturer), teaches_for_provider=ours)


def _named(row: Room | Station | Lecturer) -> Phrase:
    return Phrase(row.name_zh, row.name_en or row.name_zh)
