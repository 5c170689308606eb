"""What stands in the way of a weekly slot: dates on which a room is shut or taken, a lecturer is away."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.working_days import DayKind
from yizhan.offers.models import Availability, Lecturer
from yizhan.offers.queries.courses import as_value
from yizhan.offers.rules.availability import Available, can_come
from yizhan.places.models import Claim, Room
from yizhan.places.queries import day_kind_of, room_schedules_of
from yizhan.places.rules.opening import Timeline
from yizhan.places.rules.schedules import DayKindOf, Schedule
from yizhan.places.words import Access, Resource
from yizhan.plans.bridge.naming import named
from yizhan.plans.rules.timetables import Slot, dates_of

_SATURDAY = 5

_SHUT = Phrase("“{what}”{date} 这时不开放", "{what} is shut then on {date}")
_TAKEN = Phrase("“{what}”{date} {start}–{end} 已被占用", "{what} is taken on {date}, {start}–{end}")
_WALK_IN = Phrase("“{what}”{date} 这时供大家直接进入", "{what} is open for walking in then on {date}")
_AWAY = Phrase("“{what}”{date} 这时不能来", "{what} cannot come then on {date}")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a resource cannot be used in a slot on a date."""

    date: dt.date
    phrase: Phrase
    facts: tuple[tuple[str, object], ...]

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.phrase.say(language, date=f"{self.date:%m-%d}", **dict(self.facts))


#: By date, for one resource in one slot.
Obstacles = dict[dt.date, Obstacle]


@dataclass(frozen=True, slots=True)
class Term:
    """The dates sessions may still be planned on, without those skipped, and their official kinds."""

    first_day: dt.date
    last_day: dt.date
    skipped: frozenset[dt.date]

    def dates(self, slot: Slot) -> list[dt.date]:
        """Return every date of a weekly slot."""
        return dates_of(slot, first_day=self.first_day, last_day=self.last_day, skipped=self.skipped)


class Week:
    """The slots of a week and their dates in what is left of a term."""

    def __init__(self, slots: Sequence[Slot], term: Term) -> None:
        self.slots, self.term = tuple(slots), term
        self.dates = [term.dates(slot) for slot in slots]

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From the first to the last moment."""
        first, last = self.term.first_day, self.term.last_day + dt.timedelta(days=1)
        return _moment(first, dt.time()), _moment(last, dt.time())

    def moments(self, slot: int, date: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """Return when a slot starts and ends on a date."""
        return _moment(date, self.slots[slot].starts), _moment(date, self.slots[slot].ends)

    def meetings(self) -> Iterable[tuple[int, dt.date]]:
        """Yield each slot with each of its dates."""
        return ((index, date) for index, dates in enumerate(self.dates) for date in dates)


#: Obstacles by the key of a row and the index of a slot.
Found = dict[tuple[int, int], Obstacles]


def room_obstacles(rooms: Sequence[Room], week: Week, *, own: Collection[str]) -> Found:
    """
    Return when rooms are shut or taken by others than those who hold under the names in `own`.

    A room changes its role by the hour (A10): one with walk-in hours of its own is a classroom outside them,
    as long as its station is open.
    """
    found: Found = defaultdict(dict)
    schedules = room_schedules_of({room.station for room in rooms})
    kinds = plain_kinds()
    timelines: dict[Schedule, Timeline] = {}
    for room in rooms:
        schedule = schedules[room.pk]
        walk_in = schedule if room.access == Access.WALK_IN and schedule.regular else None
        outer = schedule.within if walk_in is not None and schedule.within is not None else schedule
        open_then = timelines.setdefault(outer, Timeline(outer, kinds))
        for_all = None if walk_in is None else timelines.setdefault(walk_in, Timeline(walk_in, kinds))
        for index, date in week.meetings():
            slot = week.slots[index]
            phrase = None if _is_open(open_then, date, slot) else _SHUT
            if for_all is not None and _is_touched(for_all, date, slot):
                phrase = _WALK_IN
            if phrase is not None:
                found[room.pk, index][date] = Obstacle(date, phrase, (("what", named(room)),))
    _add_claims(found, Resource.ROOM, rooms, week, own=own)
    return found


def lecturer_obstacles(lecturers: Sequence[Lecturer], week: Week, *, own: Collection[str]) -> Found:
    """Return when lecturers cannot come or are somewhere else; one who named no times can always come."""
    found: Found = defaultdict(dict)
    times: dict[int, list[Available]] = defaultdict(list)
    for row in Availability.objects.filter(lecturer__in=lecturers):
        times[row.lecturer_id].append(as_value(row))
    for lecturer in lecturers:
        for index, date in week.meetings() if times[lecturer.pk] else ():
            starts_at, ends_at = week.moments(index, date)
            if not can_come(times[lecturer.pk], starts_at, ends_at):
                found[lecturer.pk, index][date] = Obstacle(date, _AWAY, (("what", named(lecturer)),))
    _add_claims(found, Resource.LECTURER, lecturers, week, own=own)
    return found


def plain_kinds() -> DayKindOf:
    """Return the official calendar; a day not yet announced counts as a plain workday or weekend."""
    kinds = day_kind_of()

    def kind(day: dt.date) -> DayKind:
        known = kinds(day)
        if known is not DayKind.UNKNOWN:
            return known
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY

    return cache(kind)


def _is_open(timeline: Timeline, date: dt.date, slot: Slot) -> bool:
    """Whether it is open the whole slot; where hours were never published, it may be."""
    spans = timeline.sure_and_maybe(date)[1]
    return any(span.start <= slot.start_min and slot.end_min <= span.end for span in spans)


def _is_touched(timeline: Timeline, date: dt.date, slot: Slot) -> bool:
    """Whether it is certainly open at some minute of the slot."""
    spans = timeline.sure_and_maybe(date)[0]
    return any(span.start < slot.end_min and slot.start_min < span.end for span in spans)


def _add_claims(
    found: Found,
    kind: Resource,
    rows: Sequence[Room] | Sequence[Lecturer],
    week: Week,
    *,
    own: Collection[str],
) -> None:
    called = {row.pk: named(row) for row in rows}
    start, end = week.span
    claims = Claim.objects.filter(
        kind=kind, resource__in=called, released_at__isnull=True, ends_at__gt=start, starts_at__lt=end
    )
    for claim in claims:
        if claim.held_for in own:
            continue
        starts_at, ends_at = claim.starts_at.astimezone(SHANGHAI), claim.ends_at.astimezone(SHANGHAI)
        days = {starts_at.date() + dt.timedelta(days=n) for n in range((ends_at - starts_at).days + 2)}
        facts = (
            ("what", called[claim.resource]),
            ("start", f"{starts_at:%H:%M}"),
            ("end", f"{ends_at:%H:%M}"),
        )
        for index, date in week.meetings():
            if date not in days:
                continue
            first, last = week.moments(index, date)
            if starts_at < last and first < ends_at:
                found[claim.resource, index][date] = Obstacle(date, _TAKEN, facts)


def _moment(date: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(date, time, SHANGHAI)
