"""
Writes iCalendar files (RFC 5545): values in, bytes out.

Every entry keeps its UID for life; a moved or cancelled one carries a higher SEQUENCE, so that calendars
which subscribed follow. Times are local with their VTIMEZONE: Shanghai has kept +08:00 since September 1991.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

ZONE = "Asia/Shanghai"
_OFFSET = dt.timedelta(hours=8)
_PRODUCT = "-//yizhan//service stations//ZH"
_REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a calendar."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str = ""
    note: str = ""
    address: str = ""
    changes: int = 0
    is_cancelled: bool = False
    is_tentative: bool = False


def written(name: str, entries: Iterable[Entry], *, stamped_at: dt.datetime, language: str) -> bytes:
    """Return a calendar to download or to subscribe to."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The older names are those which calendars in use read.
    for field in ("name", "x-wr-calname"):
        calendar.add(field, name, parameters={"language": language})
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at, language))
    return bytes(calendar.to_ical())


def _zone() -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", dt.datetime(1991, 9, 15))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(entry: Entry, stamped_at: dt.datetime, language: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped_at.astimezone(dt.UTC))
    for field, moment in (("dtstart", entry.starts_at), ("dtend", entry.ends_at)):
        event.add(field, moment.astimezone(ZoneInfo(ZONE)))
    for field, text in (("summary", entry.title), ("location", entry.place), ("description", entry.note)):
        if text:
            event.add(field, text, parameters={"language": language})
    if entry.address:
        event.add("url", entry.address)
    event.add("sequence", entry.changes)
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"
