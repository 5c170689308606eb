"""The story editor and the reviews, through the front door."""

import pytest
from django.test import Client

from factories.people import make_account
from factories.stories import make_story
from yizhan.people.words import RoleName
from yizhan.places.actions.stories import add_story, submit_story
from yizhan.places.models import Story
from yizhan.places.queries.stories import open_correction
from yizhan.places.rules.stories import Cited
from yizhan.places.words import StoryState

pytestmark = pytest.mark.django_db
ENTERED = {
    "title_zh": "外白渡桥",
    "text_zh": "苏州河口的桥。",
    "lon": "121.4858",
    "lat": "31.2457",
    "point_within_m": "60",
    "point_certainty": "medium",
    "visit_min": "10",
    "is_outdoors": "on",
    "steps": "unknown",
    "licence": "CC BY 4.0",
    "attribution": "示例街道",
    "source-TOTAL_FORMS": "2",
    "source-INITIAL_FORMS": "0",
    "source-0-citation": "虹口区志（示例）",
    "source-0-url": "https://example.org/zhi",
    "source-0-certainty": "high",
    "hours-TOTAL_FORMS": "1",
    "hours-INITIAL_FORMS": "0",
}


def told(client: Client, address: str, **posted: str) -> str:
    response = client.post(address, posted, follow=True)
    return response.content.decode()


def test_a_clerk_writes_and_the_head_publishes(clerk, sign_in, place):
    client = clerk
    response = client.post("/console/stories/new/", ENTERED)
    story = Story.objects.get()
    assert response["Location"] == f"/console/stories/{story.slug}/"
    assert story.sources.get().citation == "虹口区志（示例）"
    client.post(f"/console/stories/{story.slug}/move/submit/")
    assert "没有" in told(client, f"/console/stories/{story.slug}/move/publish/")
    head = sign_in(RoleName.HEAD)
    assert "外白渡桥" in head.get("/console/stories/reviews/").content.decode()
    assert "故事已公布" in told(head, f"/console/stories/{story.slug}/move/publish/")
    assert Story.objects.get().state == StoryState.PUBLISHED


def test_the_writer_is_told_that_another_must_review(planner, place):
    planner.post("/console/stories/new/", ENTERED)
    story = Story.objects.get()
    planner.post(f"/console/stories/{story.slug}/move/submit/")
    page = planner.get(f"/console/stories/{story.slug}/").content.decode()
    assert "审核通过并公布" not in page
    assert "请第二个人来审核" in told(planner, f"/console/stories/{story.slug}/move/publish/")


def test_a_story_without_a_source_is_not_submitted(planner, place):
    planner.post("/console/stories/new/", ENTERED | {"source-0-citation": "", "source-0-url": ""})
    story = Story.objects.get()
    assert "还没有来源" in planner.get(f"/console/stories/{story.slug}/").content.decode()
    assert "没有来源的故事不能公布" in told(planner, f"/console/stories/{story.slug}/move/submit/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"lon": "31.2457", "lat": "121.4858"},
        {"title_zh": ""},
        {"source-0-citation": ""},
        {"source-0-url": "javascript:alert(1)"},
        {"hours-0-weekdays": ["0"]},
        {"hours-0-weekdays": ["0"], "hours-0-opens": "17:00", "hours-0-closes": "09:00"},
        {"lon": "nan"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(planner, place, wrong):
    response = planner.post("/console/stories/new/", ENTERED | wrong)
    assert response.status_code == 400
    assert Story.objects.count() == 0


def test_a_public_story_is_corrected_by_two(clerk, sign_in, place):
    story = make_story(place, title_zh="外白渡桥", lon=121.4858, lat=31.2457)
    edit = f"/console/stories/{story.slug}/edit/"
    change = ENTERED | {"visit_min": "25"}
    assert clerk.post(edit, change).status_code == 400
    clerk.post(edit, change | {"reason_zh": "实地走过"})
    correction = open_correction(story)
    assert correction.changes["visit_min"] == [10, 25]
    decide = f"/console/stories/corrections/{correction.pk}/"
    assert "接受更正并公布" not in clerk.get(f"/console/stories/{story.slug}/").content.decode()
    head = sign_in(RoleName.HEAD)
    assert "实地走过" in head.get("/console/stories/reviews/").content.decode()
    assert "更正已公布" in told(head, f"{decide}accept/")
    assert Story.objects.get().visit_min == 25


def test_an_emptied_line_takes_a_source_away(planner, place):
    story = make_story(place, state=StoryState.DRAFT)
    two = ENTERED | {
        "source-INITIAL_FORMS": "1",
        "source-1-citation": "另一来源",
        "source-1-certainty": "low",
    }
    edit = f"/console/stories/{story.slug}/edit/"
    planner.post(edit, two)
    assert [source.citation for source in story.sources.all()] == ["虹口区志（示例）", "另一来源"]
    planner.post(edit, two | {"source-0-citation": "", "source-0-url": ""})
    assert [source.citation for source in story.sources.all()] == ["另一来源"]


def test_a_story_is_sent_back_and_withdrawn_with_a_reason(sign_in, place):
    writer = make_account(place, RoleName.CLERK)
    story = make_story(place)
    head = sign_in(RoleName.HEAD)
    withdraw = f"/console/stories/{story.slug}/move/withdraw/"
    assert "请写明原因" in told(head, withdraw, reason_zh="")
    assert "故事已撤回" in told(head, withdraw, reason_zh="来源有误")
    content = {
        "title_zh": "桥",
        "text_zh": "桥",
        "lon": 121.49,
        "lat": 31.25,
        "licence": "CC0",
        "attribution": "示例",
    }
    draft = add_story(subdistrict=place, slug="draft", content=content, sources=[Cited("书")], by=writer)
    submit_story(story=draft, by=writer)
    assert "已退回" in told(head, "/console/stories/draft/move/send-back/", reason_zh="补来源")


def test_stories_of_others_are_not_there(planner, place):
    abroad = make_story()
    assert planner.get(f"/console/stories/{abroad.slug}/").status_code == 404
    assert planner.post(f"/console/stories/{abroad.slug}/move/publish/").status_code == 404
    assert planner.post(f"/console/stories/{make_story(place).slug}/move/burn/").status_code == 404
    assert Client().get("/console/stories/").status_code == 302


def test_the_list_filters_and_searches(planner, place):
    make_story(place, title_zh="外白渡桥")
    make_story(place, title_zh="下海庙", title_en="Xiahai Temple", state=StoryState.DRAFT)
    assert "外白渡桥" not in planner.get("/console/stories/?state=draft").content.decode()
    assert "Xiahai Temple" in planner.get("/en/console/stories/?q=xhm").content.decode()
