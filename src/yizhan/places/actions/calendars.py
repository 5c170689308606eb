"""Take over the yearly holiday notice."""

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.actions import record
from yizhan.people.models import Account
from yizhan.places.models import CalendarDay, CalendarYear
from yizhan.places.rules.notices import HolidayNotice, holiday_notice


@transaction.atomic
def import_calendar(*, content: object, file: str, by: Account | None) -> tuple[CalendarYear, bool]:
    """
    Store the year of a parsed notice file; returns it, and whether anything changed.

    The year replaces what was known of it, also by the library. The same file again changes nothing.
    """
    notice = holiday_notice(content, file=file)
    known = CalendarYear.objects.select_for_update().filter(year=notice.year).first()
    if known is not None and _is_stored(known, notice):
        return known, False
    year, _ = CalendarYear.objects.update_or_create(
        year=notice.year, defaults={"source": _source(notice), "imported_at": clock.now()}
    )
    year.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(year=year, date=day.date, is_off=day.is_off, name=day.name) for day in notice.days
    )
    record(verb="import_calendar", subject=year, by=by, subdistrict=None, file=file, days=len(notice.days))
    return year, True


def _is_stored(year: CalendarYear, notice: HolidayNotice) -> bool:
    stored = list(year.days.order_by("date").values_list("date", "is_off", "name"))
    return year.source == _source(notice) and stored == [
        (day.date, day.is_off, day.name) for day in notice.days
    ]


def _source(notice: HolidayNotice) -> str:
    return "\n".join(notice.papers)
