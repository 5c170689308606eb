"""Tells those who hold a seat what a new timetable changed: one message a class, however many sessions."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Session
from yizhan.people.models import Account
from yizhan.plans.bridge import named, place_words, plain
from yizhan.plans.models import TimetableChange, TimetableRelease
from yizhan.plans.queries import bookings_touched
from yizhan.plans.words import ChangeOfSession
from yizhan.rounds.actions.telling import move_holders, tell_holders

_TEXT = Phrase("“{what}”{changed}（{reason}）。{first}", "“{what}”: {changed} ({reason}). {first}")
_FIRST_RELEASE = Phrase("时间表发布", "the timetable is out")
_COUNTS = {
    ChangeOfSession.MOVE: Phrase("{n} 次课改动", "{n} sessions changed"),
    ChangeOfSession.CANCEL: Phrase("{n} 次课取消", "{n} sessions cancelled"),
    ChangeOfSession.ADD: Phrase("{n} 次课新增", "{n} sessions added"),
}
_MOVED = Phrase("最近一次：{before} 改为 {after}。", "The next: from {before} to {after}.")
_ADDED = Phrase("最近一次：{after}。", "The next: {after}.")
_CANCELLED = Phrase("最近取消的一次：{before}。", "The next cancelled: {before}.")


@transaction.atomic
def tell_of_changes(
    *, changes: Sequence[TimetableChange], release: TimetableRelease, by: Account | None
) -> int:
    """Tell holders of changed sessions, move the time they hold; each change notes how many were told."""
    classes: dict[int, list[TimetableChange]] = defaultdict(list)
    for change in changes:
        classes[change.offering_id].append(change)
    told = 0
    for offering, own in classes.items():
        if not bookings_touched([offering]):
            continue
        for change in own:
            if change.session is not None:
                move_holders(session=Session.objects.get(pk=change.session.pk), by=by)
        number = _tell(own, release, by=by)
        for change in own:
            change.told = number
        told += number
    return told


def _tell(own: Sequence[TimetableChange], release: TimetableRelease, *, by: Account | None) -> int:
    session = next(change.session for change in own if change.session is not None)
    return tell_holders(
        session=session,
        text=_TEXT,
        by=by,
        what=named(own[0].offering),
        changed=_counted(own),
        reason=plain(release.reason_zh, release.reason_en or release.reason_zh)
        if release.reason_zh
        else _FIRST_RELEASE,
        first=_first(own[0]),
    )


def _counted(own: Sequence[TimetableChange]) -> Phrase:
    counts = {kind: sum(change.kind == kind for change in own) for kind in _COUNTS}
    said = [
        plain(*(_COUNTS[kind].say(language, n=n) for language in ("zh", "en")))
        for kind, n in counts.items()
        if n
    ]
    return Phrase("，".join(one.zh for one in said), ", ".join(one.en for one in said))


def _first(change: TimetableChange) -> Phrase:
    words = {
        ChangeOfSession.MOVE: _MOVED,
        ChangeOfSession.ADD: _ADDED,
        ChangeOfSession.CANCEL: _CANCELLED,
    }
    phrase = words[ChangeOfSession(change.kind)]
    said = (
        phrase.say(one, before=place_words(change.before, one), after=place_words(change.after, one))
        for one in ("zh", "en")
    )
    return plain(*said)
