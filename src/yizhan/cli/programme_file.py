"""Reads `programme.toml`: providers, courses, menus and classes, stored by the usual actions."""

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.foundation.working_days import DayKind
from yizhan.offers.actions.classes import open_class
from yizhan.offers.actions.courses import add_course, review_version, revise_course
from yizhan.offers.actions.menus import add_item, check_menu, draft_menu, publish_menu
from yizhan.offers.actions.providers import add_lecturer, add_provider, let_act_for, set_availability
from yizhan.offers.actions.sessions import plan_sessions
from yizhan.offers.models import Course, Lecturer, Provider, QuarterMenu
from yizhan.offers.queries.courses import newest_reviewed
from yizhan.offers.queries.menus import next_quarter, quarter_of
from yizhan.offers.rules.availability import Available
from yizhan.offers.rules.sessions import Times
from yizhan.people.actions import open_account
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.models import Room, Station
from yizhan.places.queries import day_kind_of

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")
_VERSION_NOTES = frozenset({"written_by", "reviewed_by"})
#: A course of so many lessons is looked for within so many weeks.
_WEEKS = 60


def store_programme(file: Path, subdistrict: Subdistrict, *, password: str) -> None:
    """
    Store everything a programme file says, or nothing; its accounts have this password.

    Raises
    ------
    BadInput
        Names the file and the entry that is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("programme_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    programme = _Programme(subdistrict, password)
    steps: dict[str, Callable[[Mapping[str, Any]], None]] = {
        "account": programme.account,
        "provider": programme.provider,
        "course": programme.course,
        "menu": programme.menu,
        "class": programme.open_class,
    }
    with transaction.atomic():
        for kind, store in steps.items():
            for item in content.get(kind, []):
                _stored(file, kind, item, store)


def _stored(
    file: Path, kind: str, item: Mapping[str, Any], store: Callable[[Mapping[str, Any]], None]
) -> None:
    try:
        store(item)
    except (Refusal, ValidationError, ObjectDoesNotExist, KeyError, TypeError, ValueError) as error:
        called = item.get("slug", item.get("username", item.get("quarter", "?")))
        raise BadInput(
            "programme_wrong", _WRONG, file=str(file), field=f"{kind} {called}", reason=error
        ) from error


class _Programme:
    """Stores one kind of entry after the other; remembers what was stored before."""

    def __init__(self, subdistrict: Subdistrict, password: str) -> None:
        self.subdistrict = subdistrict
        self.password = password
        self.menus: dict[int, QuarterMenu] = {}
        self.day_kind_of = day_kind_of()

    def account(self, item: Mapping[str, Any]) -> None:
        """Open an account; without a role it acts for providers only."""
        if "role" in item:
            open_account(
                username=item["username"],
                password=self.password,
                display_name=item["display_name"],
                subdistrict=self.subdistrict,
                role=RoleName(item["role"]),
                by=None,
            )
        else:
            Account.objects.create_user(item["username"], self.password, display_name=item["display_name"])

    def provider(self, item: Mapping[str, Any]) -> None:
        """Enter a provider with its lecturers and who acts for it."""
        parts = {"lecturers", "accounts"}
        provider = add_provider(
            subdistrict=self.subdistrict, by=None, **{k: v for k, v in item.items() if k not in parts}
        )
        for row in item.get("lecturers", []):
            self._lecturer(provider, row)
        accounts = [_account(name) for name in item.get("accounts", [])]
        let_act_for(provider=provider, accounts=accounts, by=None)

    def _lecturer(self, provider: Provider, item: Mapping[str, Any]) -> None:
        named = {name: value for name, value in item.items() if name != "times"}
        lecturer = add_lecturer(provider=provider, by=None, **named)
        times = [
            Available(
                sum(1 << (day - 1) for day in one["weekdays"]),
                dt.time.fromisoformat(one["starts"]),
                dt.time.fromisoformat(one["ends"]),
            )
            for one in item.get("times", [])
        ]
        set_availability(lecturer=lecturer, times=times, by=None)

    def course(self, item: Mapping[str, Any]) -> None:
        """Enter a course with its versions, written by one and reviewed by another."""
        course: Course | None = None
        for row in item["version"]:
            content = {name: value for name, value in row.items() if name not in _VERSION_NOTES}
            writer = _account(row["written_by"])
            if course is None:
                course = add_course(
                    subdistrict=self.subdistrict,
                    content=content,
                    slug=item["slug"],
                    by=writer,
                    type=item["type"],
                    provider=Provider.objects.get(subdistrict=self.subdistrict, slug=item["provider"]),
                    audience=item["audience"],
                    function=item["function"],
                    positions=item.get("positions", []),
                    example_parts=item.get("example", []),
                )
                version = course.versions.get()
            else:
                version = revise_course(course=course, content=content, by=writer)
            if "reviewed_by" in row:
                review_version(version=version, by=_account(row["reviewed_by"]))

    def menu(self, item: Mapping[str, Any]) -> None:
        """Draft a menu so many quarters from now, and check and publish it where somebody is named."""
        year, quarter = quarter_of(clock.now().date())
        for _ in range(item["quarter"]):
            year, quarter = next_quarter(year, quarter)
        drafter = _account(item["drafted_by"])
        like = self.menus[item["like"]] if "like" in item else None
        menu = draft_menu(subdistrict=self.subdistrict, year=year, quarter=quarter, like=like, by=drafter)
        for row in item["items"]:
            version = newest_reviewed(self._course(row["course"]))
            if version is None:
                raise ValueError(row["course"])
            rest = {name: value for name, value in row.items() if name != "course"}
            add_item(menu=menu, version=version, by=drafter, **rest)
        if "checked_by" in item:
            check_menu(menu=menu, by=_account(item["checked_by"]))
        if "published_by" in item:
            publish_menu(menu=menu, by=_account(item["published_by"]))
        self.menus[item["quarter"]] = QuarterMenu.objects.get(pk=menu.pk)

    def open_class(self, item: Mapping[str, Any]) -> None:
        """Open a class of the current menu and plan its sessions, one a week."""
        station = Station.objects.get(subdistrict=self.subdistrict, slug=item["station"])
        course = self._course(item["course"])
        menu_item = self.menus[item.get("menu", 0)].items.get(version__course=course)
        lecturer = Lecturer.objects.get(provider=course.provider, name_zh=item["lecturer"])
        offering = open_class(
            item=menu_item,
            station=station,
            room=Room.objects.get(station=station, name_zh=item["room"]) if "room" in item else None,
            lecturer=lecturer,
            seats=item["seats"],
            slug=item["slug"],
            name_zh=item["name_zh"],
            name_en=item["name_en"],
            sign_up=item["sign_up"],
            for_children=item.get("for_children", False),
            is_example=True,
            by=None,
        )
        version = menu_item.version
        times = self._times(item, lessons=version.lessons, minutes=version.minutes)
        plan_sessions(offering=offering, times=times, by=None)

    def _course(self, slug: str) -> Course:
        return Course.objects.select_related("provider").get(subdistrict=self.subdistrict, slug=slug)

    def _times(self, item: Mapping[str, Any], *, lessons: int, minutes: int) -> list[Times]:
        today = clock.now().date()
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=item["first_week"])
        first = monday + dt.timedelta(days=item["weekday"] - 1)
        days = (first + dt.timedelta(weeks=week) for week in range(_WEEKS))
        kept = [day for day in days if not self._rests(day)][:lessons]
        starts = [
            dt.datetime.combine(day, dt.time.fromisoformat(item["starts"]), clock.SHANGHAI) for day in kept
        ]
        return [Times(one, one + dt.timedelta(minutes=minutes)) for one in starts]

    def _rests(self, day: dt.date) -> bool:
        """Whether a date is a holiday; New Year's Day is one in every year, announced or not."""
        return self.day_kind_of(day) is DayKind.HOLIDAY or (day.month, day.day) == (1, 1)


def _account(username: str) -> Account:
    return Account.objects.get(username=username)
