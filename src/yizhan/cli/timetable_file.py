"""Reads `timetable.toml`: classes of a term, drafted as a timetable, computed, perhaps released."""

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
from yizhan.offers.actions.classes import open_class
from yizhan.offers.models import Lecturer, Offering, QuarterMenu
from yizhan.offers.queries.menus import next_quarter, quarter_of
from yizhan.offers.words import SignUp
from yizhan.people.models import Subdistrict
from yizhan.places.models import Room, Station
from yizhan.plans.actions import (
    compute_timetable,
    draft_timetable,
    lock_lesson,
    release_timetable,
    set_lesson,
)
from yizhan.plans.bridge import Board, options_of, recount_board
from yizhan.plans.models import Timetable
from yizhan.plans.rules.timetables import Choices, Draft, slots_from, slots_read

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")


def store_timetables(file: Path, subdistrict: Subdistrict) -> list[Timetable]:
    """
    Store everything a timetables file says, or nothing of a timetable; then compute each.

    Raises
    ------
    BadInput
        Names the file and the class whose entry is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("timetable_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    return [_store(file, item, subdistrict) for item in content["timetable"]]


def _store(file: Path, item: Mapping[str, Any], subdistrict: Subdistrict) -> Timetable:
    with transaction.atomic():
        menu, term = _menu(subdistrict, item["menu"]), _term(item)
        classes = [(_opened(file, one, menu), one.get("weekly", 1)) for one in item["class"]]
        slots = slots_read("\n".join(item["slots"]))
        names = {name: item[name] for name in ("slug", "name_zh", "name_en")}
        choices = Choices(limit_s=item["limit_s"], keep_stations=item["keep_stations"])
        draft = Draft(**names, first_day=term[0], last_day=term[1], slots=slots, choices=choices)
        timetable = draft_timetable(
            subdistrict=subdistrict, draft=draft, classes=classes, is_example=True, by=None
        )
        for one in item["class"]:
            if "locked" in one:
                _lock(timetable, one)
    timetable = compute_timetable(timetable=timetable, by=None)
    if item.get("released") and recount_board(Board(timetable)).is_free:
        release_timetable(timetable=timetable, by=None)
        _move(timetable, item["moved"])
    return timetable


def _move(timetable: Timetable, wanted: Mapping[str, Any]) -> None:
    """Move the first lesson of a class to another slot in which nothing is broken, and release again."""
    board = Board(timetable)
    index = next(n for n, one in enumerate(board.lessons) if one.offering.slug == wanted["class"])
    lesson = board.lessons[index]
    free = [slot for slot, broken in enumerate(options_of(board, index)) if not broken]
    others = [slot for slot in free if slot != lesson.slot]
    if not others:
        return
    set_lesson(lesson=lesson, slot=others[0], room=None, by=None)
    release_timetable(
        timetable=timetable, reason_zh=wanted["reason_zh"], reason_en=wanted["reason_en"], by=None
    )


def _menu(subdistrict: Subdistrict, ahead: int) -> QuarterMenu:
    """Return the menu of the quarter so many after this one."""
    year, quarter = quarter_of(clock.now().date())
    for _ in range(ahead):
        year, quarter = next_quarter(year, quarter)
    return QuarterMenu.objects.get(subdistrict=subdistrict, year=year, quarter=quarter)


def _term(item: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day: whole weeks, so many weeks from now."""
    today = clock.now().date()
    first = today + dt.timedelta(days=7 * item["first_week"] - today.weekday())
    return first, first + dt.timedelta(days=7 * item["weeks"] - 1)


def _opened(file: Path, item: Mapping[str, Any], menu: QuarterMenu) -> Offering:
    try:
        menu_item = menu.items.select_related("version__course__provider").get(
            version__course__slug=item["course"]
        )
        return open_class(
            item=menu_item,
            station=Station.objects.get(subdistrict=menu.subdistrict, slug=item["station"]),
            lecturer=Lecturer.objects.get(
                provider=menu_item.version.course.provider, name_zh=item["lecturer"]
            ),
            seats=item["seats"],
            slug=item["slug"],
            name_zh=item["name_zh"],
            name_en=item["name_en"],
            for_children=item.get("for_children", False),
            sign_up=item.get("sign_up", SignUp.DRAW),
            is_example=True,
            by=None,
        )
    except (Refusal, ValidationError, ObjectDoesNotExist, KeyError, TypeError, ValueError) as error:
        slug = str(item.get("slug", "?"))
        raise BadInput("timetable_wrong", _WRONG, file=str(file), field=slug, reason=error) from error


def _lock(timetable: Timetable, item: Mapping[str, Any]) -> None:
    """Put the first lesson of a class where the file says, and lock it there."""
    lesson = timetable.lessons.select_related("timetable__subdistrict").get(
        offering__slug=item["slug"], number=1
    )
    (wanted,) = slots_read(item["locked"]["slot"])
    slot = slots_from(timetable.slots).index(wanted)
    rooms = Room.objects.filter(station__subdistrict=timetable.subdistrict).select_related("station")
    room = rooms.get(name_zh=item["locked"]["room"])
    set_lesson(lesson=lesson, slot=slot, room=room, by=None)
    lock_lesson(lesson=lesson, is_locked=True, by=None)
