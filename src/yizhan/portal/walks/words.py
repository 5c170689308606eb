"""The words pages of stories and walks say: weekdays, hours, legs."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from yizhan.foundation.phrases import Phrase
from yizhan.places.models import Story
from yizhan.portal.moments import WEEKDAYS
from yizhan.portal.reader import reads_english

TEN = 10


def said(phrase: Phrase) -> str:
    """Return a phrase in the reader's language."""
    return phrase.en if reads_english() else phrase.zh


def days_words(days: Iterable[int]) -> str:
    """Return weekdays (0 is Monday), runs of three or more as a span: "周二至周日"."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = []
    for run in runs:
        first, last = str(WEEKDAYS[run[0]]), str(WEEKDAYS[run[-1]])
        if len(run) > 2:
            words.append(_("%(first)s至%(last)s") % {"first": first, "last": last})
        else:
            words += [str(WEEKDAYS[day]) for day in run]
    return _("、").join(words)


def hours_lines(story: Story) -> list[str]:
    """Return the hours as lines, "周二至周日 09:00–16:30"."""
    return [f"{_weekdays(row.weekdays)} {row.opens:%H:%M}–{row.closes:%H:%M}" for row in story.hours.all()]


def _weekdays(bits: int) -> str:
    return days_words(day for day in range(7) if bits >> day & 1)


def metres_words(metres: float) -> str:
    """Return a distance as a walker uses it: "350 米", "1.2 公里"."""
    if metres >= 1000:
        return _("%(km)s 公里") % {"km": f"{metres / 1000:.1f}"}
    return _("%(metres)d 米") % {"metres": round(metres / TEN) * TEN}


def streets_words(leg: dict[str, Any]) -> str:
    """Return the streets of a leg in order, each once: "黄浦路、东大名路"."""
    names = [
        (english or chinese) if reads_english() else (chinese or english)
        for chinese, english in leg["streets"]
    ]
    return _("、").join(dict.fromkeys(name for name in names if name))
