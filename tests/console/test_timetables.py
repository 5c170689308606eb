"""The timetable's pages: start, place, see clashes, lock, take back, compute, release, print."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from factories.people import make_account
from factories.timetables import lessons_of, make_timetable, next_term
from yizhan.offers.models import Session
from yizhan.people.models import Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.models import Room
from yizhan.plans.actions import set_lesson
from yizhan.plans.models import Timetable

BOARD = "/console/timetables/spring/"
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def timetable(place: Subdistrict) -> Timetable:
    return make_timetable(place)


def room(name: str) -> Room:
    return Room.objects.select_related("station").get(name_zh=name)


def put(client: Client, lesson: Any, slot: object, **more: object) -> dict[str, Any]:
    data = {"dropped": "yes", "slot": slot} | more
    answer = client.post(f"{BOARD}lessons/{lesson.pk}/", data, **JSON)
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def test_without_timetables_the_list_says_what_to_do(planner: Client) -> None:
    assert "还没有时间表" in planner.get("/console/timetables/").content.decode()
    assert "There is no timetable yet" in planner.get("/en/console/timetables/").content.decode()


def test_a_lesson_is_dropped_into_a_clash_and_the_clash_is_named(clerk: Client, timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    assert put(clerk, one, 1)["told"] == "0 处冲突，未满足的愿望合计 0。"
    set_lesson(lesson=other, slot=2, room=lessons_of(timetable)[0].room, by=None)
    answer = put(clerk, other, 1)
    assert answer["told"].startswith("1 处冲突")
    assert "“学习站·小教室”同时有“班级0”和“班级1”" in answer["board"]
    page = clerk.get(f"/en{BOARD}").content.decode()
    assert "School, Small room: both Class 0 and Class 1 take place" in page
    assert page.count('class="lesson clashing"') == 2


def test_what_each_slot_would_mean_is_known_before_dropping(planner: Client, timetable: Timetable) -> None:
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=1, room=room("小教室"), by=None)
    set_lesson(lesson=other, slot=2, room=room("小教室"), by=None)
    slots = planner.get(f"{BOARD}lessons/{other.pk}/options.json").json()["slots"]
    assert [one["ok"] for one in slots] == [True, False, True, True, True]
    assert slots[0]["words"] == "可以，未满足的愿望 4"
    assert "同时有" in slots[1]["words"]


def test_a_change_is_taken_back(planner: Client, timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    put(planner, one, 1)
    answer = planner.post(f"{BOARD}undo/", **JSON)
    assert "未排 3 节" in json.loads(answer.content)["board"]
    answer = planner.post(f"{BOARD}undo/", follow=True)
    assert "没有可以撤销的改动" in answer.content.decode()


def test_a_locked_lesson_says_why_it_does_not_move(planner: Client, timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    put(planner, one, 1)
    planner.post(f"{BOARD}lessons/{one.pk}/lock/", {"lock": "yes"})
    assert "已锁定，请先解锁再移动" in put(planner, one, 2)["told"]
    planner.post(f"{BOARD}lessons/{one.pk}/lock/", {"lock": "no"})
    put(planner, one, 2)
    assert [lesson.slot for lesson in lessons_of(timetable)] == [2, None, None]


def test_without_a_script_a_form_places_a_lesson(planner: Client, timetable: Timetable) -> None:
    one = lessons_of(timetable)[0]
    page = planner.get(f"{BOARD}lessons/{one.pk}/").content.decode()
    assert "放到别的时段会怎样" in page
    data = {"slot": "3", "room": room("大教室").pk, "lecturer": one.lecturer_id}
    answer = planner.post(f"{BOARD}lessons/{one.pk}/", data, follow=True)
    assert answer.redirect_chain == [(BOARD, 302)]
    one.refresh_from_db()
    assert (one.slot, one.room) == (3, room("大教室"))
    assert planner.post(f"{BOARD}lessons/{one.pk}/", {"slot": "99"}).status_code == 400


def test_a_drop_at_another_station_takes_a_room_there(planner: Client, timetable: Timetable) -> None:
    from factories.places import make_room, make_rule, make_station
    from yizhan.places.words import Access

    other = make_station(subdistrict=timetable.subdistrict, slug="annexe")
    make_rule(other, "08:00", "21:00")
    annexe = make_room(other, name_zh="分校教室", capacity=30, access=Access.GROUP)
    one = lessons_of(timetable)[0]
    put(planner, one, 1)
    put(planner, one, 1, station="annexe")
    one.refresh_from_db()
    assert one.room == annexe


def test_computing_ends_with_a_proof(planner: Client, timetable: Timetable, transactional_db: None) -> None:
    answer = planner.post(f"{BOARD}compute/")
    assert answer["Location"] == f"{BOARD}computing/"
    for _ in range(100):
        if planner.get(f"{BOARD}computing.json").json()["over"]:
            break
        time.sleep(0.1)
    page = planner.get(f"{BOARD}computing/", follow=True).content.decode()
    assert "计算完成。" in page
    assert "没有冲突" in page


def test_a_release_is_previewed_made_logged_and_undone(planner: Client, timetable: Timetable) -> None:
    for slot, lesson in enumerate(lessons_of(timetable), start=1):
        set_lesson(lesson=lesson, slot=slot, room=room("小教室"), by=None)
    page = planner.get(f"{BOARD}release/").content.decode()
    assert "将会改变：12 个场次" in page
    assert "这些班级还没有人报名，不用通知任何人" in page
    assert Session.objects.count() == 0
    answer = planner.post(f"{BOARD}release/", {"reason_zh": "新学期"}, follow=True)
    assert answer.redirect_chain == [(f"{BOARD}changes/", 302)]
    log = answer.content.decode()
    assert "12 个场次有变化" in log
    assert "新学期" in log
    assert Session.objects.count() == 12
    again = planner.post(f"{BOARD}release/")
    assert again.status_code == 400
    assert "场次已经与时间表一致" in again.content.decode()
    assert planner.get(f"{BOARD}changes/1/undo/").status_code == 200
    undone = planner.post(f"{BOARD}changes/1/undo/", follow=True).content.decode()
    assert "已撤销" in undone
    assert Session.objects.count() == 0
    assert planner.post(f"{BOARD}changes/1/undo/").status_code == 400


def test_conflicts_are_listed_before_a_release(planner: Client, timetable: Timetable) -> None:
    for lesson in lessons_of(timetable):
        set_lesson(lesson=lesson, slot=1, room=room("小教室"), by=None)
    page = planner.get(f"{BOARD}release/").content.decode()
    assert "还有冲突，不能发布" in page
    assert "确认发布" not in page
    assert planner.post(f"{BOARD}release/").status_code == 400


def test_a_timetable_is_started_in_a_form(planner: Client, place: Subdistrict) -> None:
    make_timetable(place)
    form = planner.get("/console/timetables/new/").content.decode()
    fields = re.findall(r'name="(weekly_\d+)"', form)
    assert len(fields) == 3
    first, last = next_term()
    data = {
        "name_zh": "秋季",
        "slug": "autumn",
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "slots": "周二 18:30-20:00\n周一 18:30-20:00",
    } | dict(zip(fields, ["2", "0", "1"], strict=True))
    assert planner.post("/console/timetables/new/", data)["Location"] == "/console/timetables/autumn/"
    made = Timetable.objects.get(slug="autumn")
    assert made.lessons.count() == 3
    taken = planner.post("/console/timetables/new/", data)
    assert taken.status_code == 400
    assert "已有网址代号为“autumn”的时间表" in taken.content.decode()
    wrong = planner.post("/en/console/timetables/new/", data | {"slug": "x", "slots": "soon"})
    assert "The slot “soon” cannot be read" in wrong.content.decode()


def test_prices_and_slots_are_changed(planner: Client, timetable: Timetable) -> None:
    page = planner.get(f"/en{BOARD}settings/").content.decode()
    assert "Mon 09:00-10:30" in page
    data = {
        "audience": "7",
        "working_days": "1",
        "stability": "0",
        "limit_s": "5",
        "seed": "3",
        "keep_stations": "on",
        "slot_lines": "Mon 09:00-10:30\nSun 10:00-11:30",
    }
    assert planner.post(f"{BOARD}settings/", data)["Location"] == BOARD
    timetable.refresh_from_db()
    assert (timetable.settings["audience"], timetable.settings["keep_stations"]) == (7, True)
    assert (timetable.settings["skip_holidays"], len(timetable.slots)) == (False, 2)


def test_the_week_is_printed_a_sheet_a_station(planner: Client, timetable: Timetable) -> None:
    assert "没有可以打印的表" in planner.get(f"{BOARD}week/").content.decode()
    put(planner, lessons_of(timetable)[0], 1)
    page = planner.get(f"{BOARD}week/").content.decode()
    assert page.count('class="sheet"') == 1
    assert "18:30–20:00" in page


def test_others_see_nothing(sign_in: Callable[..., Client], timetable: Timetable, client: Client) -> None:
    assert "/sign-in/" in client.get(BOARD)["Location"]
    stranger = make_account(role=RoleName.PLANNER)
    elsewhere = sign_in(account=stranger)
    assert elsewhere.get(BOARD).status_code == 404
    lesson = lessons_of(timetable)[0]
    assert elsewhere.post(f"{BOARD}lessons/{lesson.pk}/", {"dropped": "yes", "slot": 1}).status_code == 404


@pytest.mark.parametrize("weekly", [1, 3])
def test_the_board_asks_a_constant_number_of_questions(
    planner: Client, place: Subdistrict, django_assert_max_num_queries: Any, weekly: int
) -> None:
    timetable = make_timetable(place, classes=3, weekly=weekly)
    for lesson in lessons_of(timetable):
        set_lesson(lesson=lesson, slot=lesson.number, room=None, by=None)
    with django_assert_max_num_queries(28):
        assert planner.get(BOARD).status_code == 200
