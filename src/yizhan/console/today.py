"""What the day asks of the desk: sessions and their doors, rounds to move on, orders and papers that wait."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.console.templatetags.console import named
from yizhan.foundation import clock
from yizhan.offers.models import QuarterMenu
from yizhan.offers.queries.courses import awaiting_review
from yizhan.offers.words import MenuState
from yizhan.people.models import Subdistrict
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.queries.orders import comments_to_answer, orders_here
from yizhan.rounds.queries.seasons import sessions_on, to_count
from yizhan.rounds.queries.tallies import attendances
from yizhan.rounds.words import OrderState, RoundState


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody at the desk, and where it is done."""

    text: str
    address: str


def today_of(place: Subdistrict, *, now: dt.datetime) -> dict[str, Any]:
    """Return today's sessions with their 人次, and everything that waits; a constant number of queries."""
    sessions = sessions_on(place, now.astimezone(clock.SHANGHAI).date())
    people = attendances(sessions)
    return {
        "sessions": [{"row": one, "people": people.get(one.pk)} for one in sessions],
        "waiting": [*_rounds(place, now), *_counts(place, now), *_menus(place)],
    }


def _rounds(place: Subdistrict, now: dt.datetime) -> list[Waiting]:
    """Return the rounds whose next step is due."""
    rows = SignUpRound.objects.filter(subdistrict=place).exclude(state=RoundState.FINISHED)
    steps = ((row, _step(row, now)) for row in rows.order_by("opens_at"))
    return [
        Waiting(f"{named(row)}{_('：')}{step}", reverse("console:round", args=[row.slug]))
        for row, step in steps
        if step
    ]


def _step(row: SignUpRound, now: dt.datetime) -> str:
    """Return what is due now; nothing where the round runs by itself."""
    if row.state == RoundState.DRAFT:
        return _("还没有公告")
    if row.state == RoundState.ANNOUNCED and row.closes_at <= now:
        return _("已截止，该公布名单了")
    if row.state == RoundState.FROZEN and row.draw_at is not None and row.draw_at <= now:
        return _("该摇号了")
    return ""


def _counts(place: Subdistrict, now: dt.datetime) -> list[Waiting]:
    """Return what is counted rather than listed, where there is any."""
    placed = orders_here(place).filter(state__in=[OrderState.PLACED, OrderState.DECLINED]).count()
    comments, versions = comments_to_answer(place).count(), awaiting_review(place).count()
    uncounted = len(to_count(place, now=now))
    counted = [
        (placed, _("%(n)d 个点单待派单"), "console:orders"),
        (comments, _("%(n)d 条评语待答复"), "console:order_comments"),
        (versions, _("%(n)d 个课程版本待审核"), "console:reviews"),
        (uncounted, _("%(n)d 个场次还没记人次"), "console:clubs"),
    ]
    return [Waiting(text % {"n": n}, reverse(name)) for n, text, name in counted if n]


def _menus(place: Subdistrict) -> list[Waiting]:
    """Return the menus that are not published yet."""
    said = {MenuState.DRAFT: _("起草中，待审核"), MenuState.CHECKED: _("已审核，待发布")}
    rows = QuarterMenu.objects.filter(subdistrict=place, state__in=list(said))
    return [
        Waiting(
            _("%(year)d 年第 %(quarter)d 季度菜单：") % {"year": row.year, "quarter": row.quarter}
            + said[MenuState(row.state)],
            reverse("console:menu", args=[row.year, row.quarter]),
        )
        for row in rows
    ]
