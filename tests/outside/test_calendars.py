"""Calendars are read back by another reader: what was written is what is found."""

import datetime as dt

import icalendar

from yizhan.foundation.clock import SHANGHAI
from yizhan.outside.calendars import Entry, written

NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
START = dt.datetime(2026, 3, 10, 18, 30, tzinfo=SHANGHAI)


def entry(**changes):
    values = {
        "uid": "session-7@north-bund.yizhan",
        "starts_at": START.astimezone(dt.UTC),
        "ends_at": START + dt.timedelta(minutes=90),
        "title": "编程 第 1 场",
    }
    return Entry(**values | changes)


def events(content):
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_times_are_local_with_their_zone():
    content = written("编程", [entry()], stamped_at=NOW, language="zh-Hans")
    assert b"DTSTART;TZID=Asia/Shanghai:20260310T183000" in content
    calendar = icalendar.Calendar.from_ical(content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    event = calendar.walk("VEVENT")[0]
    assert event.decoded("DTSTART") == START
    assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(minutes=90)
    assert event.decoded("DTSTAMP") == NOW
    assert str(calendar["X-WR-CALNAME"]) == "编程"


def test_a_cancelled_entry_keeps_its_uid_and_counts_up():
    before = events(written("编程", [entry()], stamped_at=NOW, language="zh"))[0]
    cancelled = entry(is_cancelled=True, changes=2, note="已取消：台风")
    after = events(written("编程", [cancelled], stamped_at=NOW, language="zh"))[0]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert str(after["DESCRIPTION"]) == "已取消：台风"


def test_text_that_means_something_in_the_format_survives():
    nasty = "唐山路, 1F; 左转\\右转\nBEGIN:VEVENT"
    content = written("a;b,c", [entry(place=nasty, title="长" * 200)], stamped_at=NOW, language="en")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    found = events(content)
    assert len(found) == 1
    assert (str(found[0]["LOCATION"]), str(found[0]["SUMMARY"])) == (nasty, "长" * 200)


def test_an_empty_calendar_is_a_calendar():
    content = written("空", [], stamped_at=NOW, language="zh")
    assert events(content) == []
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
