"""Courses in the console: written by one, reviewed by another, never changed after."""

from factories.offers import make_version
from factories.people import make_account, make_subdistrict
from yizhan.offers.models import Course, CourseVersion
from yizhan.people.words import RoleName

COURSE = {"type": "culture", "audience": "everyone", "function": "service", "positions": ["supply"]}
VERSION = {"title_zh": "茶艺", "minutes": 90, "lessons": 6, "capacity": 14, "room_needs": ["water_tap"]}


def test_clerk_enters_and_head_reviews_onto_a_draft_menu(clerk, head, provider, menu):
    answer = clerk.post("/console/courses/new/", COURSE | VERSION | {"provider": provider.pk})
    assert answer.headers["Location"] == "/console/courses/cha-yi/"
    page = clerk.get("/console/courses/reviews/").content.decode()
    assert "茶艺" in page
    assert "由负责人或规划员审核" in page
    version = CourseVersion.objects.get(title_zh="茶艺")
    clerk.post("/console/courses/reviews/", {"version": version.pk})
    version.refresh_from_db()
    assert version.reviewed_at is None
    told = head.post("/console/courses/reviews/", {"version": version.pk, "menu": menu.pk}, follow=True)
    assert "审核通过" in told.content.decode()
    assert menu.items.last().version == version


def test_writer_cannot_review_what_they_wrote(sign_in, place, provider):
    account = make_account(place, RoleName.HEAD)
    client = sign_in(account=account)
    client.post("/console/courses/new/", COURSE | VERSION | {"provider": provider.pk})
    version = CourseVersion.objects.get()
    assert "您自己写的" in client.get("/console/courses/reviews/").content.decode()
    told = client.post("/console/courses/reviews/", {"version": version.pk}, follow=True)
    assert "审核人不能是撰写人" in told.content.decode()


def test_reviewed_version_leads_to_the_next_one(clerk, versions):
    course = versions[0].course
    address = f"/console/courses/{course.slug}/version/"
    assert "新建第 2 版" in clerk.get(address).content.decode()
    clerk.post(address, VERSION | {"minutes": 60})
    assert "修改第 2 版" in clerk.get(address).content.decode()
    clerk.post(address, VERSION | {"minutes": 45})
    assert [one.minutes for one in course.versions.order_by("number")] == [90, 45]


def test_nonsense_stays_in_the_form(clerk, provider):
    wrong = {"minutes": "0", "capacity": "x", "lessons": "999", "title_zh": ""}
    answer = clerk.post("/console/courses/new/", COURSE | VERSION | {"provider": provider.pk} | wrong)
    assert answer.status_code == 400
    assert "还不能保存" in answer.content.decode()
    assert not Course.objects.exists()


def test_course_is_classed_retired_and_restored(clerk, versions, provider):
    course = versions[0].course
    address = f"/console/courses/{course.slug}/"
    clerk.post(f"{address}class/", COURSE | {"provider": provider.pk, "type": "skill"})
    clerk.post(f"{address}retire/", {"step": "retire"})
    course.refresh_from_db()
    assert (course.type, course.retired_at is None) == ("skill", False)
    assert "已停开" in clerk.get("/console/courses/?state=retired").content.decode()
    clerk.post(f"{address}retire/", {"step": "restore"})
    course.refresh_from_db()
    assert course.retired_at is None
    assert clerk.post(f"{address}class/", {"type": "circus"}).status_code == 400


def test_lists_are_filtered_and_empty_ones_say_so(clerk, place):
    assert "还没有课程" in clerk.get("/console/courses/").content.decode()
    assert "没有等审核的课程" in clerk.get("/console/courses/reviews/").content.decode()
    make_version(place, title_zh="待审课", reviewed_at=None)
    assert "待审课" in clerk.get("/console/courses/?state=waiting&type=culture").content.decode()
    assert "没有符合这些条件" in clerk.get("/console/courses/?type=oath").content.decode()


def test_courses_of_others_are_not_there(clerk):
    course = make_version(make_subdistrict()).course
    assert clerk.get(f"/console/courses/{course.slug}/").status_code == 404
    assert clerk.post(f"/console/courses/{course.slug}/version/", VERSION).status_code == 404


def test_pages_speak_english(clerk, menu, versions):
    for address in (
        "menus/",
        "menus/2026q2/",
        "courses/",
        f"courses/{versions[0].course.slug}/",
        "providers/",
    ):
        page = clerk.get(f"/en/console/{address}").content.decode()
        assert "Courses and menus" in page
