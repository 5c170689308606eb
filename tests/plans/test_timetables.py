"""A term's classes: drafted, placed by hand, recounted, computed, taken back."""

import datetime as dt

import pytest

from factories.people import make_account, make_subdistrict
from factories.places import make_exception, make_room, make_rule, make_station
from factories.timetables import lessons_of, make_timetable
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Availability
from yizhan.offers.words import Audience, RoomNeed
from yizhan.people.models import Subdistrict
from yizhan.places.actions.claims import hold
from yizhan.places.models import Room
from yizhan.places.rules.claims import Wanted
from yizhan.places.words import Access, Resource, RoomFeature
from yizhan.plans.actions import (
    change_timetable,
    compute_timetable,
    lock_lesson,
    set_lesson,
    take_back,
)
from yizhan.plans.bridge import Board, recount_board
from yizhan.plans.models import Timetable
from yizhan.plans.rules.timetables import Choices, choices_to, slots_from, slots_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Subdistrict:
    return make_subdistrict()


@pytest.fixture
def timetable(place: Subdistrict) -> Timetable:
    return make_timetable(place)


def room(name: str) -> Room:
    return Room.objects.select_related("station").get(name_zh=name)


def rules(timetable: Timetable) -> list[str]:
    return [fault.en for fault in recount_board(Board(timetable)).rules]


def test_needs_and_features_have_the_same_codes() -> None:
    assert {need.value: need.label for need in RoomNeed} == {one.value: one.label for one in RoomFeature}


def test_a_new_timetable_has_lessons_without_places(timetable: Timetable) -> None:
    counted = recount_board(Board(timetable))
    assert (counted.unplaced, counted.rules, counted.price) == (3, (), 0)


def test_two_lessons_in_one_room_are_named_in_both_languages(timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    set_lesson(lesson=other, slot=1, room=room("小教室"), by=None)
    (fault,) = recount_board(Board(timetable)).rules
    assert fault.zh == "周一 18:30–20:00“学习站·小教室”同时有“班级0”和“班级1”"
    assert fault.en == "Mon 18:30–20:00, School, Small room: both Class 0 and Class 1 take place"
    assert fault.lessons == (one.pk, other.pk)


def test_a_lesson_without_a_room_gets_one_that_is_free(timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    assert set_lesson(lesson=other, slot=1, room=None, by=None).room == room("大教室")


def test_a_room_that_is_shut_taken_small_or_bare_is_named(timetable: Timetable) -> None:
    lesson = lessons_of(timetable)[0]
    small = room("小教室")
    set_lesson(lesson=lesson, slot=1, room=small, by=None)
    assert rules(timetable) == []

    day = timetable.first_day + dt.timedelta(days=7)
    at = dt.datetime.combine(day, dt.time(19), SHANGHAI)
    wanted = Wanted(Resource.ROOM, small.pk, at, at + dt.timedelta(hours=1), Phrase("房", "room"))
    hold(wanted={"loan:1": [wanted]}, by=None)
    assert rules(timetable) == [
        f"Class 0 at Mon 18:30–20:00: 小教室 is taken on {day:%m-%d}, 19:00–20:00".replace(
            "小教室", "Small room"
        )
    ]

    make_exception(small.station, timetable.first_day, timetable.first_day)
    assert rules(timetable) == [
        f"Class 0 at Mon 18:30–20:00: Small room is shut then on {timetable.first_day:%m-%d}"
    ]

    Room.objects.filter(pk=small.pk).update(capacity=5)
    assert rules(timetable) == ["Class 0 at Mon 18:30–20:00: Small room holds 5, not 20"]

    Room.objects.filter(pk=small.pk).update(capacity=50)
    version = lesson.offering.version
    version.room_needs = [RoomNeed.PROJECTOR, RoomNeed.TABLES]
    version.save()
    Room.objects.filter(pk=small.pk).update(features=["tables"])
    assert rules(timetable) == ["Class 0 at Mon 18:30–20:00: Small room has no Projector"]


def test_a_lecturer_comes_when_available_only(timetable: Timetable) -> None:
    lesson = lessons_of(timetable)[0]
    times = {"starts": dt.time(18), "ends": dt.time(21), "weekdays": 0b10}
    Availability.objects.create(lecturer=lesson.lecturer, **times)
    set_lesson(lesson=lesson, slot=1, room=room("小教室"), by=None)
    assert rules(timetable) == [
        f"Class 0 at Mon 18:30–20:00: Teacher 0 cannot come then on {timetable.first_day:%m-%d}"
    ]
    set_lesson(lesson=lesson, slot=2, room=None, by=None)
    assert rules(timetable) == []


def test_a_lecturer_needs_time_to_walk(place: Subdistrict) -> None:
    timetable = make_timetable(place, slots="Mon 18:00-19:30\nMon 19:40-21:10")
    far = make_station(subdistrict=place, lon=121.515, lat=31.262, name_en="Far")
    make_room(far, name_zh="远处教室", name_en="Far room", capacity=30, access=Access.GROUP)
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=0, room=room("小教室"), by=None)
    set_lesson(lesson=other, slot=1, room=room("远处教室"), lecturer=one.lecturer, by=None)
    (said,) = [text for text in rules(timetable) if "needs" in text]
    assert said.startswith("lecturer Teacher 0 needs")
    assert said.endswith("but has 10")


def test_times_that_do_not_suit_have_a_price(timetable: Timetable) -> None:
    lesson = lessons_of(timetable)[0]
    course = lesson.offering.version.course
    course.audience = Audience.TOWERS
    course.save()
    set_lesson(lesson=lesson, slot=0, room=room("小教室"), by=None)
    (wish,) = recount_board(Board(timetable)).wishes
    assert (wish.price, wish.zh) == (8, "“班级0”排在周一 09:00–10:30，不太适合对象（楼宇）：8")


def test_computing_keeps_locks_and_finds_the_best(timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=0, room=room("大教室"), by=None)
    lock_lesson(lesson=one, is_locked=True, by=None)
    done = compute_timetable(timetable=timetable, by=None)
    assert (done.status, done.objective, done.bound, done.gap) == ("optimal", 4.0, 4.0, 0.0)
    assert [wish["price"] for wish in done.report["wishes"]] == [4]
    counted = recount_board(Board(done))
    assert (counted.is_free, counted.price) == (True, 4)
    one.refresh_from_db()
    assert (one.slot, one.room) == (0, room("大教室"))


def test_what_cannot_be_is_said_with_its_conflict(timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    for lesson in (one, other):
        set_lesson(lesson=lesson, slot=1, room=room("大教室"), by=None)
        lock_lesson(lesson=lesson, is_locked=True, by=None)
    done = compute_timetable(timetable=timetable, by=None)
    assert done.status == "infeasible"
    assert "Class 0" in " ".join(conflict["en"] for conflict in done.report["conflicts"])
    assert "班级0" in " ".join(conflict["zh"] for conflict in done.report["conflicts"])


def test_changes_are_taken_back_one_by_one(timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    compute_timetable(timetable=timetable, by=None)
    assert all(lesson.slot is not None for lesson in lessons_of(timetable))
    take_back(timetable=timetable, by=None)
    assert [lesson.slot for lesson in lessons_of(timetable)] == [1, None, None]
    take_back(timetable=timetable, by=None)
    assert [lesson.slot for lesson in lessons_of(timetable)] == [None, None, None]
    with pytest.raises(Refusal) as refused:
        take_back(timetable=timetable, by=None)
    assert refused.value.code == "nothing_to_take_back"


def test_an_answer_to_an_older_question_is_not_kept(
    timetable: Timetable, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _, _ = lessons_of(timetable)
    said = []

    def meddle(*numbers: float) -> None:
        if not said:
            said.append(numbers)
            set_lesson(lesson=one, slot=2, room=room("小教室"), by=None)

    with pytest.raises(Refusal) as refused:
        compute_timetable(timetable=timetable, by=None, progress=meddle)
    assert refused.value.code == "timetable_changed"
    assert [lesson.slot for lesson in lessons_of(timetable)] == [2, None, None]


def test_a_locked_lesson_is_not_moved(timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    lock_lesson(lesson=one, is_locked=True, by=None)
    with pytest.raises(Refusal) as refused:
        set_lesson(lesson=one, slot=2, room=None, by=None)
    assert refused.value.code == "lesson_locked"


def test_rooms_for_others_and_shut_stations_have_no_classes(place: Subdistrict, timetable: Timetable) -> None:
    make_room(room("小教室").station, name_zh="联盟厅", access=Access.ALLIANCE)
    make_room(room("小教室").station, name_zh="大厅", access=Access.WALK_IN)
    make_room(make_station(subdistrict=place, state="closed"), name_zh="停用站的房间")
    assert [one.name_zh for one in Board(timetable).rooms] == ["大教室", "小教室"]


def test_a_reading_room_by_day_is_a_classroom_by_night(timetable: Timetable) -> None:
    station = room("小教室").station
    reading = make_room(station, name_zh="阅读区", name_en="Reading area", access=Access.WALK_IN)
    make_rule(station, "08:00", "18:00", room=reading)
    lesson = lessons_of(timetable)[0]
    set_lesson(lesson=lesson, slot=0, room=reading, by=None)
    assert rules(timetable) == [
        f"Class 0 at Mon 09:00–10:30: Reading area is open for walking in then on {timetable.first_day:%m-%d}"
    ]
    set_lesson(lesson=lesson, slot=1, room=None, by=None)
    assert rules(timetable) == []


def test_lessons_keep_their_times_when_slots_change(timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    set_lesson(lesson=other, slot=2, room=room("小教室"), by=None)
    slots = slots_read("Sun 09:00-10:30\nMon 08:00-09:00\nMon 18:30-20:00")
    settings = choices_to(Choices(limit_s=1, audience=0))
    changed = change_timetable(timetable=timetable, settings=settings, slots=slots, by=None)
    assert [lesson.slot for lesson in lessons_of(changed)] == [1, None, None]
    assert slots_from(changed.slots) == slots


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("", "slots_missing"),
        ("Someday 09:00-10:00", "slot_unreadable"),
        ("Mon 10:00-09:00", "slot_unreadable"),
        ("Mon 9:00-10:00\n周一 9:30-11:00", "slots_overlap"),
    ],
)
def test_wrong_slots_are_refused(lines: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        slots_read(lines)
    assert refused.value.code == code


def test_nobody_from_elsewhere_changes_it(timetable: Timetable) -> None:
    stranger = make_account()
    for act in (
        lambda: set_lesson(lesson=lessons_of(timetable)[0], slot=1, room=None, by=stranger),
        lambda: lock_lesson(lesson=lessons_of(timetable)[0], is_locked=True, by=stranger),
        lambda: take_back(timetable=timetable, by=stranger),
        lambda: compute_timetable(timetable=timetable, by=stranger),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "may_not_run"
