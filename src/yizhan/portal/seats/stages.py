"""Where a round stands, in the words of those who sign up: what happens now, and what next until when."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yizhan.portal.seats.spans import left_words, moment_words
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.words import Method, RoundState


@dataclass(frozen=True, slots=True)
class Stage:
    """A symbol, a sentence, and what is left of it; `is_open` while wishes can be sent."""

    symbol: str
    css: str
    words: str
    left: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One date of a round."""

    words: str
    when: str
    moment: dt.datetime
    is_past: bool


def stage_of(row: SignUpRound, *, now: dt.datetime) -> Stage:
    """Return where a round stands now."""
    if row.state == RoundState.ANNOUNCED and now < row.opens_at:
        words = _("%(when)s 开始报名") % {"when": moment_words(row.opens_at)}
        return Stage("○", "", words, left_words(row.opens_at, now=now), is_open=False)
    if row.state == RoundState.ANNOUNCED and now < row.closes_at:
        words = _("正在报名，%(when)s 截止") % {"when": moment_words(row.closes_at)}
        return Stage("●", "open", words, left_words(row.closes_at, now=now), is_open=True)
    return _after_closing(row, now=now)


def _after_closing(row: SignUpRound, *, now: dt.datetime) -> Stage:
    if row.state == RoundState.ANNOUNCED:
        return Stage("◐", "soon", _("报名已截止，名单即将公布"), "", is_open=False)
    if row.state == RoundState.FROZEN:
        words = _("名单已公布，%(when)s 摇号") % {"when": moment_words(row.draw_at)}
        return Stage("◐", "soon", words, left_words(row.draw_at, now=now), is_open=False)
    if row.state == RoundState.DRAWN and row.confirm_until is not None and now < row.confirm_until:
        words = _("已摇号，请在 %(when)s 前确认") % {"when": moment_words(row.confirm_until)}
        return Stage("◐", "soon", words, left_words(row.confirm_until, now=now), is_open=False)
    is_moving = row.method == Method.DRAW and row.state == RoundState.DRAWN
    words = _("已摇号，空出的名额按候补顺序递补") if is_moving else _("报名已结束")
    return Stage("○", "", words, "", is_open=False)


def steps_of(row: SignUpRound, *, now: dt.datetime) -> list[Step]:
    """Return the dates of a round in order."""
    dates: list[tuple[str, dt.datetime | None]] = [
        (_("报名开始"), row.opens_at),
        (_("报名截止，公布名单"), row.closes_at),
    ]
    if row.method == Method.DRAW:
        dates += [(_("公开摇号"), row.draw_at), (_("确认截止，开始递补"), row.confirm_until)]
    return [Step(words, moment_words(at), at, at <= now) for words, at in dates if at is not None]
