"""Stories: no publishing without a source or a second person; every later change is a public correction."""

import datetime as dt

import pytest

from factories.people import make_account, make_subdistrict
from factories.refusing import refused
from factories.stories import CONTENT, SOURCE, make_story
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places.actions.corrections import accept_correction, drop_correction, propose_correction
from yizhan.places.actions.stories import (
    add_story,
    change_story,
    publish_story,
    send_back_story,
    submit_story,
    withdraw_story,
)
from yizhan.places.models import Story
from yizhan.places.queries.stories import (
    awaiting_acceptance,
    awaiting_review,
    content_of,
    correction_log,
    published_stories,
    search_stories,
)
from yizhan.places.rules.stories import Visiting
from yizhan.places.words import StoryState

pytestmark = pytest.mark.django_db
MORNING = Visiting(0b1111110, dt.time(9), dt.time(16, 30))


@pytest.fixture
def place():
    return make_subdistrict()


@pytest.fixture
def writer(place):
    return make_account(place, RoleName.CLERK)


@pytest.fixture
def head(place):
    return make_account(place, RoleName.HEAD)


def submitted(place, writer, **more):
    values = {"sources": [SOURCE], "content": CONTENT} | more
    story = add_story(subdistrict=place, slug="bridge", by=writer, **values)
    return submit_story(story=story, by=writer)


def test_a_story_is_published_by_a_second_person(place, writer, head):
    story = publish_story(story=submitted(place, writer), by=head)
    assert list(published_stories(place)) == [story]
    assert (story.reviewer, story.state) == (head, StoryState.PUBLISHED)
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == [
        "publish_story",
        "submit_story",
        "add_story",
    ]


def test_a_story_without_a_source_is_neither_submitted_nor_published(place, writer, head):
    story = add_story(subdistrict=place, slug="bridge", content=CONTENT, by=writer)
    refused("source_missing", submit_story, story=story, by=writer)
    Story.objects.update(state=StoryState.SUBMITTED)
    refused("source_missing", publish_story, story=story, by=head)
    assert not published_stories(place).exists()


def test_nobody_reviews_what_they_wrote_themselves(place, head):
    story = submitted(place, head)
    refused("reviewer_is_writer", publish_story, story=story, by=head)
    refused("reviewer_unnamed", publish_story, story=story, by=None)
    refused("reviewer_is_writer", send_back_story, story=story, reason_zh="补来源", by=head)


def test_whoever_changed_a_word_is_a_writer_too(place, writer, head):
    story = submitted(place, writer)
    story = change_story(story=story, content={"title_zh": "桥（修订）"}, by=head)
    assert story.state == StoryState.DRAFT
    refused("reviewer_is_writer", publish_story, story=submit_story(story=story, by=writer), by=head)
    other = make_account(place, RoleName.PLANNER)
    assert publish_story(story=story, by=other).state == StoryState.PUBLISHED


def test_a_story_nobody_is_on_record_for_is_not_reviewed(place, head):
    refused("writer_unnamed", publish_story, story=submitted(place, None), by=head)


def test_a_clerk_does_not_review_and_strangers_do_nothing(place, writer):
    story = submitted(place, writer)
    refused("may_not_check", publish_story, story=story, by=make_account(place, RoleName.CLERK))
    stranger = make_account(make_subdistrict(), RoleName.HEAD)
    refused("may_not_run", change_story, story=story, content={}, by=stranger)


def test_a_story_sent_back_says_why(place, writer, head):
    story = submitted(place, writer)
    refused("reason_missing", send_back_story, story=story, reason_zh=" ", by=head)
    sent_back = send_back_story(story=story, reason_zh="请补一手来源", by=head)
    assert (sent_back.state, sent_back.reason_zh) == (StoryState.DRAFT, "请补一手来源")
    assert list(awaiting_review(place)) == []


def test_a_public_story_is_corrected_and_not_changed(place, writer, head):
    story = publish_story(story=submitted(place, writer), by=head)
    refused("story_is_public", change_story, story=story, content={"title_zh": "改"}, by=writer)
    change = {"story": story, "content": {"visit_min": 20}, "by": writer}
    refused("reason_missing", propose_correction, reason_zh="", **change)
    correction = propose_correction(reason_zh="实地走过，需要二十分钟", **change)
    assert Story.objects.get().visit_min == CONTENT["visit_min"]
    assert list(awaiting_acceptance(place)) == [correction]
    accept_correction(correction=correction, by=head)
    assert Story.objects.get().visit_min == 20
    logged = correction_log(story).get()
    assert (logged.changes, logged.reason_zh) == ({"visit_min": [10, 20]}, "实地走过，需要二十分钟")


def test_a_correction_needs_a_second_person_too(place, writer, head):
    story = publish_story(story=submitted(place, writer), by=head)
    correction = propose_correction(story=story, content={"visit_min": 20}, reason_zh="实地走过", by=head)
    refused("reviewer_is_writer", accept_correction, correction=correction, by=head)
    again = {"story": story, "content": {"visit_min": 30}, "reason_zh": "再走一遍", "by": writer}
    refused("correction_waits", propose_correction, **again)
    drop_correction(correction=correction, by=writer)
    refused("correction_is_over", accept_correction, correction=correction, by=writer_of(place))
    assert propose_correction(**again)


def writer_of(place):
    return make_account(place, RoleName.PLANNER)


def test_a_correction_of_sources_and_hours_replaces_them(place, writer, head):
    story = publish_story(story=submitted(place, writer, hours=[MORNING]), by=head)
    sources, hours = [["虹口区志（示例）", "", "high"]], [[127, "10:00", "17:00"]]
    content = {"sources": sources, "hours": hours}
    refused(
        "source_missing",
        propose_correction,
        story=story,
        content={"sources": []},
        reason_zh="删去",
        by=writer,
    )
    correction = propose_correction(story=story, content=content, reason_zh="换成一手来源", by=writer)
    assert content_of(story)["hours"] == [[0b1111110, "09:00", "16:30"]]
    accept_correction(correction=correction, by=head)
    assert {name: content_of(story)[name] for name in content} == content


def test_a_correction_that_cannot_be_stored_or_changes_nothing_is_refused(place, writer, head):
    story = publish_story(story=submitted(place, writer), by=head)
    why = {"story": story, "reason_zh": "更正", "by": writer}
    refused("nothing_changes", propose_correction, content={"visit_min": 10}, **why)
    refused("invalid_field", propose_correction, content={"title_zh": ""}, **why)
    refused("point_outside", propose_correction, content={"lon": 120.0}, **why)
    assert Story.objects.get().title_zh == CONTENT["title_zh"]


def test_a_withdrawn_story_says_why_and_needs_a_review_again(place, writer, head):
    story = publish_story(story=submitted(place, writer), by=head)
    propose_correction(story=story, content={"visit_min": 20}, reason_zh="实地走过", by=writer)
    story = withdraw_story(story=story, reason_zh="来源有误", by=head)
    assert (list(published_stories(place)), list(awaiting_acceptance(place))) == ([], [])
    change_story(story=story, content={"text_zh": "重写"}, by=writer)
    submit_story(story=story, by=writer)
    assert publish_story(story=story, by=head).reason_zh == ""


def test_hours_and_points_that_cannot_be_are_refused(place, writer):
    story = {"subdistrict": place, "slug": "bridge", "by": writer}
    early = [Visiting(127, dt.time(17), dt.time(9))]
    refused("bad_hours", add_story, content=CONTENT, hours=early, **story)
    swapped = CONTENT | {"lon": CONTENT["lat"], "lat": CONTENT["lon"]}
    refused("point_outside", add_story, content=swapped, **story)
    assert Story.objects.count() == 0


def test_a_source_must_be_an_address_where_it_names_one(place, writer):
    from yizhan.places.rules.stories import Cited

    wrong = [Cited("某网页", "javascript:alert(1)")]
    story = {"subdistrict": place, "slug": "bridge", "by": writer, "content": CONTENT}
    refused("invalid_field", add_story, sources=wrong, **story)


@pytest.mark.parametrize(
    ("text", "found"), [("白渡", 1), ("waibaidu", 1), ("wbdq", 1), ("钢桁架", 1), ("监狱", 0), ("", 1)]
)
def test_stories_are_found_in_chinese_and_pinyin(place, text, found):
    make_story(place, title_zh="外白渡桥", text_zh="一座钢桁架桥。")
    assert search_stories(published_stories(place), text).count() == found
