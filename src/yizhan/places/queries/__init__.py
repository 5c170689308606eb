"""Reads about places."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import translation

from yizhan.foundation.working_days import Announced, DayKind, day_kind
from yizhan.outside import holidays
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import (
    CalendarDay,
    CalendarYear,
    Loan,
    OpeningException,
    OpeningRule,
    Room,
    Station,
    StationAmenity,
    StationService,
)
from yizhan.places.rules.cloning import Setup
from yizhan.places.rules.entry import FOR_INDIVIDUALS
from yizhan.places.rules.finding import matches
from yizhan.places.rules.opening import Opening, opening_at
from yizhan.places.rules.schedules import DayKindOf, Exceptional, Hours, Notice, Regular, Schedule
from yizhan.places.words import Access, Amenity, Days, Level, ServiceKind, State


def live_stations(subdistrict: Subdistrict | None = None) -> QuerySet[Station]:
    """Return the stations open to the public, of one sub-district or of all."""
    stations = Station.objects.filter(state=State.LIVE).select_related("subdistrict", "building")
    return stations if subdistrict is None else stations.filter(subdistrict=subdistrict)


def station_page(slug: str, subdistrict: Subdistrict | None = None) -> QuerySet[Station]:
    """Return the live or closed station of this slug, with everything its page shows."""
    stations = Station.objects.filter(slug=slug, state__in=[State.LIVE, State.CLOSED])
    if subdistrict is not None:
        stations = stations.filter(subdistrict=subdistrict)
    return stations.select_related("subdistrict", "building__alliance", "parent").prefetch_related(
        "rooms",
        "amenities",
        "services",
        "entrances",
        "upgrades",
        Prefetch("points", queryset=Station.objects.filter(state=State.LIVE)),
    )


def with_amenities(stations: QuerySet[Station], codes: Iterable[str]) -> QuerySet[Station]:
    """Return those that have every one of these amenities."""
    for code in codes:
        stations = stations.filter(
            Exists(StationAmenity.objects.filter(station=OuterRef("pk"), amenity=code))
        )
    return stations


def rest_points(subdistrict: Subdistrict | None = None) -> QuerySet[Station]:
    """Return the live stations where outdoor workers may rest."""
    return live_stations(subdistrict).filter(
        Exists(StationService.objects.filter(station=OuterRef("pk"), service=ServiceKind.REST_POINT))
    )


def without_individual_route(subdistrict: Subdistrict | None = None) -> QuerySet[Station]:
    """Return the live centres and stations with no room one person may walk into or book (A02)."""
    open_rooms = Room.objects.filter(station=OuterRef("pk"), access__in=FOR_INDIVIDUALS)
    return live_stations(subdistrict).exclude(level=Level.POINT).exclude(Exists(open_rooms))


def search(stations: QuerySet[Station], text: str) -> QuerySet[Station]:
    """Return those whose name, address, building, services or amenities match, also by pinyin."""
    if not text.strip():
        return stations
    rows = stations.select_related("building").prefetch_related("services", "amenities")
    return stations.filter(pk__in=[station.pk for station in rows if matches(text, _words_of(station))])


def _words_of(station: Station) -> list[str]:
    words = [station.name_zh, station.name_en, station.address_zh, station.address_en, station.slug]
    if station.building is not None:
        words += [station.building.name_zh, station.building.name_en]
    words += _labels(station)
    for service in station.services.all():
        words += [service.note_zh, service.note_en]
    return words


def _labels(station: Station) -> list[str]:
    """Return what services and amenities are called in both languages, and their codes."""
    kept: list[ServiceKind | Amenity] = [ServiceKind(row.service) for row in station.services.all()]
    kept += [Amenity(row.amenity) for row in station.amenities.all()]
    words = [choice.value.replace("_", " ") for choice in kept]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words += [str(choice.label) for choice in kept]
    return words


def visible_rooms(station: Station, account: Account | None) -> QuerySet[Room]:
    """Return the rooms of a station shown to somebody: alliance rooms to its members only."""
    return station.rooms.all() if is_alliance_member(station, account) else _public_rooms(station)


def is_alliance_member(station: Station, account: Account | None) -> bool:
    """Whether an account acts for a member of the alliance of the station's building."""
    if account is None or not account.is_authenticated or station.building_id is None:
        return False
    return account.alliance_memberships.filter(alliance__building_id=station.building_id).exists()


def _public_rooms(station: Station) -> QuerySet[Room]:
    return station.rooms.exclude(access=Access.ALLIANCE)


def loans_of(station: Station, *, after: dt.datetime) -> QuerySet[Loan]:
    """Return the loans of a station's rooms that end after a moment and were not given back."""
    return Loan.objects.filter(
        room__station=station, ends_at__gt=after, returned_at__isnull=True
    ).select_related("room", "owner", "borrower")


def announced() -> Announced:
    """Return the official calendar: the library's years, overridden by those imported."""
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    days = dict(CalendarDay.objects.values_list("date", "is_off"))
    return holidays.shipped().overridden_by(Announced(years, days))


def day_kinds(first: dt.date, last: dt.date) -> dict[dt.date, DayKind]:
    """Return what each date from `first` to `last` is."""
    calendar = announced()
    dates = (first + dt.timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return {date: day_kind(date, announced=calendar) for date in dates}


def day_kind_of() -> DayKindOf:
    """Return what to ask for the kind of any date; the calendar is read once, now."""
    calendar = announced()
    return lambda date: day_kind(date, announced=calendar)


def schedules_of(stations: Iterable[Station]) -> dict[int, Schedule]:
    """
    Return the schedule of each station, by id, in two queries however many there are.

    A point without hours of its own keeps those of the station it belongs to.
    """
    parents = {station.pk: station.parent_id for station in stations}
    wanted = {*parents, *(parent for parent in parents.values() if parent is not None)}
    own = _schedules(
        OpeningRule.objects.filter(station_id__in=wanted, room=None),
        OpeningException.objects.filter(station_id__in=wanted, room=None),
        key="station_id",
    )
    return {pk: _own_or_parent(own, pk, parent) for pk, parent in parents.items()}


def room_schedules_of(stations: Collection[Station]) -> dict[int, Schedule]:
    """Return the schedule of each room of these stations, within its station's, by room id."""
    outer = schedules_of(stations)
    rooms = dict(Room.objects.filter(station__in=outer).values_list("pk", "station_id"))
    own = _schedules(
        OpeningRule.objects.filter(room_id__in=rooms),
        OpeningException.objects.filter(room_id__in=rooms),
        key="room_id",
    )
    empty = Schedule()
    return {
        room: Schedule(own.get(room, empty).regular, own.get(room, empty).exceptional, outer[station])
        for room, station in rooms.items()
    }


def walk_in_schedule(room: Room) -> Schedule | None:
    """Return when everybody may walk into a room; None unless it is for that and has hours of its own."""
    if room.access != Access.WALK_IN:
        return None
    own = _schedules(
        OpeningRule.objects.filter(room=room), OpeningException.objects.filter(room=room), key="room_id"
    ).get(room.pk)
    if own is None or not own.regular:
        return None
    return Schedule(own.regular, own.exceptional, schedules_of([room.station])[room.station_id])


def openings_at(
    stations: Iterable[Station], moment: dt.datetime, calendar: DayKindOf | None = None
) -> dict[int, Opening]:
    """Return whether each station is open at a moment, by id, in a constant number of queries."""
    kinds = calendar or day_kind_of()
    return {pk: opening_at(schedule, moment, kinds) for pk, schedule in schedules_of(stations).items()}


def setup_of(station: Station) -> Setup:
    """Return how a station is fitted out, as a value to compare."""
    rules = station.opening_rules.select_related("room")
    return Setup(
        services=frozenset(station.services.values_list("service", flat=True)),
        amenities=frozenset(station.amenities.values_list("amenity", flat=True)),
        rooms=frozenset(station.rooms.values_list("name_zh", flat=True)),
        hours=frozenset((rule.room.name_zh if rule.room else None, regular_hours(rule)) for rule in rules),
    )


def _own_or_parent(own: dict[int, Schedule], pk: int, parent: int | None) -> Schedule:
    mine = own.get(pk, Schedule())
    if mine.regular or parent is None:
        return mine
    theirs = own.get(parent, Schedule())
    # The point's own exceptions still hold: it may be shut while its station is open.
    return Schedule((), mine.exceptional, theirs) if mine.exceptional else theirs


def _schedules(
    rules: QuerySet[OpeningRule], exceptions: QuerySet[OpeningException], *, key: str
) -> dict[int, Schedule]:
    regular: dict[int, list[Regular]] = {}
    for rule in rules:
        regular.setdefault(getattr(rule, key), []).append(regular_hours(rule))
    exceptional: dict[int, list[Exceptional]] = {}
    for exception in exceptions:
        exceptional.setdefault(getattr(exception, key), []).append(exceptional_hours(exception))
    return {
        pk: Schedule(tuple(regular.get(pk, ())), tuple(exceptional.get(pk, ())))
        for pk in {*regular, *exceptional}
    }


def regular_hours(rule: OpeningRule) -> Regular:
    """Return the value of one row."""
    return Regular(
        Days(rule.days), Hours(rule.opens, rule.closes), rule.weekdays, rule.first_day, rule.last_day
    )


def exceptional_hours(exception: OpeningException) -> Exceptional:
    """Return the value of one row."""
    hours = None
    if exception.opens is not None and exception.closes is not None:
        hours = Hours(exception.opens, exception.closes)
    notice = Notice(exception.reason_zh, exception.reason_en, exception.published_at)
    return Exceptional(exception.first_day, exception.last_day, hours, notice)
