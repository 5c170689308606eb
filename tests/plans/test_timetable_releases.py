"""A timetable becomes sessions, changes them, says what changed, and is taken back."""

import datetime as dt

import pytest

from factories.people import make_subdistrict
from factories.refusing import refused
from factories.rounds import make_booking, make_seats
from factories.timetables import lessons_of, make_timetable
from yizhan.foundation import clock
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.rescheduling import Move, reschedule_sessions
from yizhan.offers.actions.sessions import cancel_session, move_session
from yizhan.offers.models import Session
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import SessionState
from yizhan.places.models import CalendarDay, CalendarYear, Claim, Room
from yizhan.plans.actions import (
    compute_timetable,
    release_timetable,
    set_lesson,
    undo_timetable_release,
)
from yizhan.plans.bridge import Board, changes_of_release, recount_board
from yizhan.plans.models import Timetable
from yizhan.plans.rules.timetables import Choices
from yizhan.plans.words import ChangeOfSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def timetable() -> Timetable:
    """Three classes of four lessons: at 18:30 on Monday, Tuesday, Wednesday in the small room."""
    timetable = make_timetable(make_subdistrict())
    for slot, lesson in enumerate(lessons_of(timetable), start=1):
        set_lesson(lesson=lesson, slot=slot, room=room("小教室"), by=None)
    return timetable


def room(name: str) -> Room:
    return Room.objects.select_related("station").get(name_zh=name)


def times() -> list[tuple[str, str, str]]:
    rows = Session.objects.exclude(state="cancelled").select_related("offering", "room")
    return [
        (one.offering.name_zh, f"{one.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}", one.room.name_zh)
        for one in rows.order_by("starts_at")
    ]


def held() -> int:
    return Claim.objects.filter(released_at=None).count()


def test_a_release_plans_every_session_with_room_and_lecturer(timetable: Timetable) -> None:
    release = release_timetable(timetable=timetable, by=None)
    assert len(times()) == 12
    days = [timetable.first_day + dt.timedelta(days=7 * week) for week in range(4)]
    own = [when for name, when, _ in times() if name == "班级0"]
    assert own == [f"{day:%m-%d} 18:30" for day in days]
    assert held() == 24
    assert [change.kind for change in release.changes.all()] == ["add"] * 12
    one = release.changes.select_related("session").first()
    assert one is not None
    assert one.session is not None
    assert one.session.series.weekdays == 1
    assert one.session.offering.room == room("小教室")
    assert (one.before, one.after["room_en"], one.after["lecturer_zh"]) == ({}, "Small room", "教师0")


def test_releasing_again_without_a_change_is_refused(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    with pytest.raises(Refusal) as refused:
        release_timetable(timetable=timetable, by=None)
    assert refused.value.code == "nothing_changes"


def test_lessons_without_a_place_and_conflicts_are_refused_by_name(timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=2, room=room("小教室"), by=None)
    with pytest.raises(Refusal) as refused:
        release_timetable(timetable=timetable, by=None)
    assert "both Class 0 and Class 1 take place" in refused.value.say("en")
    set_lesson(lesson=one, slot=None, room=None, by=None)
    with pytest.raises(Refusal) as refused:
        release_timetable(timetable=timetable, by=None)
    assert refused.value.code == "lessons_unplaced"
    assert (times(), held()) == ([], 0)


def test_two_classes_change_places_and_their_sessions_stay(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    before = set(Session.objects.values_list("pk", flat=True))
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=2, room=None, by=None)
    set_lesson(lesson=other, slot=1, room=None, by=None)
    release = release_timetable(timetable=timetable, by=None, reason_zh="教师互换")
    assert set(Session.objects.values_list("pk", flat=True)) == before
    assert {change.kind for change in release.changes.all()} == {ChangeOfSession.MOVE}
    assert [when[-5:] for name, when, _ in times() if name == "班级0"] == ["18:30"] * 4
    assert held() == 24
    first = release.changes.order_by("pk").first()
    assert first is not None
    assert first.before["starts_at"] != first.after["starts_at"]
    assert Session.objects.filter(reason_zh="教师互换").count() == 8


def test_what_was_moved_or_cancelled_by_hand_stays(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    one = lessons_of(timetable)[0]
    first, second, third, fourth = one.offering.sessions.order_by("starts_at")
    aside = Times(first.starts_at + dt.timedelta(hours=1), first.ends_at + dt.timedelta(hours=1))
    move_session(session=first, times=aside, reason_zh="停电", by=None)
    cancel_session(session=second, reason_zh="停课", by=None)
    Session.objects.filter(pk=third.pk).update(is_locked=True)
    set_lesson(lesson=one, slot=4, room=room("大教室"), by=None)
    changes = changes_of_release(Board(timetable))
    assert [(change.kind, change.session) for change in changes] == [(ChangeOfSession.MOVE, fourth)]


def test_a_release_in_the_middle_leaves_the_past_alone(
    timetable: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_timetable(timetable=timetable, by=None)
    later = dt.datetime.combine(timetable.first_day + dt.timedelta(days=9), dt.time(12), SHANGHAI)
    monkeypatch.setattr(clock, "now", lambda: later)
    one = lessons_of(timetable)[0]
    before = [when for name, when, _ in times() if name == "班级0"][:2]
    set_lesson(lesson=one, slot=4, room=room("大教室"), by=None)
    release_timetable(timetable=timetable, by=None)
    own = [(when, where) for name, when, where in times() if name == "班级0"]
    assert [when for when, _ in own[:2]] == before
    assert [where for _, where in own] == ["小教室", "小教室", "大教室", "大教室"]
    assert [series.weekdays for series in one.series.order_by("pk")] == [1, 1 << 5]


def test_holidays_have_no_sessions_where_they_are_skipped() -> None:
    timetable = make_timetable(make_subdistrict(), choices=Choices(limit_s=1))
    day = timetable.first_day
    year, _ = CalendarYear.objects.get_or_create(
        year=day.year, defaults={"source": "x", "imported_at": clock.now()}
    )
    CalendarDay.objects.create(year=year, date=day, is_off=True, name="示例假日")
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    changes = changes_of_release(Board(timetable))
    dates = [change.times.starts_at.date() for change in changes if change.times]
    assert day not in dates
    assert dates[0] == day + dt.timedelta(days=7)
    assert len(dates) == 4


def test_a_release_is_undone_whole(timetable: Timetable) -> None:
    first = release_timetable(timetable=timetable, by=None)
    planned = times()
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=4, room=room("大教室"), by=None)
    second = release_timetable(timetable=timetable, by=None)
    assert times() != planned
    with pytest.raises(Refusal) as refused:
        undo_timetable_release(release=first, by=None)
    assert refused.value.code == "not_newest"
    undo_timetable_release(release=second, by=None)
    assert times() == planned
    undo_timetable_release(release=first, by=None)
    assert (times(), held()) == ([], 0)
    with pytest.raises(Refusal) as refused:
        undo_timetable_release(release=first, by=None)
    assert refused.value.code == "already_undone"


def test_a_cancelled_session_comes_back_when_undone(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    planned = times()
    timetable.last_day = timetable.first_day + dt.timedelta(days=13)
    timetable.save()
    shorter = release_timetable(timetable=timetable, by=None)
    assert {change.kind for change in shorter.changes.all()} == {ChangeOfSession.CANCEL}
    assert (len(times()), held()) == (6, 12)
    undo_timetable_release(release=shorter, by=None)
    assert (times(), held()) == (planned, 24)


def test_a_release_with_seats_held_is_not_undone(timetable: Timetable) -> None:
    release = release_timetable(timetable=timetable, by=None)
    offering = lessons_of(timetable)[0].offering
    make_seats(offering, total=20)
    make_booking(offering)
    with pytest.raises(Refusal) as refused:
        undo_timetable_release(release=release, by=None)
    assert refused.value.code == "seats_held"
    assert len(times()) == 12


def test_holders_are_told_once_a_class_and_their_time_moves(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    one = lessons_of(timetable)[0]
    make_seats(one.offering, total=20)
    booking = make_booking(one.offering)
    booking.participants.add(booking.contact.participants.get())
    set_lesson(lesson=one, slot=4, room=room("大教室"), by=None)
    release = release_timetable(timetable=timetable, by=None, reason_zh="教师有事", reason_en="teacher away")
    message = booking.contact.messages.get()
    assert message.text_zh.startswith("“班级0”4 次课改动（教师有事）。最近一次：")
    assert "“Class 0”: 4 sessions changed (teacher away)." in message.text_en
    assert [change.told for change in release.changes.all()] == [1] * 4
    first = one.offering.sessions.order_by("starts_at").first()
    assert first is not None
    claim = Claim.objects.get(held_for=f"booking:{booking.pk}:{first.pk}", released_at=None)
    assert (claim.starts_at, claim.ends_at) == (first.starts_at, first.ends_at)


def test_computing_after_a_release_does_not_stumble_over_its_own_sessions(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    done = compute_timetable(timetable=timetable, by=None)
    assert recount_board(Board(done)).is_free


def test_a_session_cancelled_while_a_release_was_prepared_stays_cancelled(timetable: Timetable) -> None:
    release_timetable(timetable=timetable, by=None)
    one = lessons_of(timetable)[0]
    looked_at = one.offering.sessions.select_related("offering__subdistrict").order_by("starts_at").first()
    assert looked_at is not None
    cancel_session(session=looked_at, reason_zh="停课", by=None)
    times_ = Times(looked_at.starts_at + dt.timedelta(hours=1), looked_at.ends_at + dt.timedelta(hours=1))
    move = Move(looked_at, times_, looked_at.room, looked_at.lecturer, looked_at.series)
    refused("session_is_over", reschedule_sessions, moves=[move], reason_zh="换时间", by=None)
    assert Session.objects.get(pk=looked_at.pk).state == SessionState.CANCELLED
