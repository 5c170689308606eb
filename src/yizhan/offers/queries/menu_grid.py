"""
The one table of a menu: web page, Word file and Excel file show these rows and no others.

It speaks the reader's language, as the words of the enums do.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import CourseVersion, MenuItem, Offering, QuarterMenu
from yizhan.offers.words import Audience, CourseType, MenuState, RoomNeed, SignUp
from yizhan.outside.grids import Cell, Column, Grid, Kind


def menu_title(menu: QuarterMenu) -> str:
    """Return what a menu is called: "北外滩街道2026年第四季度课程菜单"."""
    place = menu.subdistrict
    name = place.name_en if _reads_english() else place.name_zh
    quarters = (_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度"))
    facts = {"place": name, "year": menu.year, "quarter": quarters[menu.quarter - 1]}
    return _("%(place)s%(year)d年%(quarter)s课程菜单") % facts


def menu_grid(menu: QuarterMenu, items: Iterable[MenuItem]) -> Grid:
    """Return the rows of a menu, from items fetched by `items_of`."""
    rows = [_row(number, item) for number, item in enumerate(items, start=1)]
    return Grid(menu_title(menu), _columns(), rows)


def _columns() -> list[Column]:
    return [
        Column(_("序号"), Kind.WHOLE, 8),
        Column(_("课程"), width=30),
        Column(_("类型"), width=10),
        Column(_("每次（分钟）"), Kind.WHOLE, 10),
        Column(_("次数"), Kind.WHOLE, 8),
        Column(_("人数上限"), Kind.WHOLE, 10),
        Column(_("适合对象"), width=10),
        Column(_("场地需求"), width=12),
        Column(_("供给方"), width=18),
        Column(_("开班"), width=44),
        Column(_("怎么参加"), width=14),
        Column(_("备注"), width=16),
    ]


def _row(number: int, item: MenuItem) -> list[Cell]:
    version, course = item.version, item.version.course
    # A published menu shows public classes; a draft those to come.
    is_public = item.menu.state == MenuState.PUBLISHED
    classes = [offering for offering in item.offerings.all() if offering.is_public or not is_public]
    return [
        number,
        title_words(version),
        str(CourseType(course.type).label),
        version.minutes,
        version.lessons,
        version.capacity,
        str(Audience(course.audience).label),
        needs_words(version) or None,
        told(course.provider, "name"),
        "\n".join(class_words(offering) for offering in classes) or None,
        ways_words(item, classes),
        told(item, "note") or None,
    ]


def title_words(version: CourseVersion) -> str:
    """Return the title, with 示例 where it is invented and does not say so itself."""
    title, mark = told(version, "title"), _("（示例）")
    invented = "all" in version.course.example_parts and "示例" not in version.title_zh
    return f"{title}{mark}" if invented else title


def needs_words(version: CourseVersion) -> str:
    """Return what a course needs of the room."""
    return _("、").join(str(RoomNeed(need).label) for need in version.room_needs if need in RoomNeed.values)


def class_words(offering: Offering) -> str:
    """Return one line on a class: its name, where, from when, how often, how a seat is had."""
    where = told(offering.station, "name")
    if offering.room is not None:
        where = f"{where} {told(offering.room, 'name')}"
    facts = {"name": told(offering, "name"), "where": where, "seats": offering.seats}
    facts["way"] = str(SignUp(offering.sign_up).label)
    sessions = list(offering.sessions.all())
    if not sessions:
        return _("%(name)s：%(where)s，时间待定，%(seats)d 个名额，%(way)s") % facts
    facts |= {"when": when_words(sessions[0].starts_at), "n": len(sessions)}
    return _("%(name)s：%(where)s，%(when)s 起 %(n)d 次，%(seats)d 个名额，%(way)s") % facts


def ways_words(item: MenuItem, classes: Iterable[Offering]) -> str:
    """Return how the course can be had: ordered by organisations, or the ways of its classes."""
    ways = [_("单位可点单")] if item.is_orderable else []
    ways += dict.fromkeys(str(SignUp(offering.sign_up).label) for offering in classes)
    return _("；").join(ways) or _("请电话询问")


def when_words(moment: dt.datetime) -> str:
    """Return "2026-12-14 周一 18:30"."""
    weekdays = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    here = moment.astimezone(SHANGHAI)
    return f"{here:%Y-%m-%d} {weekdays[here.weekday()]} {here:%H:%M}"


def told(row: Any, field: str) -> str:
    """Return a row's field in the reader's language, else in the other."""
    chinese, english = getattr(row, f"{field}_zh"), getattr(row, f"{field}_en")
    return str((english or chinese) if _reads_english() else (chinese or english))


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")
