"""Now, tonight, this weekend."""

import datetime as dt

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yizhan.foundation.clock import SHANGHAI
from yizhan.portal.moments import date_words, moment_of, presets

A_DAY = dt.datetime(2026, 3, 11, tzinfo=SHANGHAI)
moments = st.timedeltas(min_value=dt.timedelta(), max_value=dt.timedelta(days=20)).map(
    lambda later: A_DAY + later
)


@given(now=moments)
def test_presets_never_lie_in_the_past(now: dt.datetime) -> None:
    assert all(preset.at >= now for preset in presets(now))


@given(now=moments)
def test_weekend_presets_fall_on_the_weekend(now: dt.datetime) -> None:
    at = {preset.key: preset.at for preset in presets(now)}
    assert at["saturday"].weekday() == 5
    assert at["sunday"].weekday() == 6


def test_after_half_past_seven_tonight_is_tomorrow() -> None:
    late = A_DAY.replace(hour=22)
    with translation.override("zh-hans"):
        tonight = moment_of("tonight", written="", now=late)
    assert tonight.at == dt.datetime(2026, 3, 12, 19, 30, tzinfo=SHANGHAI)
    assert tonight.words == "明晚 19:30"


def test_preset_beats_a_time_left_in_the_form() -> None:
    assert moment_of("now", written="2026-03-20T10:00", now=A_DAY).at == A_DAY


def test_written_time_without_a_zone_is_shanghai_time() -> None:
    assert moment_of("when", written="2026-03-20T10:00", now=A_DAY).at.tzinfo == SHANGHAI


def test_dates_are_said_in_the_reader_s_language() -> None:
    with translation.override("zh-hans"):
        assert date_words(dt.date(2026, 9, 21)) == "9月21日 周一"
    with translation.override("en"):
        assert date_words(dt.date(2026, 9, 21)) == "Mon 21 Sep"
