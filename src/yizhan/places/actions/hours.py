"""Say when stations and rooms are open, and when for once they are not."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.models import OpeningException, OpeningRule, Room, Station
from yizhan.places.rules.hours import refuse_exception, refuse_regular
from yizhan.places.rules.schedules import Hours, Regular

_OTHER_ROOM = Phrase("“{room}”不在这个站点。", "“{room}” is not in this station.")


@transaction.atomic
def set_opening_rules(
    *, station: Station, rules: Collection[Regular], by: Account | None, room: Room | None = None
) -> list[OpeningRule]:
    """Replace the regular hours of a station, or of one of its rooms."""
    _require(station=station, room=room, by=by)
    for rule in rules:
        refuse_regular(rule)
    OpeningRule.objects.filter(station=station, room=room).delete()
    rows = OpeningRule.objects.bulk_create(
        OpeningRule(
            station=station,
            room=room,
            days=rule.days,
            weekdays=rule.weekdays,
            opens=rule.hours.opens,
            closes=rule.hours.closes,
            first_day=rule.first_day,
            last_day=rule.last_day,
        )
        for rule in rules
    )
    record(
        verb="set_opening_rules",
        subject=room or station,
        by=by,
        subdistrict=station.subdistrict,
        rules=[str(row) for row in rows],
    )
    return rows


@transaction.atomic
def publish_exception(
    *,
    station: Station,
    first_day: dt.date,
    last_day: dt.date,
    reason_zh: str,
    by: Account | None,
    reason_en: str = "",
    hours: Collection[Hours] = (),
    room: Room | None = None,
) -> list[OpeningException]:
    """Publish other hours for some dates, closed where `hours` is empty; every page knows at once."""
    _require(station=station, room=room, by=by)
    now = clock.now()
    refuse_exception(first_day, last_day, hours=hours, reason=reason_zh, today=now.date())
    rows = OpeningException.objects.bulk_create(
        OpeningException(
            station=station,
            room=room,
            first_day=first_day,
            last_day=last_day,
            opens=one.opens if one else None,
            closes=one.closes if one else None,
            reason_zh=reason_zh.strip(),
            reason_en=reason_en.strip(),
            # One moment for all lines: those published together hold together.
            published_at=now,
        )
        for one in (hours or (None,))
    )
    record(
        verb="publish_exception",
        subject=room or station,
        by=by,
        subdistrict=station.subdistrict,
        days=[first_day.isoformat(), last_day.isoformat()],
        hours=[f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in hours],
        reason=reason_zh,
    )
    return rows


@transaction.atomic
def withdraw_exception(*, exception: OpeningException, by: Account | None) -> None:
    """Take back an exception, with all lines published together with it."""
    station, room = exception.station, exception.room
    require_runner(by=by, subdistrict=station.subdistrict)
    OpeningException.objects.filter(station=station, room=room, published_at=exception.published_at).delete()
    record(
        verb="withdraw_exception",
        subject=room or station,
        by=by,
        subdistrict=station.subdistrict,
        exception=str(exception),
    )


def _require(*, station: Station, room: Room | None, by: Account | None) -> None:
    require_runner(by=by, subdistrict=station.subdistrict)
    if room is not None and room.station_id != station.pk:
        raise Refusal("room_elsewhere", _OTHER_ROOM, room=room.name_zh)
