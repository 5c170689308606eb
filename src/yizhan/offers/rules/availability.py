"""When lecturers can come."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_BACKWARDS = Phrase("可授课时间的结束必须晚于开始。", "A time to teach must end after it starts.")
_NO_DAY = Phrase(
    "可授课时间至少选一个星期几。", "Choose at least one weekday on which the lecturer can come."
)
_NO_SEASON = Phrase("可授课时间的最后一天早于第一天。", "The last day lies before the first.")


@dataclass(frozen=True, slots=True)
class Available:
    """On these weekdays (bit 0 is Monday), from `starts` to `ends`, between these days."""

    weekdays: int
    starts: dt.time
    ends: dt.time
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def covers(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Whether a time (in Shanghai, within one day) lies wholly inside."""
        day = starts_at.date()
        return (
            bool(self.weekdays >> day.weekday() & 1)
            and (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
            and day == ends_at.date()
            and self.starts <= starts_at.time()
            and ends_at.time() <= self.ends
        )


def refuse_available(times: Iterable[Available]) -> None:
    """Raise a `Refusal` for times that are none."""
    for one in times:
        if not 1 <= one.weekdays <= 0b1111111:
            raise Refusal("no_weekday_chosen", _NO_DAY)
        if one.ends <= one.starts:
            raise Refusal("availability_ends_first", _BACKWARDS)
        if one.first_day and one.last_day and one.last_day < one.first_day:
            raise Refusal("availability_season_ends_first", _NO_SEASON)


def can_come(times: Iterable[Available], starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Whether a lecturer can come then; one who named no times at all can always be asked."""
    listed = tuple(times)
    return not listed or any(one.covers(starts_at, ends_at) for one in listed)
