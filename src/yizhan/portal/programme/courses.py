"""What the page of one course shows: its reviewed versions, its classes and their next sessions."""

import datetime as dt
import json
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString, mark_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Course, CourseVersion, MenuItem, Offering, Session
from yizhan.offers.queries.courses import courses_of, newest_reviewed
from yizhan.offers.queries.menu_grid import needs_words, title_words, told
from yizhan.offers.words import MenuState, OfferingKind, SessionState
from yizhan.people.models import Subdistrict
from yizhan.places.models import Station
from yizhan.portal.moments import date_words

#: How many sessions of a class are listed before "and so on".
LISTED = 12
_NO_SUCH_COURSE = Phrase(
    "没有这门课程，或者它还没有公布。", "There is no such course, or it is not public yet."
)


def course_context(place: Subdistrict, slug: str) -> dict[str, Any]:
    """Return what the page needs, or refuse a course the public does not see."""
    course = courses_of(place).filter(slug=slug).first()
    version = None if course is None else newest_reviewed(course)
    if course is None or version is None:
        raise Refusal("no_such_course", _NO_SUCH_COURSE)
    now = clock.now()
    item = _newest_item(course)
    classes = [_class(offering, now) for offering in _classes(course)]
    if item is None and not classes:
        raise Refusal("no_such_course", _NO_SUCH_COURSE)
    return {
        "course": course,
        "version": version,
        "title": title_words(version),
        "needs": needs_words(version),
        "versions": [one for one in course.versions.all() if one.reviewed_at is not None],
        "item": item,
        "classes": [one for one in classes if one["sessions"] or not one["over"]],
        "for_machines": _for_machines(course, version, classes),
    }


def has_classes(station: Station) -> bool:
    """Whether a published menu has public classes at a station."""
    state = {"menu_item__menu__state": MenuState.PUBLISHED}
    return Offering.objects.filter(station=station, is_public=True, **state).exists()


def _newest_item(course: Course) -> MenuItem | None:
    on = MenuItem.objects.filter(version__course=course, menu__state=MenuState.PUBLISHED)
    return on.select_related("menu").order_by("-menu__year", "-menu__quarter").first()


def _classes(course: Course) -> QuerySet[Offering]:
    sessions = Session.objects.select_related("room").order_by("starts_at")
    kinds = [OfferingKind.CLASS, OfferingKind.CLUB, OfferingKind.OPEN]
    return (
        Offering.objects.filter(version__course=course, is_public=True, kind__in=kinds)
        .select_related("station", "room", "lecturer", "round_offering__round", "walk__route")
        .prefetch_related(Prefetch("sessions", queryset=sessions))
    )


def _class(offering: Offering, now: dt.datetime) -> dict[str, Any]:
    sessions = list(offering.sessions.all())
    coming = [session for session in sessions if session.ends_at > now]
    return {
        "offering": offering,
        "sessions": [_session(session) for session in coming[:LISTED]],
        "more": max(0, len(coming) - LISTED),
        "over": bool(sessions) and not coming,
    }


def _session(session: Session) -> dict[str, Any]:
    starts, ends = (one.astimezone(clock.SHANGHAI) for one in (session.starts_at, session.ends_at))
    room = session.room
    elsewhere = room is not None and room.pk != session.offering.room_id
    words = f"{date_words(starts.date())} {starts:%H:%M}–{ends:%H:%M}"
    cancelled = session.state == SessionState.CANCELLED
    return {"row": session, "words": words, "room": room if elsewhere else None, "cancelled": cancelled}


def _for_machines(course: Course, version: CourseVersion, classes: list[dict[str, Any]]) -> SafeString:
    """Return the course as schema.org/Course in JSON-LD, for search engines."""
    said = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": told(version, "title"),
        "description": told(version, "summary") or told(version, "title"),
        "provider": {"@type": "Organization", "name": told(course.provider, "name")},
        "hasCourseInstance": [_instance(one) for one in classes if one["sessions"]],
    }
    text = json.dumps(said, ensure_ascii=False)
    for character, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(character, code)
    return mark_safe(text)  # noqa: S308 - escaped above, as Django's json_script does


def _instance(one: dict[str, Any]) -> dict[str, Any]:
    offering, first = one["offering"], one["sessions"][0]["row"]
    return {
        "@type": "CourseInstance",
        "name": told(offering, "name"),
        "courseMode": "onsite",
        "startDate": first.starts_at.astimezone(clock.SHANGHAI).isoformat(),
        "location": {"@type": "Place", "name": told(offering.station, "name")},
    }
