"""Calendars to subscribe to: of an offering, a station, a season, and of one contact by a signed address."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering, Season, Session
from yizhan.offers.words import SessionState
from yizhan.outside.calendars import Entry
from yizhan.people.models import Contact
from yizhan.places.models import Station
from yizhan.rounds.models import Booking, CalendarLink
from yizhan.rounds.rules.door_codes import no_such_link
from yizhan.rounds.words import SEATED, BookingState

#: How far back a station's calendar reaches, days.
BACK = 60
_OWN = Signer(salt="yizhan.calendar")
_ARRIVAL = Signer(salt="yizhan.arrival")

_TITLE = Phrase("{name} 第 {number} 场", "{name}, session {number}")
_OFFERED = Phrase("（待确认）", " (to be confirmed)")
_PLACE = Phrase("{station} {room} {address}", "{room}, {station}, {address}")
_LECTURER = Phrase("教师：{lecturer}", "Lecturer: {lecturer}")
_CANCELLED = Phrase("已取消：{reason}", "Cancelled: {reason}")
_MOVED = Phrase("有变动：{reason}", "Changed: {reason}")
_INVENTED = Phrase("演示用，不是真的（示例）", "Invented for the demonstration")


def sessions_of_offering(offering: Offering) -> QuerySet[Session]:
    """Return every session of an offering, cancelled ones too, so that calendars hear of it."""
    return _with_places(Session.objects.filter(offering=offering))


def sessions_at(station: Station, *, now: dt.datetime) -> QuerySet[Session]:
    """Return the public sessions at a station, from two months back on."""
    public = Session.objects.filter(offering__station=station, offering__is_public=True)
    return _with_places(public.filter(ends_at__gte=now - dt.timedelta(days=BACK)))


def sessions_in(season: Season) -> QuerySet[Session]:
    """Return the public sessions of a season."""
    return _with_places(Session.objects.filter(offering__season=season, offering__is_public=True))


def sessions_held_by(contact: Contact) -> tuple[QuerySet[Session], frozenset[int]]:
    """Return the sessions of all that a contact booked, and the offerings still to be confirmed."""
    seated = Booking.objects.filter(contact=contact, state__in=SEATED)
    states = dict(seated.values_list("offering_id", "state"))
    offered = frozenset(key for key, state in states.items() if state == BookingState.OFFERED)
    return _with_places(Session.objects.filter(offering__in=states)), offered


def entries_of(
    sessions: Iterable[Session],
    *,
    language: str,
    addresses: Mapping[int, str] | None = None,
    offered: frozenset[int] = frozenset(),
) -> list[Entry]:
    """Return sessions as entries of a calendar in a language; `addresses` gives pages by offering."""
    return [
        Entry(
            uid=f"session-{session.pk}@{session.offering.subdistrict.slug}.yizhan",
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title=_title(session, language, is_offered=session.offering_id in offered),
            place=_place(session, language),
            note=_note(session, language),
            address=(addresses or {}).get(session.offering_id, ""),
            changes=session.changes,
            is_cancelled=session.state == SessionState.CANCELLED,
            is_tentative=session.offering_id in offered,
        )
        for session in sessions
    ]


def own_token(contact: Contact) -> str:
    """Return the unguessable end of the address of a contact's own calendar."""
    return _OWN.sign(f"{contact.pk}-{_number(contact.pk)}")


def contact_of(token: str) -> Contact:
    """Return whose calendar an address is, or refuse: altered, revoked, or the contact was erased."""
    try:
        key, _, number = _OWN.unsign(token).partition("-")
    except BadSignature as error:
        raise no_such_link() from error
    contacts = Contact.objects.filter(pk=int(key), erased_at=None).select_related("subdistrict")
    contact = contacts.first()
    if contact is None or _number(contact.pk) != int(number):
        raise no_such_link()
    return contact


def _number(contact: int) -> int:
    """Return the number an address is signed over; a contact who never revoked one has no row."""
    return CalendarLink.objects.filter(contact=contact).values_list("number", flat=True).first() or 1


def arrival_token(booking: Booking) -> str:
    """Return the unguessable end of the address at which a holder finds the code for the door."""
    return _ARRIVAL.sign(str(booking.pk))


def booking_of(token: str) -> Booking:
    """Return whose code an address shows, or refuse: altered, or the booking holds no seat."""
    try:
        key = int(_ARRIVAL.unsign(token))
    except BadSignature as error:
        raise no_such_link() from error
    bookings = Booking.objects.filter(pk=key, state=BookingState.CONFIRMED).exclude(secret="")
    booking = bookings.select_related("offering__station", "offering__subdistrict").first()
    if booking is None:
        raise no_such_link()
    return booking


def _with_places(sessions: QuerySet[Session]) -> QuerySet[Session]:
    parts = ("station", "subdistrict", "season")
    rows = sessions.select_related("room", "lecturer", *(f"offering__{part}" for part in parts))
    return rows.order_by("starts_at", "pk")


def _title(session: Session, language: str, *, is_offered: bool) -> str:
    title = _TITLE.say(language, name=_name(session.offering), number=session.number)
    return title + _OFFERED.say(language) if is_offered else title


def _place(session: Session, language: str) -> str:
    station = session.offering.station
    room = Phrase("", "") if session.room is None else _name(session.room)
    address = Phrase(station.address_zh, station.address_en or station.address_zh)
    said = _PLACE.say(language, station=_name(station), room=room, address=address)
    separator = " " if language.startswith("zh") else ", "
    return separator.join(part for part in said.split(separator) if part)


def _note(session: Session, language: str) -> str:
    lines = []
    reason = Phrase(session.reason_zh, session.reason_en or session.reason_zh)
    if session.reason_zh:
        is_cancelled = session.state == SessionState.CANCELLED
        lines.append((_CANCELLED if is_cancelled else _MOVED).say(language, reason=reason))
    if session.lecturer is not None:
        lines.append(_LECTURER.say(language, lecturer=_name(session.lecturer)))
    if session.offering.is_example:
        lines.append(_INVENTED.say(language))
    return "\n".join(lines)


def _name(row: Offering | Station | object) -> Phrase:
    chinese, english = getattr(row, "name_zh", ""), getattr(row, "name_en", "")
    return Phrase(chinese, english or chinese)
