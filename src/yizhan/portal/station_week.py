"""A station's week on one A4 sheet: what takes place, when, in which room; nothing personal."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Session
from yizhan.offers.queries.weeks import public_sessions
from yizhan.places import queries as places
from yizhan.portal.pages import show
from yizhan.portal.questions import question_of
from yizhan.portal.tenancy import subdistrict_here

_NO_SUCH_STATION = Phrase(
    zh="没有这个站点，或者它已经停用。",
    en="There is no such station, or it has been closed for good.",
)
_WEEK = dt.timedelta(days=7)
#: Weeks farther from today are not planned by anybody.
_FAR = dt.timedelta(days=2 * 366)


@require_safe
def station_week(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the week of a day (`week=2027-03-01`), this week where none is named."""
    place, now = subdistrict_here(), clock.now()
    row = places.station_page(slug, place).first()
    if row is None:
        raise Refusal("no_such_station", _NO_SUCH_STATION)
    monday = _monday(request.GET.get("week", ""), now.date())
    sessions = list(public_sessions(row, first_day=monday))
    context: dict[str, Any] = {
        "station": row,
        "days": _days(sessions, monday),
        "first_day": monday,
        "last_day": monday + dt.timedelta(days=6),
        "before": (monday - _WEEK).isoformat(),
        "after": (monday + _WEEK).isoformat(),
    }
    context |= question_of(request, place=place, now=now).frame
    return show(request, "portal/station_week.html", context, place=place)


def _monday(written: str, today: dt.date) -> dt.date:
    """Return the Monday of a day; of today where it cannot be read or lies far away."""
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        day = today
    if abs(day - today) > _FAR:
        day = today
    return day - dt.timedelta(days=day.weekday())


def _days(sessions: list[Session], monday: dt.date) -> list[dict[str, Any]]:
    days = []
    for ahead in range(7):
        date = monday + dt.timedelta(days=ahead)
        own = [one for one in sessions if one.starts_at.astimezone(SHANGHAI).date() == date]
        if own:
            days.append({"date": date, "sessions": own})
    return days
