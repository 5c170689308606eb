"""Moments and what is left until them, in words that need no script."""

import datetime as dt

from django.utils.translation import gettext as _

from yizhan.foundation import clock
from yizhan.portal.moments import date_words

_MINUTE = dt.timedelta(minutes=1)
_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)


def moment_words(moment: dt.datetime | None) -> str:
    """Return "9月21日 周一 20:00" in Shanghai time."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.SHANGHAI)
    return f"{date_words(local.date())} {local:%H:%M}"


def left_words(until: dt.datetime | None, *, now: dt.datetime) -> str:
    """Return how much time is left, as "还有 2 天 3 小时"; empty where none is."""
    if until is None or until <= now:
        return ""
    left = until - now
    days, hours, minutes = left // _DAY, left % _DAY // _HOUR, left % _HOUR // _MINUTE
    if days:
        return _("还有 %(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _("还有 %(hours)d 小时 %(minutes)d 分钟") % {"hours": hours, "minutes": minutes}
    return _("还有 %(minutes)d 分钟") % {"minutes": max(1, minutes)}


def share_words(share: float) -> str:
    """Return a chance as people read it, never as a certainty."""
    if share < 0.01:
        return _("不到 1%")
    return _("99% 以上") if share > 0.99 else f"{100 * share:.0f}%"


def sessions_words(sessions: list[dt.datetime]) -> str:
    """Return when the sessions begin: all of three, else the first and how many there are."""
    if len(sessions) <= 3:
        return _("、").join(moment_words(one) for one in sessions)
    first = {"first": moment_words(sessions[0]), "count": len(sessions)}
    return _("%(first)s 起，共 %(count)d 次") % first
