"""Reads about offers."""

from django.db.models import Prefetch, QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering, Session
from yizhan.offers.words import SessionState
from yizhan.people.models import Subdistrict
from yizhan.places.rules.claims import Wanted
from yizhan.places.words import Resource


def public_offerings(subdistrict: Subdistrict) -> QuerySet[Offering]:
    """Return what the public may see, with everything a list shows."""
    offerings = Offering.objects.filter(subdistrict=subdistrict, is_public=True)
    return offerings.select_related(
        "version__course__provider", "station", "room", "lecturer", "season"
    ).prefetch_related(Prefetch("sessions", queryset=Session.objects.exclude(state=SessionState.CANCELLED)))


def held_for(session: Session) -> str:
    """Return the name under which a session holds its room and lecturer."""
    return f"session:{session.pk}"


def wanted_by(session: Session) -> list[Wanted]:
    """Return what a session needs to itself: its room and its lecturer."""
    wanted = []
    for kind, row in ((Resource.ROOM, session.room), (Resource.LECTURER, session.lecturer)):
        if row is not None:
            called = Phrase(row.name_zh, row.name_en or row.name_zh)
            wanted.append(Wanted(kind, row.pk, session.starts_at, session.ends_at, called))
    return wanted
