"""Reads `clubs.toml`: seasons of clubs with their series and 人次, stored by the usual actions."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.offers.actions.courses import add_course, review_version
from yizhan.offers.actions.providers import add_lecturer, add_provider
from yizhan.offers.actions.seasons import open_club, open_season
from yizhan.offers.actions.series import start_series
from yizhan.offers.models import CourseVersion, Lecturer, Offering, Provider, Season
from yizhan.offers.rules.obstacles import Saving
from yizhan.offers.rules.series import Pattern
from yizhan.offers.words import CourseType, Function
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Room, Station
from yizhan.rounds.actions.tallies import merge_tallies
from yizhan.rounds.rules.tallies import Counter

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")
_WEEK = dt.timedelta(weeks=1)
#: Columns of `Offering` that a club's entry gives as they are.
_OFFERED = ("slug", "name_zh", "name_en", "sign_up", "for_children", "is_example")


def store_clubs(file: Path, subdistrict: Subdistrict) -> list[Season]:
    """
    Store everything a clubs file says, or nothing; returns the seasons.

    Raises
    ------
    BadInput
        Names the file and the entry that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("clubs_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    entry, seasons = "provider", []
    try:
        with transaction.atomic():
            clubs = _Clubs(subdistrict, add_provider(subdistrict=subdistrict, by=None, **content["provider"]))
            for item in content.get("course", []):
                entry = f"course {item.get('slug', '?')}"
                clubs.course(item)
            for item in content.get("season", []):
                entry = f"season {item.get('slug', '?')}"
                season = clubs.season(item)
                seasons.append(season)
                for club in item.get("club", []):
                    entry = f"club {club.get('slug', '?')}"
                    clubs.club(season, club)
    except (Refusal, ValidationError, ObjectDoesNotExist, KeyError, TypeError, ValueError) as error:
        raise BadInput("clubs_wrong", _WRONG, file=str(file), field=entry, reason=error) from error
    return seasons


class _Clubs:
    """Stores one kind of entry after the other; remembers the courses' versions and lecturers."""

    def __init__(self, subdistrict: Subdistrict, provider: Provider) -> None:
        self.subdistrict = subdistrict
        self.provider = provider
        self.versions: dict[str, tuple[CourseVersion, Lecturer]] = {}

    def course(self, item: Mapping[str, Any]) -> None:
        """Enter a course of a club, reviewed, with its lecturer."""
        content = {name: item[name] for name in ("title_zh", "title_en", "minutes", "lessons", "capacity")}
        course = add_course(
            subdistrict=self.subdistrict,
            content=content,
            slug=item["slug"],
            type=CourseType.CLUB,
            provider=self.provider,
            audience=item["audience"],
            function=Function.SERVICE,
            example_parts=item["example"],
            by=_account("clerk"),
        )
        version = review_version(version=course.versions.get(), by=_account("head"))
        names = {"name_zh": item["lecturer_zh"], "name_en": item["lecturer_en"]}
        lecturer = add_lecturer(provider=self.provider, is_example=True, by=None, **names)
        self.versions[item["slug"]] = (version, lecturer)

    def season(self, item: Mapping[str, Any]) -> Season:
        """Open a season, on dates or so many weeks from now."""
        if "first_week" in item:
            first = _monday() + item["first_week"] * _WEEK
            last = first + item["weeks"] * _WEEK - dt.timedelta(days=1)
        else:
            first, last = item["first_day"], item["last_day"]
        names = {name: item[name] for name in ("slug", "name_zh", "name_en")}
        return open_season(subdistrict=self.subdistrict, first_day=first, last_day=last, by=None, **names)

    def club(self, season: Season, item: Mapping[str, Any]) -> None:
        """Open a club, plan its series, and count its first sessions."""
        version, lecturer = self.versions[item["course"]]
        station = Station.objects.get(subdistrict=self.subdistrict, slug=item["station"])
        offering = open_club(
            season=season,
            version=version,
            station=station,
            room=Room.objects.get(station=station, name_zh=item["room"]),
            lecturer=lecturer,
            seats=item["seats"],
            is_public=True,
            by=None,
            **{name: item[name] for name in _OFFERED},
        )
        today = clock.now().date()
        days = [today.isoweekday()] if item["weekdays"] == "today" else item["weekdays"]
        pattern = Pattern(
            weekdays=sum(1 << (day - 1) for day in days),
            first_day=item.get("first_day", season.first_day),
            starts=dt.time.fromisoformat(item["starts"]),
            minutes=version.minutes,
            count=item["count"],
        )
        # Whatever day it is today: on a holiday somebody opens the door.
        start_series(offering=offering, pattern=pattern, saving=Saving.DESPITE_HOURS, by=None)
        _count(offering, item["people"])


def _count(offering: Offering, people: list[int]) -> None:
    """Count sessions that are over as one telephone at the door would have."""
    over = offering.sessions.filter(ends_at__lte=clock.now()).order_by("starts_at")
    for session, came in zip(over, people, strict=False):
        counters = {f"door-{session.pk}": Counter(came)}
        merge_tallies(session=session, counters=counters, by=None)


def _monday() -> dt.date:
    today = clock.now().date()
    return today - dt.timedelta(days=today.weekday())


def _account(username: str) -> Account:
    return Account.objects.get(username=username)
