"""Open or not, said in words: a symbol and a sentence first, a colour last."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.places.rules.opening import Opening, OpenState
from yizhan.portal.moments import date_words, day_words

# From this long before the end, "closes soon".
SOON = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class State:
    """How a station's opening is shown; `why` where an exception decides."""

    is_open: bool
    css: str
    symbol: str
    words: str
    why: str = ""


def opening_words(opens: dt.datetime, *, today: dt.date) -> str:
    """Return "08:30" where it opens today, else "明天 08:30" or the date."""
    clock = f"{opens:%H:%M}"
    return clock if opens.date() == today else f"{day_words(opens.date(), today=today)} {clock}"


def closing_words(until: dt.datetime, *, day: dt.date) -> str:
    """Return "20:30", "次日 02:00" or the date, seen from the day asked about."""
    clock = f"{until:%H:%M}"
    if until.date() == day:
        return clock
    if until.date() == day + dt.timedelta(days=1):
        return _("次日 %(time)s") % {"time": clock}
    return f"{date_words(until.date())} {clock}"


def state_of(opening: Opening, *, at: dt.datetime, now: dt.datetime) -> State:
    """Say an opening at a moment: in the present where the moment is now, else of that time."""
    why = opening.why.say(get_language() or "zh") if opening.why else ""
    if opening.is_open:
        return _open(opening, at=at, now=now, why=why)
    if opening.state is OpenState.UNKNOWN:
        return State(is_open=False, css="", symbol="?", words=_unknown(opening), why=why)
    return State(is_open=False, css="", symbol="○", words=_closed(opening, today=now.date()), why=why)


def _open(opening: Opening, *, at: dt.datetime, now: dt.datetime, why: str) -> State:
    if opening.until is None:
        return State(is_open=True, css="open", symbol="●", words=_("全天开放"), why=why)
    until = closing_words(opening.until, day=at.date())
    if opening.then is OpenState.UNKNOWN:
        words = _("开放，至少到 %(until)s")
    elif opening.until - at <= SOON:
        words = _("快要关门，到 %(until)s") % {"until": until}
        return State(is_open=True, css="soon", symbol="◐", words=words, why=why)
    else:
        words = _("开放中，到 %(until)s") if at == now else _("届时开放，到 %(until)s")
    return State(is_open=True, css="open", symbol="●", words=words % {"until": until}, why=why)


def _unknown(opening: Opening) -> str:
    if not opening.published:
        return _("开放时间未公布，请先打电话")
    return _("这一天的节假日安排未公布，请先打电话")


def _closed(opening: Opening, *, today: dt.date) -> str:
    if opening.next_opens:
        return _("未开放，%(when)s 开门") % {"when": opening_words(opening.next_opens, today=today)}
    return _("未开放")
