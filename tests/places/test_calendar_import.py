"""Taking over the yearly holiday notice: whole, once, or not at all."""

import copy
import datetime as dt
import json

import pytest

from shared import shared
from yizhan.cli.calendar_import import import_calendar_file
from yizhan.foundation.refusals import BadInput
from yizhan.foundation.working_days import DayKind
from yizhan.people.models import AuditEntry
from yizhan.places import queries
from yizhan.places.actions.calendars import import_calendar
from yizhan.places.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db

NEXT_YEAR = 2031  # far enough that no release of the library knows it
NOTICE = {
    "year": NEXT_YEAR,
    "papers": ["https://www.gov.cn/example"],
    "days": [
        {"name": "元旦", "date": "2030-12-29", "isOffDay": False},
        {"name": "元旦", "date": "2031-01-01", "isOffDay": True},
        {"name": "国庆节", "date": "2031-10-01", "isOffDay": True},
    ],
}


def taken_over(content):
    return import_calendar(content=content, file="2031.json", by=None)


def changed(*path, value):
    """The notice with one place replaced."""
    content = copy.deepcopy(NOTICE)
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return content


def test_a_year_is_unknown_until_imported_and_known_after():
    tuesday = dt.date(2031, 3, 4)
    assert queries.day_kinds(tuesday, tuesday) == {tuesday: DayKind.UNKNOWN}
    assert taken_over(NOTICE)[1]
    assert queries.day_kinds(tuesday, tuesday) == {tuesday: DayKind.WORKDAY}
    makeup = dt.date(2030, 12, 29)
    assert queries.day_kinds(makeup, makeup) == {makeup: DayKind.WORKDAY}


def test_the_same_notice_again_changes_nothing():
    year, _ = taken_over(NOTICE)
    assert taken_over(NOTICE) == (year, False)
    assert (CalendarDay.objects.count(), AuditEntry.objects.count()) == (3, 1)


def test_a_corrected_notice_replaces_the_year():
    taken_over(NOTICE)
    corrected = changed("days", 0, value={"name": "元旦", "date": "2031-01-02", "isOffDay": True})
    assert taken_over(corrected)[1]
    days = CalendarDay.objects.values_list("date", flat=True)
    assert list(days) == [dt.date(2031, 1, 1), dt.date(2031, 1, 2), dt.date(2031, 10, 1)]
    assert CalendarYear.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ([], "wrong_kind", None),
        (changed("year", value="2031"), "wrong_kind", "year"),
        (changed("year", value=True), "wrong_kind", "year"),
        (changed("year", value=31), "bad_year", "year"),
        (changed("papers", value=[]), "no_source", "papers"),
        (changed("papers", value=[1]), "wrong_kind", "papers[0]"),
        (changed("days", value=[]), "not_announced", "days"),
        (changed("days", value={}), "wrong_kind", "days"),
        (changed("days", 1, value="2031-01-01"), "wrong_kind", "days[1]"),
        (changed("days", 1, "date", value="2031-02-30"), "bad_date", "days[1].date"),
        (changed("days", 1, "date", value=None), "wrong_kind", "days[1].date"),
        (changed("days", 1, "date", value="2032-01-01"), "other_year", "days[1].date"),
        (changed("days", 1, "date", value="2031-10-01"), "listed_twice", "days[2].date"),
        (changed("days", 1, "name", value=" "), "no_name", "days[1].name"),
        (changed("days", 1, "isOffDay", value="true"), "wrong_kind", "days[1].isOffDay"),
        (changed("days", 2, "isOffDay", value=False), "incomplete", "days"),
    ],
)
def test_a_malformed_notice_names_file_and_field_and_writes_nothing(content, code, field):
    with pytest.raises(BadInput) as refusal:
        taken_over(content)
    assert (refusal.value.code, refusal.value.file, refusal.value.field) == (code, "2031.json", field)
    assert "2031.json" in refusal.value.say("zh")
    assert "{" not in refusal.value.say("en")
    assert not CalendarYear.objects.exists()


def test_a_bad_correction_leaves_the_year_as_it_was():
    taken_over(NOTICE)
    with pytest.raises(BadInput):
        taken_over(changed("days", 2, "date", value="x"))
    assert CalendarDay.objects.count() == 3


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_file_that_is_not_json_is_refused(tmp_path, text):
    path = tmp_path / "2031.json"
    path.write_bytes(text)
    with pytest.raises(BadInput) as refusal:
        import_calendar_file(path)
    assert (refusal.value.code, refusal.value.file) == ("not_json", "2031.json")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput) as refusal:
        import_calendar_file(tmp_path / "2031.json")
    assert refusal.value.code == "unreadable"


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_published_files_are_taken_over_day_by_day(year):
    path = shared(f"suites/calendar/{year}.json")
    import_calendar_file(path)
    days = json.loads(path.read_text())["days"]
    assert set(CalendarDay.objects.values_list("date", "is_off")) == {
        (dt.date.fromisoformat(day["date"]), day["isOffDay"]) for day in days
    }
