"""The calendar shipped with the library chinesecalendar: the years it knows, and no other."""

import datetime as dt
from functools import cache

from chinese_calendar.constants import holidays, workdays

from yizhan.foundation.working_days import Announced

NATIONAL_DAY = (10, 1)


@cache
def shipped() -> Announced:
    """Return every year whose National Day the library lists, with the special days."""
    is_off = {**dict.fromkeys(holidays, True), **dict.fromkeys(workdays, False)}
    years = {day.year for day in holidays}
    # A library may carry the first days of a year whose notice it does not hold.
    return Announced(frozenset(year for year in years if dt.date(year, *NATIONAL_DAY) in holidays), is_off)
