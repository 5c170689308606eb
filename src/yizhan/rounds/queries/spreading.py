"""Who and what is free for a course, and the less crowded times near a wish."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Availability, CourseVersion, Lecturer
from yizhan.offers.words import RoomNeed
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.places.models import Claim, Room
from yizhan.places.rules.opening import Timeline
from yizhan.places.rules.schedules import WHOLE_DAY, Span, Spans, merged
from yizhan.places.words import Access, Resource, State
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import held_for, orders_on
from yizhan.rounds.rules.orders import Wish
from yizhan.rounds.rules.spreading import NEAR, Diary, Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Diaries:
    """The diaries of those who could do a course, by row; `rooms` is None where it needs none."""

    lecturers: dict[Lecturer, Diary]
    rooms: dict[Room, Diary] | None


def rooms_for(subdistrict: Subdistrict, *, people: int) -> list[Room]:
    """Return the rooms of live stations that hold so many; rooms of an alliance are its own."""
    rooms = Room.objects.filter(
        station__subdistrict=subdistrict, station__state=State.LIVE, capacity__gte=people
    )
    found = rooms.exclude(access=Access.ALLIANCE).select_related("station")
    # Halls anybody may walk into come last.
    return sorted(found, key=lambda room: (room.access == Access.WALK_IN, room.station.slug, room.capacity))


def needs_room(version: CourseVersion) -> bool:
    """Whether a course needs a room: a walk only needs a place to meet."""
    return RoomNeed.OUTDOORS not in version.room_needs


def diaries_for(
    version: CourseVersion,
    subdistrict: Subdistrict,
    *,
    people: int,
    around: Collection[Wish],
    besides: GroupOrder | None = None,
) -> Diaries:
    """
    Return who could do a course for so many people near these times, with what they have on.

    What the order `besides` holds itself does not stand in its own way.
    """
    near = dt.timedelta(days=NEAR + 1)
    first = min((wish.starts_at for wish in around), default=None)
    last = max((wish.ends_at for wish in around), default=None)
    lecturers = list(version.course.provider.lecturers.select_related("provider"))
    rooms = rooms_for(subdistrict, people=people) if needs_room(version) else []
    span = None if first is None or last is None else (first - near, last + near)
    return Diaries(
        lecturers=lecturer_diaries(lecturers, within=span, besides=besides),
        rooms=room_diaries(rooms, within=span, besides=besides) if needs_room(version) else None,
    )


def suggestions_for(
    wish: Wish,
    *,
    diaries: Diaries,
    subdistrict: Subdistrict,
    now: dt.datetime,
    besides: GroupOrder | None = None,
) -> list[Suggestion]:
    """Return less crowded times near a wish, with reasons; none where it is easy to have."""
    rooms = None if diaries.rooms is None else list(diaries.rooms.values())
    return suggest(
        wish,
        orders_on=orders_on(subdistrict, besides=besides),
        lecturers=list(diaries.lecturers.values()),
        rooms=rooms,
        now=now,
    )


def lecturer_diaries(
    lecturers: Sequence[Lecturer],
    *,
    within: tuple[dt.datetime, dt.datetime] | None,
    besides: GroupOrder | None = None,
) -> dict[Lecturer, Diary]:
    """Return the diaries of lecturers; one who gave no times is taken to be free."""
    rows: dict[int, list[Availability]] = {}
    for row in Availability.objects.filter(lecturer__in=lecturers):
        rows.setdefault(row.lecturer_id, []).append(row)
    held = _held(Resource.LECTURER, [one.pk for one in lecturers], within, besides)
    return {one: Diary(_comes(rows.get(one.pk)), held.get(one.pk, ())) for one in lecturers}


def room_diaries(
    rooms: Sequence[Room],
    *,
    within: tuple[dt.datetime, dt.datetime] | None,
    besides: GroupOrder | None = None,
) -> dict[Room, Diary]:
    """Return the diaries of rooms, open while their stations certainly are."""
    stations = list({room.station_id: room.station for room in rooms}.values())
    by_room, by_station = places.room_schedules_of(stations), places.schedules_of(stations)
    kinds = places.day_kind_of()
    held = _held(Resource.ROOM, [room.pk for room in rooms], within, besides)
    diaries = {}
    for room in rooms:
        own, station = by_room[room.pk], by_station[room.station_id]
        # A walk-in room's own hours are for everybody: a group may have it at the station's other hours.
        is_shared = room.access == Access.WALK_IN and bool(own.regular)
        hours = _open(Timeline(station if is_shared else own, kinds))
        shared = _open(Timeline(own, kinds)) if is_shared else None
        diaries[room] = Diary(hours, held.get(room.pk, ()), shared)
    return diaries


def _held(
    kind: Resource,
    resources: Collection[int],
    within: tuple[dt.datetime, dt.datetime] | None,
    besides: GroupOrder | None,
) -> dict[int, tuple[Wish, ...]]:
    claims = Claim.objects.filter(kind=kind, resource__in=resources, released_at__isnull=True)
    if besides is not None:
        claims = claims.exclude(held_for=held_for(besides))
    if within is not None:
        claims = claims.filter(starts_at__lt=within[1], ends_at__gt=within[0])
    held: dict[int, tuple[Wish, ...]] = {}
    for resource, starts_at, ends_at in claims.values_list("resource", "starts_at", "ends_at"):
        wish = Wish(starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI))
        held[resource] = (*held.get(resource, ()), wish)
    return held


def _comes(rows: Iterable[Availability] | None) -> Callable[[dt.date], Spans]:
    if rows is None:
        return lambda _day: WHOLE_DAY
    known = list(rows)
    return lambda day: merged(_span(row) for row in known if _holds(row, day))


def _holds(row: Availability, day: dt.date) -> bool:
    after_first = row.first_day is None or row.first_day <= day
    before_last = row.last_day is None or day <= row.last_day
    return after_first and before_last and bool(row.weekdays >> day.weekday() & 1)


def _span(row: Availability) -> Span:
    return Span(row.starts.hour * 60 + row.starts.minute, row.ends.hour * 60 + row.ends.minute)


def _open(timeline: Timeline) -> Callable[[dt.date], Spans]:
    return lambda day: timeline.sure_and_maybe(day)[0]
