"""Reads about seasons of clubs: their clubs, sessions, tallies, and what is still missing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering, Season, Session
from yizhan.offers.words import OfferingKind, SessionState
from yizhan.people.models import Subdistrict
from yizhan.rounds.queries.tallies import attendances
from yizhan.rounds.rules.season_reports import ClubCount, SeasonCount


@dataclass(frozen=True, slots=True)
class Club:
    """A club with its sessions in order, 人次 by session, and what it came to."""

    row: Offering
    sessions: tuple[Session, ...]
    people: dict[int, int]
    count: ClubCount


def seasons_of(subdistrict: Subdistrict) -> QuerySet[Season]:
    """Return the seasons of a sub-district, newest first."""
    return Season.objects.filter(subdistrict=subdistrict)


def public_seasons(subdistrict: Subdistrict) -> QuerySet[Season]:
    """Return the seasons with a club the public may see."""
    public = Offering.objects.filter(kind=OfferingKind.CLUB, is_public=True, season__isnull=False)
    return seasons_of(subdistrict).filter(pk__in=public.values("season"))


def clubs_of(season: Season, *, now: dt.datetime, is_public: bool = False) -> list[Club]:
    """Return the clubs of a season with all their sessions, in a constant number of queries."""
    rows = season.offerings.filter(kind=OfferingKind.CLUB).select_related(
        "station", "room", "lecturer", "version__course", "subdistrict"
    )
    if is_public:
        rows = rows.filter(is_public=True)
    in_order = Session.objects.order_by("starts_at", "number").select_related("room", "lecturer")
    clubs = list(
        rows.prefetch_related(Prefetch("sessions", queryset=in_order)).order_by("is_example", "slug")
    )
    people = attendances(session for club in clubs for session in club.sessions.all())
    return [_club(row, people, now) for row in clubs]


def season_count(season: Season, clubs: Iterable[Club]) -> SeasonCount:
    """Return what a season came to."""
    name = Phrase(season.name_zh, season.name_en or season.name_zh)
    return SeasonCount(name, tuple(club.count for club in clubs))


def uncounted(session: Session, people: dict[int, int], now: dt.datetime) -> bool:
    """Whether a session is over and nobody has said how many came."""
    return session.state != SessionState.CANCELLED and session.ends_at <= now and session.pk not in people


def to_count(subdistrict: Subdistrict, *, now: dt.datetime, days: int = 60) -> list[Session]:
    """Return the sessions of the last days that are over and have no tally, oldest first."""
    since = now - dt.timedelta(days=days)
    over = Session.objects.filter(offering__subdistrict=subdistrict, ends_at__lte=now, ends_at__gte=since)
    without = over.exclude(state=SessionState.CANCELLED).filter(tallies=None, arrivals=None)
    return list(without.select_related("offering__station").order_by("starts_at"))


def sessions_on(subdistrict: Subdistrict, day: dt.date) -> list[Session]:
    """Return the sessions of a day in order, as for the doors."""
    start = dt.datetime.combine(day, dt.time(), clock.SHANGHAI)
    today = Session.objects.filter(
        offering__subdistrict=subdistrict, starts_at__gte=start, starts_at__lt=start + dt.timedelta(days=1)
    ).exclude(state=SessionState.CANCELLED)
    return list(today.select_related("offering__station", "room").order_by("starts_at"))


def _club(row: Offering, people: dict[int, int], now: dt.datetime) -> Club:
    sessions = tuple(row.sessions.all())
    held = [one for one in sessions if one.state == SessionState.HELD]
    count = ClubCount(
        name=Phrase(row.name_zh, row.name_en or row.name_zh),
        is_example=row.is_example,
        held=len(held),
        people=sum(people.get(one.pk, 0) for one in held),
        uncounted=sum(uncounted(one, people, now) for one in sessions),
        to_come=sum(one.state == SessionState.PLANNED and one.ends_at > now for one in sessions),
        cancelled=sum(one.state == SessionState.CANCELLED for one in sessions),
    )
    return Club(row, sessions, {one.pk: people[one.pk] for one in sessions if one.pk in people}, count)
