"""What should be looked at in a class although no rule forbids it."""

from collections.abc import Sequence

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.offers.models import Offering, Session
from yizhan.offers.queries.courses import available_times
from yizhan.offers.rules.availability import Available, can_come
from yizhan.offers.words import SessionState
from yizhan.places.queries import day_kind_of, schedules_of
from yizhan.places.rules.opening import OpenState, opening_at

_SHUT = Phrase(
    "{when} 站点按公布的时间不开放，请确认有人开门。",
    "The station is shut at {when}; make sure somebody opens.",
)
_CANNOT_COME = Phrase(
    "{when} 不在“{lecturer}”的可授课时间内。", "{lecturer} did not offer to teach at {when}."
)
_MISSING = Phrase(
    "课程共 {lessons} 次，已排 {planned} 次。", "The course has {lessons} lessons; {planned} are planned."
)


def concerns(offering: Offering, sessions: Sequence[Session]) -> list[Phrase]:
    """Return what somebody should look at: hours of the station, times of the lecturer, missing lessons."""
    planned = [session for session in sessions if session.state == SessionState.PLANNED]
    standing = [session for session in sessions if session.state != SessionState.CANCELLED]
    lessons = offering.version.lessons
    found = [] if len(standing) >= lessons else [_said(_MISSING, lessons=lessons, planned=len(standing))]
    schedule, calendar = schedules_of([offering.station])[offering.station_id], day_kind_of()
    times: dict[int | None, list[Available]] = {}
    for session in planned:
        when = moment_text(session.starts_at)
        if opening_at(schedule, session.starts_at, calendar).state is OpenState.CLOSED:
            found.append(_said(_SHUT, when=when))
        if session.lecturer is None:
            continue
        key = session.lecturer_id
        times[key] = times.get(key) or available_times(session.lecturer)
        local = (one.astimezone(SHANGHAI) for one in (session.starts_at, session.ends_at))
        if not can_come(times[key], *local):
            named = Phrase(session.lecturer.name_zh, session.lecturer.name_en or session.lecturer.name_zh)
            found.append(_said(_CANNOT_COME, when=when, lecturer=named))
    return found


def _said(phrase: Phrase, **facts: object) -> Phrase:
    return Phrase(phrase.say("zh", **facts), phrase.say("en", **facts))
