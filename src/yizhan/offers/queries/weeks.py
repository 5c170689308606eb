"""Reads about what takes place at a station in a week."""

import datetime as dt

from django.db.models import Q, QuerySet

from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Session
from yizhan.places.models import Station


def public_sessions(station: Station, *, first_day: dt.date, days: int = 7) -> QuerySet[Session]:
    """Return what anybody may see of these days at a station, cancelled sessions too, in order of time."""
    starts = dt.datetime.combine(first_day, dt.time(), SHANGHAI)
    here = Q(room__station=station) | Q(room=None, offering__station=station)
    sessions = Session.objects.filter(
        here,
        offering__is_public=True,
        starts_at__gte=starts,
        starts_at__lt=starts + dt.timedelta(days=days),
    )
    return sessions.select_related("offering__version__course", "room", "lecturer")
