"""Reads about series: their pattern, their sessions, and what stands in the way of new ones."""

from collections.abc import Collection, Iterable, Sequence

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.offers.models import Availability, Lecturer, Series, Session
from yizhan.offers.queries import held_for
from yizhan.offers.rules.availability import Available
from yizhan.offers.rules.obstacles import Hindrance, Obstacle, closed, open_to_all, unavailable
from yizhan.offers.rules.series import Pattern, Standing
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import DaysOff
from yizhan.places.models import Claim, Loan, Room
from yizhan.places.queries import day_kind_of, room_schedules_of, schedules_of, walk_in_schedule
from yizhan.places.rules.opening import Timeline
from yizhan.places.words import Resource


def pattern_of(series: Series) -> Pattern:
    """Return the pattern a series was made from."""
    return Pattern(
        weekdays=series.weekdays,
        first_day=series.first_day,
        starts=series.starts,
        minutes=series.minutes,
        every_weeks=series.every_weeks,
        last_day=series.last_day,
        count=series.count,
        days_off=DaysOff(series.days_off),
    )


def standing_of(series: Series) -> list[Standing]:
    """Return the sessions of a series as values."""
    return [
        Standing(
            key=session.pk,
            times=Times(session.starts_at, session.ends_at),
            original_starts_at=session.original_starts_at,
            state=session.state,
            is_locked=session.is_locked,
        )
        for session in series.sessions.all()
    ]


def obstacles_to(
    times: Sequence[Times],
    *,
    room: Room | None,
    lecturer: Lecturer | None,
    besides: Collection[str] = frozenset(),
) -> list[tuple[Obstacle, ...]]:
    """
    Return for each time what stands in the way, in a constant number of queries.

    `besides` names what would give its time back first ("session:12").
    """
    if not times:
        return []
    ways = [_taken(times, row, besides) for row in (room, lecturer) if row is not None]
    ways += [_shut(times, room)] if room is not None else []
    ways += [_away(times, lecturer)] if lecturer is not None else []
    return [tuple(one for way in ways for one in way[number]) for number in range(len(times))]


def _taken(
    times: Sequence[Times], row: Room | Lecturer, besides: Collection[str]
) -> list[tuple[Obstacle, ...]]:
    is_room = isinstance(row, Room)
    kind = Resource.ROOM if is_room else Resource.LECTURER
    claims = [
        claim
        for claim in Claim.objects.filter(
            kind=kind,
            resource=row.pk,
            released_at__isnull=True,
            starts_at__lt=max(one.ends_at for one in times),
            ends_at__gt=min(one.starts_at for one in times),
        )
        if claim.held_for not in besides
    ]
    holders = holders_of(claim.held_for for claim in claims)
    hindrance = Hindrance.ROOM if is_room else Hindrance.LECTURER
    return [
        tuple(
            Obstacle(hindrance, _called(row), holders[claim.held_for])
            for claim in claims
            if claim.starts_at < one.ends_at and one.starts_at < claim.ends_at
        )
        for one in times
    ]


def holders_of(names: Iterable[str]) -> dict[str, Phrase]:
    """Return for people what holds each claim: the session, the loan, or what it is called inside."""
    # What holds a claim may belong to a floor above, which is not known here.
    found = {name: Phrase(f"另有占用（{name}）", f"held for something else ({name})") for name in names}
    keys: dict[str, list[int]] = {}
    for name in found:
        noun, _, key = name.partition(":")
        if key.isdecimal():
            keys.setdefault(noun, []).append(int(key))
    for session in Session.objects.filter(pk__in=keys.get("session", [])).select_related("offering"):
        offering, at = session.offering, session.starts_at.astimezone(SHANGHAI)
        when = moment_text(at)
        english = f"{offering.name_en or offering.name_zh}, session {session.number} ({when})"
        found[held_for(session)] = Phrase(f"{offering.name_zh}第 {session.number} 场（{when}）", english)
    for loan in Loan.objects.filter(pk__in=keys.get("loan", [])).select_related("borrower"):
        who = loan.borrower
        lent = Phrase(f"已借给{who.name_zh}", f"lent to {who.name_en or who.name_zh}")
        found[f"loan:{loan.pk}"] = lent
    return found


def _shut(times: Sequence[Times], room: Room) -> list[tuple[Obstacle, ...]]:
    """Return where the door is shut; a walk-in room is a classroom when its hours are over."""
    kinds, walk_in, what = day_kind_of(), walk_in_schedule(room), _called(room)
    station = room.station
    hours = room_schedules_of([station])[room.pk] if walk_in is None else schedules_of([station])[station.pk]
    timeline = Timeline(hours, kinds)
    found = [(open_to_all(walk_in, one, what, kinds), closed(timeline, one, what)) for one in times]
    return [tuple(one for one in each if one is not None) for each in found]


def _away(times: Sequence[Times], lecturer: Lecturer) -> list[tuple[Obstacle, ...]]:
    named = [
        Available(row.weekdays, row.starts, row.ends, row.first_day, row.last_day)
        for row in Availability.objects.filter(lecturer=lecturer)
    ]
    away = (unavailable(named, one, _called(lecturer)) for one in times)
    return [() if one is None else (one,) for one in away]


def _called(row: Room | Lecturer) -> Phrase:
    return Phrase(row.name_zh, row.name_en or row.name_zh)
