"""What a reader looks for on a menu: type, audience, evening or weekend, station; read from the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import MenuItem, Offering
from yizhan.offers.words import Audience, CourseType

EVENING_FROM, SATURDAY = 17, 5
TIMES = ("evening", "weekend", "daytime")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty parts are not asked."""

    type: str
    audience: str
    time: str
    station: str

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked."""
        return bool(self.type or self.audience or self.time or self.station)


def wanted_of(query: Mapping[str, str], *, stations: Iterable[str]) -> Wanted:
    """Read what is looked for; what cannot be used is left out."""
    return Wanted(
        type=_known(query.get("type", ""), CourseType.values),
        audience=_known(query.get("for", ""), Audience.values),
        time=_known(query.get("time", ""), TIMES),
        station=_known(query.get("place", ""), list(stations)),
    )


def fits(item: MenuItem, wanted: Wanted) -> bool:
    """Whether a line of the menu is what somebody looks for."""
    course = item.version.course
    if wanted.type and course.type != wanted.type:
        return False
    if wanted.audience and course.audience not in {wanted.audience, Audience.EVERYONE}:
        return False
    if not (wanted.time or wanted.station):
        return True
    return any(_class_fits(offering, wanted) for offering in item.offerings.all() if offering.is_public)


def choices(items: Iterable[MenuItem], wanted: Wanted) -> list[dict[str, Any]]:
    """Return what the form offers: only what stands on the menu."""
    rows = list(items)
    types = {item.version.course.type for item in rows}
    audiences = {item.version.course.audience for item in rows} - {Audience.EVERYONE}
    times = zip(TIMES, (_("晚上"), _("周末"), _("工作日白天")), strict=True)
    kinds = [choice for choice in CourseType.choices if choice[0] in types]
    groups = [choice for choice in Audience.choices if choice[0] in audiences]
    return [
        {"name": "type", "label": _("类型"), "chosen": wanted.type, "choices": kinds},
        {"name": "for", "label": _("适合谁"), "chosen": wanted.audience, "choices": groups},
        {"name": "time", "label": _("什么时候上课"), "chosen": wanted.time, "choices": list(times)},
    ]


def _class_fits(offering: Offering, wanted: Wanted) -> bool:
    if wanted.station and offering.station.slug != wanted.station:
        return False
    if not wanted.time:
        return True
    return any(
        _time_of(session.starts_at.astimezone(SHANGHAI)) == wanted.time for session in offering.sessions.all()
    )


def _time_of(moment: Any) -> str:
    if moment.weekday() >= SATURDAY:
        return "weekend"
    return "evening" if moment.hour >= EVENING_FROM else "daytime"


def _known(given: str, values: Iterable[str]) -> str:
    return given if given in values else ""
