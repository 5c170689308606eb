"""The page of a course: what it is, when and where, which version, how to take part."""

import datetime as dt
import json
import re

from factories.offers import make_version
from factories.places import make_room, make_rule
from yizhan.offers.models import CourseVersion
from yizhan.offers.words import MenuState, SessionState
from yizhan.places.words import Access


def page(client, programme, language=""):
    slug = programme.weekend.version.course.slug
    return client.get(f"{language}/courses/{slug}/").content.decode()


def test_course_says_when_where_by_whom_and_how(client, programme):
    html = page(client, programme)
    for words in ("亲子共读", "3月21日 周六 09:30–11:00", "社区党校", "个人和团体均可预约", "先到先得"):
        assert words in html, words
    assert "14 岁以下的孩子须由监护人同意" in html
    assert f'href="/stations/{programme.town.station.slug}/"' in html
    english = page(client, programme, "/en")
    for words in ("Reading together", "Party School", "Saturdays", "A guardian consents"):
        assert words in english, words


def test_past_sessions_are_left_out_and_cancelled_ones_named(client, programme, clock_at):
    clock_at(dt.datetime(2026, 3, 22, 9, tzinfo=dt.UTC))
    session = programme.weekend.sessions.last()
    session.state, session.reason_zh = SessionState.CANCELLED, "台风"
    session.save()
    html = page(client, programme)
    assert "3月21日" not in html
    assert "3月28日 周六 09:30" in html
    assert "台风" in html
    assert "已取消" in html


def test_reviewed_versions_are_listed_and_others_not(client, programme):
    version = programme.weekend.version
    CourseVersion.objects.create(
        course=version.course, number=2, title_zh="未审核的标题", minutes=60, capacity=9
    )
    html = page(client, programme)
    assert "第 1 版" in html
    assert "未审核的标题" not in html


def test_course_to_order_without_a_class(client, programme):
    html = client.get(f"/courses/{programme.ordered.version.course.slug}/").content.decode()
    assert "目前没有开班" in html
    assert "单位可以点这门课" in html


def test_course_nobody_published_is_not_there(client, programme):
    hidden = make_version(programme.town.subdistrict)
    unreviewed = make_version(programme.town.subdistrict, reviewed_at=None)
    for version in (hidden, unreviewed):
        assert client.get(f"/courses/{version.course.slug}/").status_code == 404
    assert client.get("/courses/nothing/").status_code == 404
    programme.menu.state = MenuState.DRAFT
    programme.menu.save()
    assert client.get(f"/courses/{programme.ordered.version.course.slug}/").status_code == 404
    assert "亲子共读" in page(client, programme)


def test_machines_read_schema_org(client, programme):
    version = programme.weekend.version
    version.summary_zh = "</script><b>&"
    version.save()
    html = page(client, programme)
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1)
    said = json.loads(text)
    assert (said["@type"], said["name"], said["description"]) == ("Course", "亲子共读", "</script><b>&")
    assert said["hasCourseInstance"][0]["startDate"] == "2026-03-21T09:30:00+08:00"


def test_reading_sets_no_cookie_and_needs_no_script(client, programme):
    for address in ("/menu/", f"/courses/{programme.weekend.version.course.slug}/"):
        answer = client.get(address)
        assert not answer.cookies
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", answer.content.decode())


def test_station_page_leads_to_its_courses(client, programme):
    address = f"/menu/?place={programme.town.bookshop.slug}"
    assert f'href="{address}"' in client.get(f"/stations/{programme.town.bookshop.slug}/").content.decode()
    assert "书法入门" in client.get(address).content.decode()
    assert "看这里的课程" not in client.get("/stations/centre/").content.decode()


def test_room_that_changes_its_role_says_so_on_the_station_page(client, town):
    room = make_room(town.bookshop, name_zh="读书角", access=Access.WALK_IN)
    make_rule(town.bookshop, "10:00", "18:00", room=room)
    html = client.get(f"/stations/{town.bookshop.slug}/").content.decode()
    assert "每天 10:00–18:00" in html
    assert "其余时间可以开课" in html
